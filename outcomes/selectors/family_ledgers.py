"""The ledger of families, many at once: each occurrence of their members, once an incident, with its lines.

For the selectors and operations of `outcomes` alone: it decides nothing about who may see what. A handful of
statements however many families there are.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agencies.vocabulary import AgencyKind
from cases.models import BORN, FamilyMember, Occurrence
from datasharing.models.sealed import opened_beside
from datasharing.vocabulary import Category
from outcomes.costing.catalogue import Basis
from outcomes.costing.ledger import ONE_DAY, Event, LedgerLine, NotCosted, WhyNotCosted, one_event_an_incident
from outcomes.models import LedgerLine as Line
from outcomes.models import NotCosted as Uncosted
from outcomes.selectors.support_windows import ShownCatalogue


@dataclass(frozen=True)
class LedgerEntry:
    """One thing that happened to a family, from one supplier; `subjects` are all whom the supplier names in it."""

    event: Event
    category: Category
    supplier: int
    supplier_kind: AgencyKind
    told_by: str
    subjects: frozenset[UUID]
    lines: tuple[LedgerLine, ...]
    not_costed: tuple[NotCosted, ...]


@dataclass(frozen=True)
class _Told:
    """An occurrence as stored, and the event that the pure engine knows it as."""

    pk: int
    subject: UUID
    category: Category
    supplier: int
    supplier_kind: AgencyKind
    told_by: str
    event: Event


def family_ledgers(families: Collection[UUID], catalogue: ShownCatalogue) -> dict[UUID, tuple[LedgerEntry, ...]]:
    """For each family its entries under this catalogue, in the order of their first days.

    Members who left count for what began before they did. An incident counts once a family. What is not posted under
    this catalogue yet has neither lines nor words why.
    """
    members = _members(families)
    people = {person for of_family in members.values() for person in of_family}
    told = _told(people)
    occurrences = [one.pk for of_person in told.values() for one in of_person]
    lines, not_costed = _lines(occurrences, catalogue), _not_costed(occurrences, catalogue)
    ledgers: dict[UUID, tuple[LedgerEntry, ...]] = {}
    for family in families:
        mine = [
            one
            for person, left_on in members.get(family, {}).items()
            for one in told.get(person, ())
            if left_on is None or one.event.first_day < left_on
        ]
        ledgers[family] = tuple(_entries(mine, lines, not_costed, catalogue.version))
    return ledgers


def _members(families: Collection[UUID]) -> dict[UUID, dict[UUID, date | None]]:
    """Each family's people, and the day each left (None: still there, or back again)."""
    members: dict[UUID, dict[UUID, date | None]] = defaultdict(dict)
    rows = FamilyMember.objects.filter(family_id__in=families).values_list("family_id", "person_id", "left_on")
    for family, person, left_on in rows:
        known = members[family].get(person, left_on)
        members[family][person] = None if known is None or left_on is None else max(known, left_on)
    return members


def _told(people: Collection[UUID]) -> dict[UUID, list[_Told]]:
    told: dict[UUID, list[_Told]] = defaultdict(list)
    rows = Occurrence.objects.filter(subject_id__in=people).values_list(
        "pk", "subject_id", "category", "supplier_id", "supplier__kind", "told_by", "code", "starts_on", "ends_on",
        "incident", "subject__person__date_of_birth",
    )  # fmt: skip
    for pk, subject, category, supplier, kind, told_by, code, starts_on, ends_on, incident, born in opened_beside(
        rows, BORN, row=1, value=10
    ):
        event = Event(
            code=code,
            person=str(subject),
            first_day=starts_on,
            end_day=ends_on,
            birth_date=born,
            incident=f"{supplier}:{incident}" if incident else "",
            reference=f"{pk:020}",
        )
        one = _Told(pk, subject, Category(category), supplier, AgencyKind(kind), told_by, event)
        told[subject].append(one)
    return told


def _lines(occurrences: Collection[int], catalogue: ShownCatalogue) -> dict[int, list[Line]]:
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in Line.objects.filter(catalogue_id=catalogue.key, occurrence_id__in=occurrences).order_by("pk"):
        lines[line.occurrence_id].append(line)
    return lines


def _not_costed(occurrences: Collection[int], catalogue: ShownCatalogue) -> dict[int, list[Uncosted]]:
    found: dict[int, list[Uncosted]] = defaultdict(list)
    for one in Uncosted.objects.filter(catalogue_id=catalogue.key, occurrence_id__in=occurrences):
        found[one.occurrence_id].append(one)
    return found


def _entries(
    told: list[_Told], lines: dict[int, list[Line]], not_costed: dict[int, list[Uncosted]], version: str
) -> list[LedgerEntry]:
    by_reference = {one.event.reference: one for one in told}
    named: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    for one in told:
        named[one.event.incident or one.event.reference, one.event.code].add(one.subject)
    entries = []
    for event in one_event_an_incident(one.event for one in told):
        one = by_reference[event.reference]
        entries.append(
            LedgerEntry(
                event=event,
                category=one.category,
                supplier=one.supplier,
                supplier_kind=one.supplier_kind,
                told_by=one.told_by,
                subjects=frozenset(named[event.incident or event.reference, event.code]),
                lines=tuple(_line(line, event, version) for line in lines.get(one.pk, ())),
                not_costed=tuple(
                    NotCosted(event, WhyNotCosted(row.reason), tuple(row.unit_costs))
                    for row in not_costed.get(one.pk, ())
                ),
            )
        )
    return entries


def _line(line: Line, event: Event, version: str) -> LedgerLine:
    return LedgerLine(
        event=event,
        unit_cost=line.unit_cost,
        bearer=line.bearer,
        basis=Basis(line.basis),
        gbp=line.gbp,
        per_days=line.per_days,
        from_day=line.starts_on,
        end_day=line.ends_on or line.starts_on + ONE_DAY,
        catalogue=version,
        economic_gbp=line.economic_gbp,
        social_gbp=line.social_gbp,
    )
