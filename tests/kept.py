"""Rows that the operations made once, put back in later tests as the database itself copies them: milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import GeneratedField, Model

Table = type[Model]


@dataclass(frozen=True)
class Kept:
    """Rows of some tables as the database wrote them out, in the order in which they go back in."""

    tables: tuple[tuple[str, bytes], ...]

    def put_back(self) -> None:
        """Write them, with the keys that they had."""
        with connection.cursor() as cursor:
            for table, rows in self.tables:
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(rows)


def keys(tables: Sequence[Table]) -> list[list[object]]:
    """The primary keys that each table holds now."""
    return [list(table._default_manager.values_list("pk", flat=True)) for table in tables]


def keep(tables: Sequence[Table], before: Sequence[list[object]] | None = None) -> Kept:
    """The rows of these tables but for those with the keys of `before`."""
    found = []
    with connection.cursor() as cursor:
        for number, table in enumerate(tables):
            fields = [field for field in table._meta.concrete_fields if not isinstance(field, GeneratedField)]
            columns = ", ".join(f'"{field.column}"' for field in fields)
            name, key = table._meta.db_table, table._meta.pk.column
            known = [str(one) for one in before[number]] if before else []
            rows = f'SELECT {columns} FROM {name} WHERE NOT "{key}"::text = ANY(%s) ORDER BY "{key}"'
            with cursor.copy(f"COPY ({rows}) TO STDOUT", [known]) as copy:
                found.append((f"{name} ({columns})", b"".join(bytes(block) for block in copy)))
    return Kept(tuple(found))
