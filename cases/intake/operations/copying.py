"""Writing many rows at once with COPY, through the models' own fields, so that what a field seals stays sealed."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Field, JSONField, Model
from psycopg import sql

from datasharing.keys.ring import want
from datasharing.models.sealed import RowSeal, SealedField

AT_ONCE = 5_000
Prepared = Callable[[Any], Any] | None


def new_keys(model: type[Model], count: int) -> list[int]:
    """Primary keys for as many rows to come of a model whose key is numbered."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_in(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, owner: UUID | None = None
) -> None:
    """Insert rows, each the values of these columns (`subject_id` for a relation) in order, in the open transaction.

    Constraints hold as for any insert; defaults that Django gives in Python do not: name every column that needs one.
    What is sealed is sealed some thousands of rows at a time, under the key of the owner that stands in one of the
    columns, or of the one `owner` of all; the row's own identity is given here.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    stream: Iterable[Sequence[Any]] = rows
    if "seal" in fields and "seal" not in columns:
        columns, stream = (*columns, "seal"), ((*row, uuid4()) for row in rows)
    prepare = [_prepared(fields[name]) for name in columns]
    sealed = {at: fields[name] for at, name in enumerate(columns) if isinstance(fields[name], SealedField)}
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(sql.Identifier(fields[n].column) for n in columns)
    )
    waiting = iter(stream)
    while batch := list(islice(waiting, AT_ONCE)):
        ready = _seal(batch, sealed, fields, columns, owner) if sealed else batch
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in ready:
                copy.write_row([made(value) if made else value for made, value in zip(prepare, row, strict=True)])


def _seal(
    batch: list[Sequence[Any]],
    sealed: dict[int, Any],
    fields: dict[str, Any],
    columns: Sequence[str],
    owner: UUID | None,
) -> list[Sequence[Any]]:
    """These rows with what is to be sealed: before COPY begins, during which no key can be read."""
    model = next(iter(sealed.values())).model
    identity = columns.index("seal" if isinstance(fields.get("seal"), RowSeal) else model._meta.pk.attname)
    owners = [owner] * len(batch) if owner else [_as_uuid(row[columns.index(model.sealed_for)]) for row in batch]
    for whose in owners:
        want(whose)
    ready: list[Sequence[Any]] = []
    for row, whose in zip(batch, owners, strict=True):
        bound = _as_uuid(row[identity]).bytes
        ready.append(
            [sealed[at].sealed(value, whose, bound) if at in sealed else value for at, value in enumerate(row)]
        )
    return ready


def _as_uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _prepared(field: "Field[Any, Any]") -> Prepared:
    """What turns a value into what the database holds; None where it is the value itself."""
    if type(field).__module__.startswith("django.db.models") and not isinstance(field, JSONField):
        return None
    return lambda value: field.get_db_prep_save(value, connection)
