"""Rows that the operations made once, put back in later tests as the database itself copies them: milliseconds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models import GeneratedField, Model

from agencies.models import Agency
from datasharing.models import RulebookTurn

T = TypeVar("T")
Table = type[Model]
ONCE: dict[tuple[str, tuple[int, ...]], tuple[Any, "Kept"]] = {}
"""What was made, by its name and the agencies that there were."""


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
                written = b"".join(bytes(block) for block in copy)
            if written:
                found.append((f"{name} ({columns})", written))
    return Kept(tuple(found))


def once(name: str, make: Callable[[], T]) -> T:
    """What `make` returns, and in the database the rows that it adds: made the first time, put back after that.

    It must add rows and change none that were there before, and hold nothing that goes stale.
    """
    key = name, tuple(Agency.objects.order_by("pk").values_list("pk", flat=True))
    if key not in ONCE:
        tables = [
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and model is not RulebookTurn
        ]
        before = keys(tables)
        ONCE[key] = make(), keep(tables, before)
    else:
        ONCE[key][1].put_back()
    found: T = ONCE[key][0]
    return found
