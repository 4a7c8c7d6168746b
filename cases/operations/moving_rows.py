"""Moving rows from one person or family to another so that they can go back: by their keys, or put away whole.

What changes beside it is remembered too, and changed back where nobody has changed it since.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from agencies.refusals import Refused
from cases.joining import Relation
from datasharing.models.sealed import SealedField

Row = list[str]
"""A row that was put away: the name of its table, and its content as JSON."""

Change = list[Any]
"""A row that was changed: model, key, and of each column that differs what it was and what it became, as JSON."""


def name_of(relation: Relation) -> str:
    """A relation as a record of moves names it."""
    return json.dumps([relation.model, relation.field], separators=(",", ":"))


def column_of(relation: Relation) -> tuple[type[models.Model], str]:
    """The model of a relation and the column that points."""
    model = apps.get_model(relation.model)
    return model, column(model, relation.field)


def column(model: type[models.Model], name: str) -> str:
    """The column of a field."""
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]


def sealed_fields(model: type[models.Model]) -> list[str]:
    """The names of the fields that are sealed."""
    return [field.name for field in model._meta.get_fields() if isinstance(field, SealedField)]


def put_away(relation: Relation, kept: UUID, gone: UUID) -> list[Row]:
    """The rows that cannot stand beside those of the other, whole; the stricter of each two stays."""
    model, pointing = column_of(relation)
    if not relation.alone:
        return []
    table = model._meta.db_table
    same = " AND ".join(
        f"one.{column(model, name)} IS NOT DISTINCT FROM other.{column(model, name)}" for name in relation.alone
    )
    live = f" AND one.{relation.live} IS NULL AND other.{relation.live} IS NULL" if relation.live else ""
    stricter = f"other.{relation.stricter}" if relation.stricter else "false"
    if relation.stricter.startswith("NOT "):
        stricter = f"NOT other.{relation.stricter[4:]}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CASE WHEN {stricter} THEN one.id ELSE other.id END FROM {table} one, {table} other "  # noqa: S608
            f"WHERE one.{pointing} = %s AND other.{pointing} = %s AND {same}{live}",
            [kept, gone],
        )
        return take(model, [key for (key,) in cursor.fetchall()])


def take(model: type[models.Model], keys: Sequence[Any], column: str = "id") -> list[Row]:
    """Take rows out of their table; each as the table's name and its content."""
    if not keys:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH taken AS (DELETE FROM {table} WHERE {column} = ANY(%s) RETURNING *) "  # noqa: S608
            "SELECT to_jsonb(taken)::text FROM taken",
            [list(keys)],
        )
        return [[table, row] for (row,) in cursor.fetchall()]


def put_back(table: str, row: str) -> None:
    """A row that was put away stands again. Refused where another stands in its place."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    if table not in known:
        raise Refused(_("This cannot be taken apart: a table that it needs is no longer there."))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb) "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            [row],
        )
        if cursor.rowcount != 1:
            raise Refused(_("Something was recorded since that stands where an earlier record stood. End it first."))


def move(
    relation: Relation,
    before: UUID,
    after: UUID,
    keys: Sequence[Any] | None,
    *,
    listed: bool = False,
    change: str = "",
) -> list[Any]:
    """Point rows from the one to the other (those of these keys, or all); returns the keys of those that went."""
    model, pointing = column_of(relation)
    table = model._meta.db_table
    told = f"{pointing} = array_replace({pointing}, %(before)s, %(after)s)" if listed else f"{pointing} = %(after)s"
    where = f"%(before)s = ANY({pointing})" if listed else f"{pointing} = %(before)s"
    if listed and keys is None:
        where += f" AND NOT %(after)s = ANY({pointing})"
    if keys is not None:
        where += " AND id = ANY(%(keys)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {told}{change} WHERE {where} RETURNING id",  # noqa: S608
            {"before": before, "after": after, "keys": list(keys or [])},
        )
        return sorted((key for (key,) in cursor.fetchall()), key=str)


def check_relations() -> None:
    """Let the database look now at what points where."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def as_they_are(watched: Iterable[tuple[type[models.Model], Collection[Any]]]) -> dict[tuple[str, int], dict[str, Any]]:
    """Rows of these models and keys as they stand now, without what is sealed."""
    found = {}
    for model, keys in watched:
        hidden = {column(model, name) for name in sealed_fields(model)}
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, to_jsonb(held)::text FROM {table} held WHERE id = ANY(%s)",  # noqa: S608
                [list(keys)],
            )
            for key, row in cursor.fetchall():
                told = {name: value for name, value in json.loads(row).items() if name not in hidden}
                found[model._meta.label, key] = told
    return found


def changes(
    before: dict[tuple[str, int], dict[str, Any]], after: dict[tuple[str, int], dict[str, Any]]
) -> list[Change]:
    """What differs, but for where rows point: those were moved, and are told of as such."""
    found = []
    for (label, key), was in before.items():
        now = after.get((label, key), was)
        differing = {
            name: [was[name], now[name]]
            for name in was
            if was[name] != now[name] and name not in ("family_id", "file_id")
        }
        if differing:
            found.append([label, key, differing])
    return found


def change_back(change: Change) -> bool:
    """Make a row what it was; whether that was done: not where it was changed since, nor where it cannot be."""
    label, key, differing = change
    table = apps.get_model(label)._meta.db_table
    names = ", ".join(f'"{name}"' for name in differing)
    was = json.dumps({name: both[0] for name, both in differing.items()})
    now = json.dumps({name: both[1] for name, both in differing.items()})
    statement = (
        f"UPDATE {table} held SET ({names}) = "  # noqa: S608
        f"(SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)) "
        "WHERE held.id = %s AND to_jsonb(held) @> %s::jsonb"
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [was, key, now])
            return bool(cursor.rowcount)
    except IntegrityError:
        return False
