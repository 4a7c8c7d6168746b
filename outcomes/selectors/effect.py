"""The three estimates of the effect of support in a place, from the ledger. For operations and operators alone.

It names nobody and decides nothing about who may see what: pages show what is published of it. Supported families are
those with a case that was started; they are laid beside households of the extracts of which nobody ever was in such a
family. Only households that ever showed enough needs are loaded, some hundreds at a time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import Min, Q

from agencies.within import within
from cases.models import BORN, Case, Extract, Family, FamilyMember, Occurrence, Person
from cases.vocabulary import ExtractState
from datasharing.models.sealed import opened, opened_beside
from outcomes.catalogues import shipped_catalogue
from outcomes.costing import catalogue as prices
from outcomes.costing.effect import Effect, Evidence, WhyNotCompared, estimate_effect, supported_history
from outcomes.costing.effect_histories import CostSpread, FamilyHistory, SupportedHistory, needs_shown
from outcomes.costing.effect_matching import FEWEST_NEEDS, Records
from outcomes.costing.ledger import ONE_DAY, Event, one_event_an_incident
from outcomes.models import LedgerLine
from outcomes.selectors.support_windows import ShownCatalogue, last_day_of_data, shown_catalogue
from outcomes.selectors.supported_costs import SupportedCosts, supported_costs

BATCH = 500
CHUNK = 5_000


@dataclass(frozen=True)
class PlaceHistories:
    """What an estimate is made from: families supported, why others were left out, and households never supported."""

    supported: tuple[SupportedHistory, ...]
    left_out: tuple[WhyNotCompared, ...]
    others: tuple[FamilyHistory, ...]
    records: Records | None


def place_effect(place: str, *, evidence: Evidence | None = None, fewest_needs: int = FEWEST_NEEDS) -> Effect:
    """The estimates for every family supported in this place or a part of it, each with a refusal in words if none."""
    found = place_histories(place, fewest_needs=fewest_needs)
    return estimate_effect(
        found.supported,
        found.others,
        records=found.records,
        evidence=evidence,
        left_out=found.left_out,
        fewest_needs=fewest_needs,
    )


def place_histories(place: str, *, fewest_needs: int = FEWEST_NEEDS) -> PlaceHistories:
    """The histories of a place (its path), under the newest catalogue that is posted; nothing before one is.

    Households are those of the whole area that the place lies in. A family that was supported twice counts once, by
    the first support that can be compared.
    """
    catalogue = shown_catalogue()
    root = place.split("/")[0]
    records = records_of(root)
    if catalogue is None or records is None:
        return PlaceHistories((), (), (), None)
    held = shipped_catalogue(catalogue.version)
    supported, left_out = _supported(place, catalogue, held, records)
    homes = _needy_homes(root, held, fewest_needs) - _supported_homes()
    return PlaceHistories(tuple(supported), tuple(left_out), tuple(_others(sorted(homes), catalogue, held)), records)


def records_of(place: str) -> Records | None:
    """From the day to which every file of this area (by its path's root) goes back, to the last day of any."""
    root = place.split("/")[0]
    files = Extract.objects.filter(within(root, "supplier__place__path"), state=ExtractState.POSTED)
    firsts = files.values_list("supplier_id", "profile").annotate(first_day=Min("covers_from")).order_by()
    last_day = last_day_of_data(root)
    return Records(max(first for _, _, first in firsts), last_day) if last_day else None


def _supported(
    place: str, catalogue: ShownCatalogue, held: prices.Catalogue, records: Records
) -> tuple[list[SupportedHistory], list[WhyNotCompared]]:
    cases = Case.objects.filter(within(place, "family__file__place__path"))
    born = _children_of_families(place)
    found: dict[UUID, SupportedHistory] = {}
    why_not: dict[UUID, WhyNotCompared] = {}
    for costs in supported_costs(cases, catalogue):
        family = costs.case.family
        if costs.case.started_on is None or family in found:
            continue
        one = supported_history(_history(costs, held, born[family]), costs.windows, costs.rows, records)
        if isinstance(one, WhyNotCompared):
            why_not[family] = one
        else:
            found[family] = one
    return list(found.values()), [why for family, why in why_not.items() if family not in found]


def _history(costs: SupportedCosts, held: prices.Catalogue, born: Sequence[date]) -> FamilyHistory:
    events = [entry.event for entry in costs.entries]
    return FamilyHistory(
        key=costs.case.family,
        lines=[line for entry in costs.entries for line in entry.lines],
        needs=tuple(needs_shown(events, held)),
        happened=[event.first_day for event in events],
        children_born=born,
    )


def _children_of_families(place: str) -> dict[UUID, list[date]]:
    """The birth dates of everybody in each family that has a case; who is a child is asked on a day."""
    here = within(place, "family__file__place__path")
    rows = FamilyMember.objects.filter(here, family__cases__isnull=False, person__date_of_birth__isnull=False)
    born: dict[UUID, list[date]] = defaultdict(list)
    held = rows.values_list("family_id", "person_id", "person__date_of_birth").distinct()
    for family, _, day in opened_beside(held, BORN, row=1, value=2):
        if day is not None:
            born[family].append(day)
    return born


def _supported_homes() -> set[int]:
    """The households of which somebody is, or was, in a family whose support was started."""
    started = Q(allocated_at__isnull=False) | ~Q(support_reference="") | Q(closed_at__isnull=False)
    families = Case.objects.filter(started).values("family_id")
    known_as = Family.objects.filter(pk__in=families).values_list("household_id", flat=True)
    lived_in = FamilyMember.objects.filter(family__in=families).values_list("person__household_id", flat=True)
    return {home for home in (*known_as, *lived_in) if home is not None}


def _needy_homes(root: str, held: prices.Catalogue, fewest_needs: int) -> set[int]:
    """The households of which partners told enough different needs, at any time and at any age. Table by table."""
    speaks_of = {code: {need.headline for need in needs} for code, needs in held.event_needs.items()}
    told = Occurrence.objects.filter(within(root, "supplier__place__path"), code__in=list(speaks_of))
    pairs = told.values_list("subject_id", "code").distinct().order_by().iterator(chunk_size=CHUNK)
    shown: dict[int, set[str]] = defaultdict(set)
    while batch := list(islice(pairs, CHUNK)):
        living = Person.objects.filter(pk__in={subject for subject, _ in batch}, household__isnull=False)
        homes = dict(living.values_list("pk", "household_id"))
        for subject, code in batch:
            if subject in homes:
                shown[homes[subject]] |= speaks_of[code]
    return {home for home, headlines in shown.items() if len(headlines) >= fewest_needs}


def _others(homes: Sequence[int], catalogue: ShownCatalogue, held: prices.Catalogue) -> Iterator[FamilyHistory]:
    """Table by table, each by its own keys: no plan of the database's can be a bad one, whatever it knows of sizes."""
    stream = iter(homes)
    while batch := list(islice(stream, BATCH)):
        people = _people(batch)
        happened = _events(people)
        lines = _lines([int(event.reference) for events in happened.values() for event in events], catalogue)
        for home in batch:
            if home not in happened:
                continue
            events = one_event_an_incident(happened[home])
            yield FamilyHistory(
                key=home,
                lines=[line for event in events for line in lines.get(event.reference, ())],
                needs=tuple(needs_shown(events, held)),
                happened=[event.first_day for event in events],
                children_born=[born for at, born in people.values() if at == home and born is not None],
            )


def _people(homes: Collection[int]) -> dict[UUID, tuple[int, date | None]]:
    """Who lives in these households: which, and when they were born."""
    rows = opened(Person.objects.filter(household__in=homes), "pk", "household_id", "date_of_birth")
    return {person: (home, born) for person, home, born in rows if home is not None}


def _events(people: Mapping[UUID, tuple[int, date | None]]) -> dict[int, list[Event]]:
    """What happened to each household's people, as its family's events, with the occurrence as their reference."""
    rows = Occurrence.objects.filter(subject_id__in=list(people)).values_list(
        "pk", "subject_id", "supplier_id", "code", "starts_on", "ends_on", "incident"
    )
    found: dict[int, list[Event]] = defaultdict(list)
    for pk, subject, supplier, code, starts_on, ends_on, incident in rows.order_by("pk"):
        home, born = people[subject]
        found[home].append(
            Event(
                code=code,
                person=str(subject),
                first_day=starts_on,
                end_day=ends_on,
                birth_date=born,
                incident=f"{supplier}:{incident}" if incident else "",
                reference=f"{pk:020}",
            )
        )
    return found


def _lines(occurrences: Collection[int], catalogue: ShownCatalogue) -> dict[str, list[CostSpread]]:
    """What each of these occurrences cost, by the reference that its event has."""
    rows = LedgerLine.objects.filter(catalogue=catalogue.key, occurrence_id__in=occurrences).order_by("pk")
    lines: dict[str, list[CostSpread]] = defaultdict(list)
    columns = ("occurrence_id", "bearer", "gbp", "per_days", "starts_on", "ends_on")
    for occurrence, bearer, gbp, per_days, starts_on, ends_on in rows.values_list(*columns):
        lines[f"{occurrence:020}"].append(CostSpread(bearer, gbp, per_days, starts_on, ends_on or starts_on + ONE_DAY))
    return lines
