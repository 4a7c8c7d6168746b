"""Whose records are due to be deleted: every clock of the schedule has run out, and no hold stops it.

Answers operations, and the governance lead by references and numbers alone. It names nobody.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from agencies.places import lies_inside
from datasharing.models import DataKey, DataSubject, FamilyFile, Hold
from datasharing.retention import Clock, kept_until, schedule, years_on
from datasharing.vocabulary import KeyKind

AT_ONCE = 500


@dataclass(frozen=True)
class Due:
    """Somebody whose time is over: the file they were known in, and since when they are due."""

    subject: UUID
    file: UUID
    since: date


def due_in(place: str, *, on: date | None = None, most: int = AT_ONCE) -> tuple[Due, ...]:
    """The first so many people of a place who are due. Whoever is known in another place too is not among them."""
    found: list[Due] = []
    for due in _due(None, on or timezone.localdate(), place):
        found.append(due)
        if len(found) == most:
            break
    return tuple(sorted(found, key=lambda due: (due.since, due.subject)))


def is_due(subject: UUID, place: str, *, on: date | None = None) -> bool:
    """Whether this person is due, now that it comes to it."""
    return any(_due([subject], on or timezone.localdate(), place))


def is_held(subject: UUID) -> bool:
    """Whether a hold lies on any file in which this person is known."""
    return not _no_hold(DataSubject.objects.filter(pk=subject)).exists()


def _due(among: Collection[UUID] | None, today: date, place: str) -> Iterator[Due]:
    people = DataSubject.objects.filter(joined_to__isnull=True)
    if among is not None:
        people = people.filter(pk__in=among)
    keys = DataKey.objects.filter(owner=OuterRef("pk"), kind=KeyKind.SUBJECT, wrapped__isnull=False)
    people = _no_hold(people).filter(Exists(keys))
    began = Q()
    for rule, clock in schedule().clocks:
        rows = _rows(clock)
        last = years_on(today, -rule.years)
        people = people.exclude(
            Exists(rows.filter(Q(**{clock.ended: None}) | Q(**{f"{clock.ended}__date__gte": last})))
        )
        began |= Q(Exists(rows))
    waiting = list(people.filter(began).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(waiting), AT_ONCE):
        yield from _passed(waiting[start : start + AT_ONCE], today, place)


def _no_hold(people: QuerySet[DataSubject]) -> QuerySet[DataSubject]:
    held = Hold.objects.filter(ends_at__isnull=True)
    for _rule, clock in schedule().clocks:
        if clock.file:
            people = people.exclude(Exists(_rows(clock).filter(Exists(held.filter(file=OuterRef(clock.file))))))
    return people


def _rows(clock: Clock) -> QuerySet[Any]:
    """The rows of a clock that are about the person of the query around it."""
    rows: QuerySet[Any] = apps.get_model(clock.model)._default_manager.order_by()
    return rows.filter(**{clock.person: OuterRef("pk")})


def _passed(subjects: Collection[UUID], today: date, place: str) -> Iterator[Due]:
    """Of these people, those for whom every last day has passed, a child's by their age, and who are of this place."""
    held = schedule()
    born = {
        row.pk: getattr(row, held.born) for row in apps.get_model(held.person)._default_manager.filter(pk__in=subjects)
    }
    last: dict[UUID, date] = {}
    files: dict[UUID, set[UUID]] = {}
    for rule, clock in held.clocks:
        for subject, file, ended in _ends(clock, subjects):
            until = kept_until(rule, timezone.localdate(ended), born.get(subject))
            last[subject] = max(last.get(subject, until), until)
            if file is not None:
                files.setdefault(subject, set()).add(file)
    places = dict(FamilyFile.objects.filter(pk__in=set().union(*files.values())).values_list("pk", "place__path"))
    for subject, until in last.items():
        mine = sorted(files.get(subject, ()))
        if until < today and mine and all(lies_inside(places[file], place) for file in mine):
            yield Due(subject, mine[-1], until)


def _ends(clock: Clock, subjects: Collection[UUID]) -> Iterator[tuple[UUID, UUID | None, datetime]]:
    rows = apps.get_model(clock.model)._default_manager.filter(**{f"{clock.person}__in": subjects}).order_by()
    file = F(clock.file) if clock.file else F(clock.person)
    for subject, found, ended in rows.values_list(clock.person, file).annotate(last=Max(clock.ended)):
        yield subject, found if clock.file else None, ended
