"""Writing many rows at once with COPY, through the models' own fields, so that what a field seals stays sealed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from os import urandom
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, JSONField, Model
from psycopg import sql

from datasharing.keys.ciphers import Sealer
from datasharing.keys.ring import sealer_of, want
from datasharing.models.sealed import RowSeal, SealedField

AT_ONCE = 5_000
NOTHING = (None, "", b"")
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
    lacks_seal = "seal" in fields and "seal" not in columns
    plan = _Plan.of(model, columns, owner) if any(isinstance(one, SealedField) for one in fields.values()) else None
    if lacks_seal:
        columns = (*columns, "seal")
    prepare = [_prepared(fields[name]) for name in columns]
    is_ready = not any(prepare)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(sql.Identifier(fields[n].column) for n in columns)
    )
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        ready = plan.sealed(batch) if plan else batch
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in ready:
                if is_ready:
                    copy.write_row(row)
                else:
                    copy.write_row([made(value) if made else value for made, value in zip(prepare, row, strict=True)])


@dataclass(frozen=True)
class _Plan:
    """How the rows of one COPY are sealed: which of their columns, bound to what, under whose key.

    `owner_at` and `row_at` are the columns of the owner and of the row's identity; None: one owner, a new identity.
    """

    columns: tuple[tuple[int, Any, bytes], ...]
    owner: UUID | None
    owner_at: int | None
    row_at: int | None

    @classmethod
    def of(cls, model: Any, columns: Sequence[str], owner: UUID | None) -> "_Plan":
        """The plan for a model whose rows give these columns."""
        fields = {field.attname: field for field in model._meta.concrete_fields}
        sealed = [(at, fields[name]) for at, name in enumerate(columns) if isinstance(fields[name], SealedField)]
        identity = "seal" if "seal" in fields else model._meta.pk.attname
        return cls(
            columns=tuple((at, field, field.place.encode()) for at, field in sealed),
            owner=owner,
            owner_at=None if owner else columns.index(model.sealed_for),
            row_at=columns.index(identity) if identity in columns else None,
        )

    def sealed(self, batch: list[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """These rows with what is to be sealed: all of them before COPY begins, during which no key can be read."""
        owners = [self.owner or _as_uuid(row[self.owner_at or 0]) for row in batch]
        for whose in set(owners):
            want(whose)
        sealers = {whose: sealer_of(whose) for whose in set(owners)}
        return iter([self._row(row, sealers[whose]) for row, whose in zip(batch, owners, strict=True)])

    def _row(self, row: Sequence[Any], sealer: Sealer) -> Sequence[Any]:
        ready = list(row)
        if self.row_at is None:
            bound = urandom(16)
            ready.append(bound.hex())
        else:
            bound = _as_uuid(row[self.row_at]).bytes
        for at, field, place in self.columns:
            value = row[at]
            if value not in NOTHING:
                ready[at] = sealer.seal(place, bound, field.write(value))
        return ready


def _as_uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _prepared(field: "Field[Any, Any]") -> Prepared:
    """What turns a value into what the database holds; None where it is the value itself."""
    if isinstance(field, SealedField | RowSeal):
        return None
    if type(field).__module__.startswith("django.db.models") and not isinstance(field, JSONField):
        return None
    return lambda value: field.get_db_prep_save(value, connection)
