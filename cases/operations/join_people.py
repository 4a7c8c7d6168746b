"""Two people turn out to be one: everything about the one is about the other since, and can be taken apart again.

Every relation is listed in `cases.joining`. Rows go by their keys, which are kept; a row of which a person has only one
is put away whole. What protects either protects both. Nothing is lost: taken apart, each has what they had.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound, Refused
from cases.intake.operations.keep_finding_keys import keep_finding_keys
from cases.intake.selectors.same_person import NOT_YOURS, may_be_joined, reaches_of
from cases.joining import LISTED, MOVED, SET_ASIDE, Relation
from cases.models import Joining, Kinship, Person
from cases.operations.live_case import moment
from cases.vocabulary import Event
from datasharing import door
from datasharing.models import DataSubject, ParentalResponsibility
from datasharing.models.sealed import SealedField, owner_of

FILLED = (
    "given_name", "family_name", "date_of_birth", "sex", "nhs_number", "upn", "nino", "died_on", "household_id",
)  # fmt: skip
CHECKED = "Say that you have looked at both, and that they are one person."


@transaction.atomic
def join_people(
    actor: Actor, family_reference: str, kept: UUID, gone: UUID, *, checked: bool, on: datetime | None = None
) -> int:
    """Make `gone` one with `kept`, a member of this family; returns the number of the joining.

    NotFound where either is not the actor's to know of. Both must be among those whom the page suggests.
    """
    file = door.take(actor, family_reference, kinds=reaches_of(actor), words=NOT_YOURS)
    if not may_be_joined(actor, file, kept, gone):
        raise NotFound(family_reference)
    if not checked:
        raise Invalid(CHECKED, "checked")
    held = {one.pk: one for one in DataSubject.objects.select_for_update().filter(pk__in=[kept, gone]).order_by("pk")}
    if len(held) < 2 or any(one.joined_to_id for one in held.values()):
        raise NotFound(family_reference)
    if ParentalResponsibility.objects.filter(child__in=held, holder__in=held).exists():
        raise Refused("One of them is recorded as a parent of the other. Mend that first, if it is wrong.")
    if Kinship.objects.filter(one__in=held, other__in=held, withdrawn_at__isnull=True).exists():
        raise Refused("They are recorded as two people of one family. Mend the genogram first, if it is wrong.")
    at = moment(on)
    aside = [row for relation in MOVED for row in _put_away(relation, kept, gone)]
    moved = {_name(relation): _move(relation, gone, kept, None) for relation in (*MOVED, *LISTED)}
    filled = _fill(kept, gone)
    aside += [row for relation in SET_ASIDE for row in _take_out(relation, gone)]
    held[gone].joined_to = held[kept]
    held[gone].save(update_fields=["joined_to"])
    joining = Joining.objects.create(
        kept_id=kept, gone_id=gone, moved=moved, filled=filled, aside=aside, joined_by_id=actor.post, joined_at=at
    )
    _settle(moved, kept, [kept])
    journal.record(
        actor, Event.PEOPLE_JOINED, families=[file.id], subjects=[kept, gone], detail={"joining": joining.pk}, on=at
    )
    return joining.pk


@transaction.atomic
def part_people(actor: Actor, family_reference: str, kept: UUID, joining: int, *, on: datetime | None = None) -> UUID:
    """Take a joining apart: each has what they had. Returns the person who is there again. Remembered: not the same."""
    file = door.take(actor, family_reference, kinds=reaches_of(actor), words=NOT_YOURS)
    held = Joining.objects.select_for_update().filter(pk=joining, kept=kept, parted_at__isnull=True).first()
    if held is None or not may_be_joined(actor, file, kept, None):
        raise NotFound(family_reference)
    if DataSubject.objects.filter(pk=kept, joined_to__isnull=False).exists():
        raise Refused("This person was joined to another since. Take that apart first.")
    gone, at = held.gone_id, moment(on)
    for relation in (*MOVED, *LISTED):
        _move(relation, kept, gone, held.moved.get(_name(relation), []))
    for table, row in reversed(held.aside):
        _put_back(table, row)
    _empty(kept, gone, held.filled)
    DataSubject.objects.filter(pk=gone).update(joined_to=None)
    held.parted_by_id, held.parted_at = actor.post, at
    held.save(update_fields=["parted_by", "parted_at"])
    _settle(held.moved, gone, [kept, gone])
    journal.record(
        actor, Event.PEOPLE_PARTED, families=[file.id], subjects=[kept, gone], detail={"joining": held.pk}, on=at
    )
    return gone


def _put_away(relation: Relation, kept: UUID, gone: UUID) -> list[list[str]]:
    """The rows that cannot stand beside those of the other person, whole; the stricter of each two stays."""
    model, column = _column(relation)
    if relation.model == "cases.Rejection":
        return _rejections_of_each_other(model, kept, gone)
    if not relation.alone:
        return []
    table = model._meta.db_table
    same = " AND ".join(
        f"one.{_attname(model, name)} IS NOT DISTINCT FROM other.{_attname(model, name)}" for name in relation.alone
    )
    live = f" AND one.{relation.live} IS NULL AND other.{relation.live} IS NULL" if relation.live else ""
    stricter = f"other.{relation.stricter}" if relation.stricter else "false"
    if relation.stricter.startswith("NOT "):
        stricter = f"NOT other.{relation.stricter[4:]}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CASE WHEN {stricter} THEN one.id ELSE other.id END FROM {table} one, {table} other "  # noqa: S608
            f"WHERE one.{column} = %s AND other.{column} = %s AND {same}{live}",
            [kept, gone],
        )
        return _take(model, [key for (key,) in cursor.fetchall()])


def _rejections_of_each_other(model: type[models.Model], kept: UUID, gone: UUID) -> list[list[str]]:
    """What said that they are not the same, and what said of both that they are not somebody."""
    both = [kept, gone]
    each_other = model._default_manager.filter(person__in=both, referred__person__in=both)
    of_kept = model._default_manager.filter(person=kept).values_list("referred_id", flat=True)
    twice = model._default_manager.filter(person=gone, referred__in=of_kept)
    return _take(model, sorted({*each_other.values_list("pk", flat=True), *twice.values_list("pk", flat=True)}))


def _take_out(relation: Relation, gone: UUID) -> list[list[str]]:
    model, column = _column(relation)
    return _take(model, [gone], column)


def _take(model: type[models.Model], keys: Sequence[Any], column: str = "id") -> list[list[str]]:
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


def _put_back(table: str, row: str) -> None:
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    if table not in known:
        raise Refused("This cannot be taken apart: a table that it needs is no longer there.")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb) "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            [row],
        )
        if cursor.rowcount != 1:
            raise Refused("Something was recorded since that stands where an earlier record stood. End it first.")


def _move(relation: Relation, before: UUID, after: UUID, keys: Sequence[Any] | None) -> list[Any]:
    """Point rows from one person to the other (those of these keys, or all); returns the keys of those that went."""
    model, column = _column(relation)
    table = model._meta.db_table
    listed = relation in LISTED
    change = f"{column} = array_replace({column}, %(before)s, %(after)s)" if listed else f"{column} = %(after)s"
    where = f"%(before)s = ANY({column})" if listed else f"{column} = %(before)s"
    if listed and keys is None:
        where += f" AND NOT %(after)s = ANY({column})"
    if relation.model == "cases.Occurrence":
        change += ", posted_at = NULL"
    if keys is not None:
        where += " AND id = ANY(%(keys)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {change} WHERE {where} RETURNING id",  # noqa: S608
            {"before": before, "after": after, "keys": list(keys or [])},
        )
        return sorted(key for (key,) in cursor.fetchall())


def _fill(kept: UUID, gone: UUID) -> list[str]:
    """What is not known of the one comes from the other; what is known stays. Returns the names of what came."""
    one, other = Person.objects.get(pk=kept), Person.objects.get(pk=gone)
    filled = [name for name in FILLED if not getattr(one, name) and getattr(other, name)]
    for name in filled:
        setattr(one, name, getattr(other, name))
    if filled:
        one.save()
    return filled


def _empty(kept: UUID, gone: UUID, filled: Iterable[str]) -> None:
    """What came from the other goes again, unless somebody has changed it since."""
    one, other = Person.objects.get(pk=kept), Person.objects.get(pk=gone)
    for name in filled:
        if getattr(one, name) == getattr(other, name):
            field = Person._meta.get_field(name.removesuffix("_id"))
            setattr(one, name, None if getattr(field, "null", False) else "")
    one.save()


def _settle(moved: dict[str, list[Any]], owner: UUID, people: list[UUID]) -> None:
    """Seal what went under the key of whose it now is, check every relation, and keep who is found by what."""
    for relation in MOVED:
        model, _column_name = _column(relation)
        sealed = [field.name for field in model._meta.get_fields() if isinstance(field, SealedField)]
        if sealed and moved.get(_name(relation)):
            for row in model._default_manager.filter(pk__in=moved[_name(relation)]):
                if owner_of(row) == owner:
                    row.save(update_fields=sealed)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    keep_finding_keys(people)


def _name(relation: Relation) -> str:
    return json.dumps([relation.model, relation.field], separators=(",", ":"))


def _column(relation: Relation) -> tuple[type[models.Model], str]:
    model = apps.get_model(relation.model)
    return model, _attname(model, relation.field)


def _attname(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]
