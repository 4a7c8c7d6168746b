"""Two people turn out to be one: everything about the one is about the other since, and can be taken apart again.

Every relation is listed in `cases.joining`. Rows go by their keys, which are kept; a row of which a person has only one
is put away whole. What protects either protects both. Nothing is lost: taken apart, each has what they had.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound, Refused
from cases.intake.operations.keep_finding_keys import keep_finding_keys
from cases.intake.selectors.same_person import NOT_YOURS, may_be_joined, reaches_of
from cases.joining import LISTED, MOVED, SET_ASIDE, Relation
from cases.models import Joining, Kinship, Person
from cases.operations import moving_rows as rows
from cases.operations.live_case import moment
from cases.vocabulary import Event
from datasharing import door
from datasharing.models import DataSubject, ParentalResponsibility
from datasharing.models.sealed import owner_of

FILLED = (
    "given_name", "family_name", "date_of_birth", "sex", "nhs_number", "upn", "nino", "died_on", "household_id",
)  # fmt: skip
CHECKED = gettext_lazy("Say that you have looked at both, and that they are one person.")


@transaction.atomic
def join_people(
    actor: Actor, family_reference: str, kept: UUID, gone: UUID, *, checked: bool, on: datetime | None = None
) -> int:
    """Make `gone` one with `kept`, a member of this family; returns the number of the joining.

    NotFound where either is not the actor's to know of. Both must be among those whom the page suggests.
    """
    file = door.take(actor, family_reference, kinds=reaches_of(actor), words=str(NOT_YOURS))
    if not may_be_joined(actor, file, kept, gone):
        raise NotFound(family_reference)
    if not checked:
        raise Invalid(str(CHECKED), "checked")
    held = {one.pk: one for one in DataSubject.objects.select_for_update().filter(pk__in=[kept, gone]).order_by("pk")}
    if len(held) < 2 or any(one.joined_to_id for one in held.values()):
        raise NotFound(family_reference)
    if ParentalResponsibility.objects.filter(child__in=held, holder__in=held).exists():
        raise Refused(_("One of them is recorded as a parent of the other. Mend that first, if it is wrong."))
    if Kinship.objects.filter(one__in=held, other__in=held, withdrawn_at__isnull=True).exists():
        raise Refused(_("They are recorded as two people of one family. Mend the genogram first, if it is wrong."))
    return join(actor, file.id, kept, gone, at=moment(on))


@transaction.atomic
def join(actor: Actor, family: UUID, kept: UUID, gone: UUID, *, at: datetime) -> int:
    """The step itself, inside its caller's transaction."""
    held = {one.pk: one for one in DataSubject.objects.select_for_update().filter(pk__in=[kept, gone]).order_by("pk")}
    aside = [row for relation in MOVED for row in _put_away(relation, kept, gone)]
    moved = {rows.name_of(relation): _move(relation, gone, kept, None) for relation in (*MOVED, *LISTED)}
    filled = _fill(kept, gone)
    aside += [row for relation in SET_ASIDE for row in _take_out(relation, gone)]
    held[gone].joined_to = held[kept]
    held[gone].save(update_fields=["joined_to"])
    joining = Joining.objects.create(
        kept_id=kept, gone_id=gone, moved=moved, filled=filled, aside=aside, joined_by_id=actor.post, joined_at=at
    )
    _settle(moved, kept, [kept])
    journal.record(
        actor, Event.PEOPLE_JOINED, families=[family], subjects=[kept, gone], detail={"joining": joining.pk}, on=at
    )
    return joining.pk


@transaction.atomic
def part_people(actor: Actor, family_reference: str, kept: UUID, joining: int, *, on: datetime | None = None) -> UUID:
    """Take a joining apart: each has what they had. Returns the person who is there again. Remembered: not the same."""
    file = door.take(actor, family_reference, kinds=reaches_of(actor), words=str(NOT_YOURS))
    held = Joining.objects.select_for_update().filter(pk=joining, kept=kept, parted_at__isnull=True).first()
    if held is None or not may_be_joined(actor, file, kept, None):
        raise NotFound(family_reference)
    if DataSubject.objects.filter(pk=kept, joined_to__isnull=False).exists():
        raise Refused(_("This person was joined to another since. Take that apart first."))
    gone, at = held.gone_id, moment(on)
    for relation in (*MOVED, *LISTED):
        _move(relation, kept, gone, held.moved.get(rows.name_of(relation), []))
    for table, row in reversed(held.aside):
        rows.put_back(table, row)
    _empty(kept, gone, held.filled)
    DataSubject.objects.filter(pk=gone).update(joined_to=None)
    held.parted_by_id, held.parted_at = actor.post, at
    held.save(update_fields=["parted_by", "parted_at"])
    _settle(held.moved, gone, [kept, gone])
    journal.record(
        actor, Event.PEOPLE_PARTED, families=[file.id], subjects=[kept, gone], detail={"joining": held.pk}, on=at
    )
    return gone


def _put_away(relation: Relation, kept: UUID, gone: UUID) -> list[rows.Row]:
    """The rows that cannot stand beside those of the other person, whole; the stricter of each two stays."""
    if relation.model == "cases.Rejection":
        return _rejections_of_each_other(apps.get_model(relation.model), kept, gone)
    return rows.put_away(relation, kept, gone)


def _rejections_of_each_other(model: type[models.Model], kept: UUID, gone: UUID) -> list[rows.Row]:
    """What said that they are not the same, and what said of both that they are not somebody."""
    both = [kept, gone]
    each_other = model._default_manager.filter(person__in=both, referred__person__in=both)
    of_kept = model._default_manager.filter(person=kept).values_list("referred_id", flat=True)
    twice = model._default_manager.filter(person=gone, referred__in=of_kept)
    return rows.take(model, sorted({*each_other.values_list("pk", flat=True), *twice.values_list("pk", flat=True)}))


def _take_out(relation: Relation, gone: UUID) -> list[rows.Row]:
    model, pointing = rows.column_of(relation)
    return rows.take(model, [gone], pointing)


def _move(relation: Relation, before: UUID, after: UUID, keys: Sequence[Any] | None) -> list[Any]:
    """Point rows from one person to the other; the ledger takes up again what happened to either."""
    again = ", posted_at = NULL" if relation.model == "cases.Occurrence" else ""
    return rows.move(relation, before, after, keys, listed=relation in LISTED, change=again)


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
        model, _pointing = rows.column_of(relation)
        sealed = rows.sealed_fields(model)
        if sealed and moved.get(rows.name_of(relation)):
            for row in model._default_manager.filter(pk__in=moved[rows.name_of(relation)]):
                if owner_of(row) == owner:
                    row.save(update_fields=sealed)
    rows.check_relations()
    keep_finding_keys(people)
