"""Writing many rows at once with COPY, through the models' own fields, so that what a field seals stays sealed."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model
from psycopg import sql


def new_keys(model: type[Model], count: int) -> list[int]:
    """Primary keys for as many rows to come of a model whose key is numbered."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_in(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows, each the values of these columns (`subject_id` for a relation) in order, in the open transaction.

    Constraints hold as for any insert; defaults that Django gives in Python do not: name every column that needs one.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    prepare = [_prepared(fields[name]) for name in columns]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(sql.Identifier(fields[n].column) for n in columns)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([made(value) if made else value for made, value in zip(prepare, row, strict=True)])


def _prepared(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """What turns a value into what the database holds; None where it is the value itself."""
    if type(field).__module__.startswith("django.db.models") and not isinstance(field, JSONField):
        return None
    return lambda value: field.get_db_prep_save(value, connection)
