"""The measures behind an edition: who is counted in which cell of the fixed cube. For `publish_overview` alone.

Every family of the place is counted once, by its latest case; a family's band is the part of the place that its file
lies in, and the intensity of that case.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Sum

from agencies.models import Place
from agencies.vocabulary import AgencyKind
from agencies.within import within
from cases.models import Case, Extract, NeedRecord, Occurrence, Referral
from cases.vocabulary import CaseState, ClosingOutcome, ExtractState, NeedKind, ReferralState
from datasharing.models import FamilyFile
from datasharing.places import lies_inside
from datasharing.statistics import Tally
from outcomes.cube import ALL, PLACE, TIER, Step
from outcomes.models import LedgerLine
from outcomes.selectors.support_windows import ShownCatalogue

OF_CASE = {
    CaseState.OPENED: Step.WAITING,
    CaseState.ALLOCATED: Step.HELPED,
    CaseState.PLANNED: Step.HELPED,
    CaseState.CLOSED: Step.CLOSED,
}
CASELOAD_BANDS = (("1-5", 5), ("6-10", 10), ("11-15", 15))
LARGEST_CASELOAD = "16+"


@dataclass(frozen=True)
class Standing:
    """Where one family stands: its part of the place, its step, and its latest case."""

    place_band: str
    step: Step
    case: int | None
    intensity: str
    key_worker: int | None

    @property
    def bands(self) -> tuple[str, ...]:
        """All families, its part of the place and, with a case, its intensity."""
        return (ALL, self.place_band, *((f"{TIER}{self.intensity}",) if self.case else ()))


def standings(place: Place) -> dict[UUID, Standing]:
    """Every family of the place that was referred or has a case."""
    parts = list(place.parts.values_list("path", flat=True))
    files = FamilyFile.objects.filter(within(place.path, "place__path")).values_list("pk", "place__path")
    here = within(place.path, "file__place__path")
    referred = dict(
        Referral.objects.filter(here).order_by("received_at", "pk").values_list("file_id", "state").iterator()
    )
    cases = Case.objects.filter(within(place.path, "family__file__place__path")).exclude(outcome=ClosingOutcome.MERGED)
    latest = {
        family: (case, state, intensity, key_worker)
        for family, case, state, intensity, key_worker in cases.order_by("opened_at", "pk")
        .values_list("family_id", "pk", "state", "intensity", "key_worker_id")
        .iterator()
    }
    found: dict[UUID, Standing] = {}
    for file, path in files.iterator():
        case, state, intensity, key_worker = latest.get(file, (None, "", "", None))
        if case is None and file not in referred:
            continue
        undecided = case is None and referred[file] != ReferralState.TRIAGED
        step = OF_CASE[CaseState(state)] if case else Step.REFERRED if undecided else Step.NO_CASE
        band = next((part for part in parts if lies_inside(path, part)), place.path)
        found[file] = Standing(f"{PLACE}{band}", step, case, intensity, key_worker)
    return found


def place_bands(families: Iterable[Standing]) -> tuple[str, ...]:
    """The parts of the place that hold any family; none where there is only one."""
    bands = sorted({family.place_band for family in families})
    return tuple(bands) if len(bands) > 1 else ()


def steps(families: Iterable[Standing]) -> dict[tuple[str, str, str], Tally]:
    """Band × step; and band × intensity × step for families with a case, under the intensity as the row."""
    tallies: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
    for family in families:
        for band in (ALL, family.place_band):
            tallies[band, family.step, "families"].add()
            if family.case:
                tallies[band, family.intensity, family.step].add()
    return tallies


def needs(place: Place, families: Mapping[UUID, Standing]) -> dict[tuple[str, str, str], Tally]:
    """Band × need × families whose latest case has it on record."""
    tallies: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
    rows = NeedRecord.objects.filter(within(place.path, "case__family__file__place__path"), kind=NeedKind.NEED)
    pairs = rows.values_list("case__family_id", "case_id", "need").distinct()
    for family, case, need in pairs.iterator():
        standing = families.get(family)
        if standing and standing.case == case:
            for band in standing.bands:
                tallies[band, need, "families"].add()
    return tallies


def caseloads(families: Mapping[UUID, Standing]) -> dict[tuple[str, str, str], Tally]:
    """Band × size of the key worker's caseload × families that have one."""
    held = [standing for standing in families.values() if standing.step is Step.HELPED]
    each = Counter(standing.key_worker for standing in held)
    tallies: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
    for standing in held:
        number = each[standing.key_worker]
        row = next((row for row, most in CASELOAD_BANDS if number <= most), LARGEST_CASELOAD)
        for band in (ALL, standing.place_band):
            tallies[band, row, "families"].add()
    return tallies


def happenings(place: Place, catalogue: ShownCatalogue) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """What partners told of, by kind of supplier and whether it is costed: how often, and of how many people."""
    root = place.path.split("/")[0]
    mine = {"occurrence": OuterRef("pk"), "catalogue_id": catalogue.key}
    rows = (
        Occurrence.objects.filter(within(root, "supplier__place__path"))
        .annotate(costed=Exists(LedgerLine.objects.filter(**mine)))
        .values_list("supplier__kind", "costed")
        .annotate(number=Count("pk"), people=Count("subject", distinct=True))
        .order_by()
    )
    numbers: Counter[tuple[str, str]] = Counter()
    people: Counter[tuple[str, str]] = Counter()
    for kind, costed, number, persons in rows:
        key = (str(AgencyKind(kind)), "costed" if costed else "not_costed")
        numbers[key] += number
        people[key] += persons
    return numbers, people


def rows_of_files(place: Place) -> dict[tuple[str, str], int]:
    """How many rows of each supplier's files were taken in and set aside, in the area that the place lies in."""
    root = place.path.split("/")[0]
    files = Extract.objects.filter(within(root, "supplier__place__path"), state=ExtractState.POSTED)
    sums = files.values_list("supplier__name").annotate(Sum("rows_in"), Sum("rows_set_aside")).order_by()
    return {
        (name[:60], column): number
        for name, *numbers in sums
        for column, number in zip(("rows_in", "set_aside"), numbers, strict=True)
    }
