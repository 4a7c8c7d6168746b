"""Statements that the database reads and plans once a connection, and not at each request.

A connection must stay with whoever has it from statement to statement: a pool that hands it on between transactions
does not know what was prepared.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection

_ON: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def rows_of(name: str, statement: str, types: Mapping[str, str], given: Mapping[str, Any]) -> list[tuple[object, ...]]:
    """The rows of a statement of constants. `types` are those of its parameters, `%(parameter)s`; None if not given.

    The same name is always the same statement.
    """
    connection.ensure_connection()
    on = connection.connection
    names = _ON.setdefault(on, set())
    if name not in names:
        numbered = {parameter: f"${number}" for number, parameter in enumerate(types, start=1)}
        with on.cursor() as cursor:
            cursor.execute(f"PREPARE {name} ({', '.join(types.values())}) AS {statement % numbered}")
        names.add(name)
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(types))
        cursor.execute(f"EXECUTE {name} ({places})", [given.get(parameter) for parameter in types])
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


def uuids(given: Iterable[UUID]) -> str:
    """A `uuid[]` as the database reads it: written at once, where the library writes one after another."""
    return f"{{{','.join([one.hex for one in given])}}}"


def words_of(given: Iterable[str]) -> str:
    """A `text[]` of words of the house (letters and `_`), in their order, as the database reads it."""
    return f"{{{','.join(sorted(map(str, given)))}}}"
