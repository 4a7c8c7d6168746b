"""The needs of every household of a front door's area, streamed: for the list, for one household, for an operator.

For the operations, selectors and operators of `outcomes` alone: it decides nothing about who may see what. A
household is the people found to live together, with the members of the family that it is known as: a child whom only
a referral names counts too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from agencies.within import within
from cases.models import BORN, FamilyMember, Occurrence, Person
from datasharing.models.sealed import opened, opened_beside
from outcomes.identification import (
    ADULT_AT,
    Happening,
    HouseholdNeeds,
    Member,
    Needs,
    household_needs,
    longest_window,
    months_before,
)
from outcomes.selectors.identifying import Receiving, Supply, supplies_for

MONTHS_OF_CHILDHOOD = ADULT_AT * 12
CHUNK = 5_000
COLUMNS = ("subject_id", "subject__person__date_of_birth", "code", "starts_on", "ends_on", "is_open", "pk")


@dataclass(frozen=True, slots=True)
class FoundHousehold:
    """A household with a child, and what it shows."""

    household: int
    needs: HouseholdNeeds


@dataclass(frozen=True)
class Asked:
    """What is asked: which needs, on which day, by what counts at which front door."""

    receiving: Receiving
    needs: Needs
    day: date
    supplies: tuple[Supply, ...]

    @property
    def counted(self) -> tuple[Supply, ...]:
        """What an agreement in force lets count."""
        return tuple(supply for supply in self.supplies if self.receiving.counts(supply))

    @property
    def left_out(self) -> tuple[str, ...]:
        """In words, what no agreement in force lets count."""
        return tuple(supply.words for supply in self.supplies if not self.receiving.counts(supply))


def asked(receiving: Receiving, needs: Needs, day: date) -> Asked:
    """What is asked of this front door's area."""
    return Asked(receiving, needs, day, supplies_for(receiving.door, needs))


def households_in_need(question: Asked, households: Collection[int] | None = None) -> Iterator[FoundHousehold]:
    """Every household with a child and a happening that bears on the needs; of `households` alone where given.

    Streamed in the order of households, in a handful of statements.
    """
    also = _also_members(households)
    children = _with_a_child(question, also, households)
    told = _told(question)
    of_families: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    living = {person: homes for person, homes in also.items() if homes & children.keys()}
    of_living = told.filter(subject__in=living).values_list(*COLUMNS, "subject__person__household_id")
    for row in opened_beside(of_living, BORN, row=0, value=1):
        for home in living[row[0]] - {row[7]}:
            of_families[home].append(row)
    here = told.filter(subject__person__household__isnull=False)
    if households is not None:
        here = here.filter(subject__person__household__in=households)
    stream = here.order_by("subject__person__household_id").values_list(*COLUMNS, "subject__person__household_id")
    born = opened_beside(stream.iterator(chunk_size=CHUNK), BORN, row=0, value=1)
    for home, rows in groupby(born, key=lambda row: row[7]):
        more = of_families.pop(home, [])
        if home in children:
            yield _found(home, [*rows, *more], children[home], question)
    for home, left in sorted(of_families.items()):
        yield _found(home, left, children[home], question)


def _found(home: int, rows: list[tuple[Any, ...]], child: Member, question: Asked) -> FoundHousehold:
    """`child` is one of its children: that there is one is all that is asked of those to whom nothing happened."""
    members = {row[0]: Member(row[1]) for row in rows}
    happenings = [Happening(row[2], row[0], row[3], None if row[5] else row[4], row[5], row[6]) for row in rows]
    everybody = {**members, "child": child}
    return FoundHousehold(home, household_needs(everybody, happenings, question.needs, question.day))


def _told(question: Asked) -> QuerySet[Occurrence]:
    """What happened inside the longest window and may count."""
    first = longest_window(question.needs, question.day)
    within = Q(ends_on__isnull=True, starts_on__gte=first) | Q(ends_on__gt=first) | Q(is_open=True)
    by_agency: dict[int, set[str]] = defaultdict(set)
    for supply in question.counted:
        by_agency[supply.agency].add(str(supply.category))
    counts = Q(pk__in=[])
    for agency, categories in by_agency.items():
        counts |= Q(supplier=agency, category__in=categories)
    return Occurrence.objects.filter(within, counts, code__in=list(question.needs), starts_on__lte=question.day)


def _also_members(households: Collection[int] | None) -> dict[UUID, frozenset[int]]:
    """The people of families that are known as a household of the extracts, and which."""
    rows = FamilyMember.objects.filter(left_on__isnull=True, family__household__isnull=False)
    if households is not None:
        rows = rows.filter(family__household__in=households)
    found: dict[UUID, set[int]] = defaultdict(set)
    for person, home in rows.values_list("person_id", "family__household_id"):
        if home is not None:
            found[person].add(home)
    return {person: frozenset(homes) for person, homes in found.items()}


def _with_a_child(
    question: Asked, also: dict[UUID, frozenset[int]], households: Collection[int] | None
) -> dict[int, Member]:
    """The households of this area in which a child lives on the day, each with one of its children."""
    day, place = question.day, question.receiving.door.place
    born_after = months_before(day, MONTHS_OF_CHILDHOOD)
    asked_of = Q(household__isnull=False) if households is None else Q(household__in=households)
    people = Person.objects.filter(asked_of | Q(pk__in=also), date_of_birth__isnull=False)
    known = Person.objects.filter(household__isnull=False)
    near = within(place, "supplier__place__path")
    far = known.exclude(near)
    here = set(known.filter(near).values_list("household_id", flat=True)) if far.exists() else None
    found: dict[int, Member] = {}
    for person, own, born, died in opened(people, "pk", "household_id", "date_of_birth", "died_on"):
        if not born_after < born <= day or (died is not None and died <= day):
            continue
        for home in {own} | also.get(person, frozenset()):
            if home is not None and (here is None or home in here):
                found.setdefault(home, Member(born, died))
    return found
