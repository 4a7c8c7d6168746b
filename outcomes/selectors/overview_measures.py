"""The measures behind an edition: who is counted in which cell of the fixed cube. For `publish_overview` alone.

Every family of the place is counted once, by its latest case; a family's band is the part of the place that its file
lies in, and the intensity of that case.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum

from agencies.models import Place
from agencies.vocabulary import AgencyKind
from cases.models import Case, NeedRecord, Occurrence, Referral
from cases.vocabulary import CaseState, NeedKind, ReferralState
from datasharing.models import FamilyFile
from datasharing.places import lies_inside
from datasharing.statistics import TOTAL
from outcomes.costing.money import NOUGHT, pounds
from outcomes.costing.statement import Borne
from outcomes.costing.windows import Window
from outcomes.cube import ALL, PLACE, TIER, Step, Tally
from outcomes.models import LedgerLine, SupportCost
from outcomes.selectors.support_windows import ShownCatalogue
from outcomes.selectors.supported_costs import supported_costs

OF_CASE = {
    CaseState.OPENED: Step.WAITING,
    CaseState.ALLOCATED: Step.HELPED,
    CaseState.PLANNED: Step.HELPED,
    CaseState.CLOSED: Step.CLOSED,
}


@dataclass(frozen=True)
class Standing:
    """Where one family stands: its part of the place, its step, and its latest case."""

    place_band: str
    step: Step
    case: int | None
    intensity: str

    @property
    def bands(self) -> tuple[str, ...]:
        """All families, its part of the place and, with a case, its intensity."""
        return (ALL, self.place_band, *((f"{TIER}{self.intensity}",) if self.case else ()))


def standings(place: Place) -> dict[UUID, Standing]:
    """Every family of the place that was referred or has a case."""
    parts = list(place.parts.values_list("path", flat=True))
    files = FamilyFile.objects.filter(_within(place.path, "place__path")).values_list("pk", "place__path")
    here = _within(place.path, "file__place__path")
    referred = dict(
        Referral.objects.filter(here).order_by("received_at", "pk").values_list("file_id", "state").iterator()
    )
    latest = {
        family: (case, state, intensity)
        for family, case, state, intensity in Case.objects.filter(_within(place.path, "family__file__place__path"))
        .order_by("opened_at", "pk")
        .values_list("family_id", "pk", "state", "intensity")
        .iterator()
    }
    found: dict[UUID, Standing] = {}
    for file, path in files.iterator():
        case, state, intensity = latest.get(file, (None, "", ""))
        if case is None and file not in referred:
            continue
        undecided = case is None and referred[file] != ReferralState.TRIAGED
        step = OF_CASE[CaseState(state)] if case else Step.REFERRED if undecided else Step.NO_CASE
        band = next((part for part in parts if lies_inside(path, part)), place.path)
        found[file] = Standing(f"{PLACE}{band}", step, case, intensity)
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
    rows = NeedRecord.objects.filter(_within(place.path, "case__family__file__place__path"), kind=NeedKind.NEED)
    pairs = rows.values_list("case__family_id", "case_id", "need").distinct()
    for family, case, need in pairs.iterator():
        standing = families.get(family)
        if standing and standing.case == case:
            for band in standing.bands:
                tallies[band, need, "families"].add()
    return tallies


@dataclass(frozen=True)
class CostTallies:
    """Cost a year by band × bearer × window; families compared by band × window; cost of support by band."""

    cost: dict[tuple[str, str, str], Tally]
    supported: dict[tuple[str, str, str], Tally]
    support: dict[tuple[str, str, str], Tally]


def costs(families: Mapping[UUID, Standing], catalogue: ShownCatalogue) -> CostTallies:
    """What every family with a case cost in each window that can be compared, and what its support cost."""
    tallies = CostTallies(defaultdict(Tally), defaultdict(Tally), defaultdict(Tally))
    keys = [standing.case for standing in families.values() if standing.case]
    for costed in supported_costs(Case.objects.filter(pk__in=keys), catalogue):
        if costed.case.started_on:
            _add(tallies, families[costed.case.family].bands, costed.rows, costed.windows)
    paid = SupportCost.objects.filter(case__in=keys, catalogue_id=catalogue.key).values_list("case__family_id")
    for family, gbp in paid.annotate(gbp=Sum("gbp")).order_by():
        for band in families[family].bands:
            tallies.support[band, "support", "gbp"].add(pounds(gbp))
    return tallies


def _add(tallies: CostTallies, bands: Iterable[str], rows: Sequence[Borne], windows: Sequence[Window]) -> None:
    """Count one family in every window of it that can be compared; to the penny, so that sums agree exactly."""
    for place, window in enumerate(windows):
        if not window.compared:
            continue
        borne = {row.bearer: pounds(gbp) for row in rows if (gbp := row.a_year[place])}
        whole = sum(borne.values(), NOUGHT)
        for band in bands:
            tallies.supported[band, str(window.name), "families"].add()
            for bearer, gbp in borne.items():
                tallies.cost[band, bearer, str(window.name)].add(gbp)
            if whole:
                tallies.cost[band, TOTAL, str(window.name)].add(whole)


def happenings(place: Place, catalogue: ShownCatalogue) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """What partners told of, by kind of supplier and whether it is costed: how often, and of how many people."""
    root = place.path.split("/")[0]
    mine = {"occurrence": OuterRef("pk"), "catalogue_id": catalogue.key}
    rows = (
        Occurrence.objects.filter(_within(root, "supplier__place__path"))
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


def _within(path: str, field: str) -> Q:
    return Q(**{field: path}) | Q(**{f"{field}__startswith": f"{path}/"})
