"""Names, numbers and addresses of people nobody referred go after 90 days; what happened stays, without them.

Counted from the day that a row was last supplied. The events stay for statistics and comparison, with the sex and the
month of birth; a row that is sent again after that is known as before, and brings nobody back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from agencies.operations import journal
from agencies.turns import in_turn
from cases.intake.models import Extract, ExtractRow, Household
from cases.intake.operations.import_extract import TAKEN_IN
from cases.intake.selectors.dealt_with import dealt_with
from cases.models import FindingKeys, Person, Whereabouts
from cases.vocabulary import Event, ExtractState, RowStatus
from datasharing.keys.blinding import blind
from datasharing.models import DataKey
from datasharing.operations.shred_subject import shred_extracts

KEPT_FOR = timedelta(days=90)
AT_ONCE = 5_000


@dataclass(frozen=True)
class Forgotten:
    """How many rows lost what tells of whom they are, how many people, and how many rows that had been set aside."""

    rows: int
    people: int
    set_aside: int


def due_to_be_forgotten(*, on: datetime | None = None) -> Forgotten:
    """What the next run will forget. Changes nothing."""
    at = on or timezone.now()
    rows = _rows(at)
    return Forgotten(rows.count(), rows.values("subject").distinct().count(), _set_aside(at).count())


def forget_unlinked(*, on: datetime | None = None) -> Forgotten:
    """Forget everybody who is due, some thousands of rows in a transaction: stopped, the rest goes at the next run."""
    at = on or timezone.now()
    rows = people = aside = 0
    while part := _forget_some(at):
        rows, people = rows + part.rows, people + part.people
    while some := _forget_set_aside(at):
        aside += some
    let_keys_go(at)
    return Forgotten(rows, people, aside)


def _rows(at: datetime) -> QuerySet[ExtractRow]:
    """Rows that were last supplied 90 days ago or earlier, about people with whom nobody has dealt."""
    last = at - KEPT_FOR
    rows = ExtractRow.objects.filter(status__in=TAKEN_IN, subject__isnull=False, extract__posted_at__lte=last)
    rows = rows.filter(Q(supplied_again_on__isnull=True) | Q(supplied_again_on__lte=timezone.localdate(last)))
    return rows.exclude(dealt_with("subject"))


def _set_aside(at: datetime) -> QuerySet[ExtractRow]:
    return ExtractRow.objects.filter(
        status=RowStatus.SET_ASIDE, extract__posted_at__lte=at - KEPT_FOR, raw__isnull=False
    )


@transaction.atomic
def _forget_some(at: datetime) -> Forgotten | None:
    in_turn("join records")
    found = list(_rows(at).order_by("pk").values_list("pk", "subject_id")[:AT_ONCE])
    if not found:
        return None
    forget_rows([key for key, _ in found])
    people = _forget_people({subject for _, subject in found if subject})
    journal.record(None, Event.RECORDS_FORGOTTEN, detail={"rows": len(found), "people": people}, on=at)
    return Forgotten(len(found), people, 0)


def forget_rows(rows: Collection[int]) -> None:
    """Rows keep what says that they were taken in, and nothing of whom."""
    ExtractRow.objects.filter(pk__in=rows).update(**ExtractRow.emptied)


def _forget_people(subjects: set[UUID]) -> int:
    """Of these people, those of whom no row tells any longer; how many they are."""
    told = ExtractRow.objects.filter(subject=OuterRef("pk"), status__in=TAKEN_IN)
    people = list(Person.objects.filter(pk__in=subjects).exclude(Exists(told)))
    for person in people:
        person.given_name = person.family_name = person.nhs_number = person.upn = person.nino = person.match_key = ""
        person.date_of_birth = person.date_of_birth.replace(day=1) if person.date_of_birth else None
        person.save()
    gone: Sequence[UUID] = [person.pk for person in people]
    Whereabouts.objects.filter(person__in=gone).delete()
    FindingKeys.objects.filter(person__in=gone).delete()
    forget_homes({person.household_id for person in people if person.household_id})
    return len(people)


def forget_homes(homes: set[int]) -> None:
    """A home in which nobody is known any longer is no longer found by its address."""
    known = Person.objects.filter(household=OuterRef("pk")).exclude(given_name="", family_name="")
    for home in Household.objects.filter(pk__in=homes).exclude(Exists(known)):
        home.key = blind("cases_household.key", home.key).hex()
        home.save(update_fields=["key"])


@transaction.atomic
def _forget_set_aside(at: datetime) -> int:
    """Rows that were set aside and never mended keep their line and column, and nothing of what was sent."""
    keys = list(_set_aside(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if keys:
        ExtractRow.objects.filter(pk__in=keys).update(raw=None, reason="")
        journal.record(None, Event.RECORDS_FORGOTTEN, detail={"set_aside": len(keys)}, on=at)
    return len(keys)


@transaction.atomic
def let_keys_go(at: datetime) -> int:
    """The key of each file of which no row tells of anybody any longer is removed; how many. What copies still hold of
    its rows cannot be read after that."""
    telling = ExtractRow.objects.filter(Q(status__in=TAKEN_IN) | Q(raw__isnull=False), extract=OuterRef("pk"))
    there = DataKey.objects.filter(owner=OuterRef("seal"), wrapped__isnull=False)
    told = Extract.objects.filter(Exists(there), ~Exists(telling), state=ExtractState.POSTED)
    return shred_extracts(list(told.values_list("seal", flat=True)), on=at)
