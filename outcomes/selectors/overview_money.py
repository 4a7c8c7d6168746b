"""The pounds behind an edition: what families cost, what support cost, what it saved. For `publish_overview` alone.

Every sum is to the penny before anything is rounded, so that parts add up to their totals exactly.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from django.db.models import Sum

from cases.models import Case
from datasharing.statistics import TOTAL, Tally
from outcomes.catalogues import shipped_catalogue
from outcomes.costing.effect import Effect, Estimate, estimate_effect
from outcomes.costing.effect_histories import SupportedHistory
from outcomes.costing.money import NOUGHT, pounds
from outcomes.costing.statement import Borne
from outcomes.costing.windows import Window, WindowName
from outcomes.cube import ALL, BEARERS, OTHER_BEARER
from outcomes.models import SupportCost
from outcomes.selectors.claim_facts import spoken_for
from outcomes.selectors.effect import PlaceHistories
from outcomes.selectors.family_ledgers import LedgerEntry
from outcomes.selectors.overview_measures import Standing
from outcomes.selectors.support_windows import ShownCatalogue
from outcomes.selectors.supported_costs import supported_costs
from outcomes.settings_tables import cashable_shares
from outcomes.sustained import Break

YEARS_SHOWN = 6
QUARTERS_A_YEAR = 4
ONE_DAY = timedelta(days=1)

Tallies = dict[tuple[str, str, str], Tally]
"""By band, row and column."""


@dataclass
class CostTallies:
    """Cost a year by band × bearer × window; families compared by band × window; pounds of support by band; cost by
    year and by quarter × bearer; and by window, each family's whole cost; by family, what speaks for its needs, and
    what its support cost."""

    quarters: Sequence[date]
    cost: Tallies = field(default_factory=lambda: defaultdict(Tally))
    supported: Tallies = field(default_factory=lambda: defaultdict(Tally))
    support: Tallies = field(default_factory=lambda: defaultdict(Tally))
    trend: Tallies = field(default_factory=lambda: defaultdict(Tally))
    single: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    a_year: dict[str, dict[UUID, Decimal]] = field(default_factory=lambda: defaultdict(dict))
    breaks: dict[UUID, list[tuple[str, Break]]] = field(default_factory=dict)
    paid: dict[UUID, Decimal] = field(default_factory=dict)

    @property
    def years(self) -> dict[str, list[str]]:
        """The last day of each year shown, and the last days of its quarters."""
        ends = [(day - ONE_DAY).isoformat() for day in self.quarters[1:]]
        return {ends[at]: ends[at - 3 : at + 1] for at in range(QUARTERS_A_YEAR - 1, len(ends))}


def quarters_before(last_day: date, *, years: int = YEARS_SHOWN) -> list[date]:
    """The first days of as many quarters as `years` overlapping years take, and the day after the last of them.

    Quarters begin in January, April, July and October; the last is the last that ended by `last_day`.
    """
    after = last_day + ONE_DAY
    end = date(after.year, (after.month - 1) // 3 * 3 + 1, 1)
    days = [end]
    for _ in range(years + QUARTERS_A_YEAR - 1):
        first = days[-1]
        days.append(date(first.year - (first.month == 1), (first.month - 4) % 12 + 1, 1))
    return days[::-1]


def costs(
    families: Mapping[UUID, Standing], catalogue: ShownCatalogue, last_day: date, stood: Collection[UUID]
) -> CostTallies:
    """What every family with a case cost in each window that can be compared and each quarter; what support cost.

    The year after is counted of the families that the estimates stand on (`stood`), of nobody else.
    """
    tallies = CostTallies(quarters_before(last_day))
    after, held = set(stood), shipped_catalogue(catalogue.version)
    keys = [standing.case for standing in families.values() if standing.case]
    for costed in supported_costs(Case.objects.filter(pk__in=keys), catalogue):
        if costed.case.started_on:
            family = costed.case.family
            windows = [w for w in costed.windows if w.name is not WindowName.AFTER or family in after]
            _add_windows(tallies, family, families[family].bands, costed.rows, windows)
            _add_quarters(tallies, costed.entries)
            tallies.breaks[family] = [one for entry in costed.entries for one in spoken_for(entry, held)]
    paid = SupportCost.objects.filter(case__in=keys, catalogue_id=catalogue.key).values_list("case__family_id")
    for family, gbp in paid.annotate(gbp=Sum("gbp")).order_by():
        tallies.paid[family] = pounds(gbp)
        for band in families[family].bands:
            tallies.support[band, "support", "gbp"].add(pounds(gbp))
    return tallies


def _bearer(bearer: str) -> str:
    return bearer if bearer in BEARERS else OTHER_BEARER


def _by_bearer(amounts: Iterable[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """Pounds to the penny by the cube's bearers; who bears nothing is not among them."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for bearer, gbp in amounts:
        if gbp:
            sums[_bearer(bearer)] += pounds(gbp)
    return sums


def _add_windows(
    tallies: CostTallies, family: UUID, bands: Iterable[str], rows: Sequence[Borne], windows: Sequence[Window]
) -> None:
    for place, window in enumerate(windows):
        if not window.compared:
            continue
        name = str(window.name)
        borne = _by_bearer((row.bearer, row.a_year[place]) for row in rows)
        whole = sum(borne.values(), NOUGHT)
        tallies.a_year[name][family] = whole
        for band in bands:
            tallies.supported[band, name, "families"].add()
            for bearer, gbp in borne.items():
                tallies.cost[band, bearer, name].add(gbp)
            if whole:
                tallies.cost[band, TOTAL, name].add(whole)


def _add_quarters(tallies: CostTallies, entries: Sequence[LedgerEntry]) -> None:
    """One family's cost in each quarter and each year that four of them make up."""
    lines = [line for entry in entries for line in entry.lines]
    of_quarter: dict[str, dict[str, Decimal]] = {}
    for first, end in pairwise(tallies.quarters):
        borne = _by_bearer((line.bearer, line.between(first, end)) for line in lines)
        of_quarter[(end - ONE_DAY).isoformat()] = borne | ({TOTAL: sum(borne.values(), NOUGHT)} if borne else {})
    for day, borne in of_quarter.items():
        for bearer, gbp in borne.items():
            tallies.single[day, bearer].add(gbp)
    for year, its_quarters in tallies.years.items():
        for bearer in (*BEARERS, TOTAL):
            if gbp := sum((of_quarter[day].get(bearer, NOUGHT) for day in its_quarters), NOUGHT):
                tallies.trend[ALL, year, bearer].add(gbp)


def put_in(families: Mapping[UUID, Standing], catalogue: ShownCatalogue) -> dict[tuple[str, str], Decimal]:
    """What each partner put into the support of these families, by partner and kind, to the penny."""
    keys = [standing.case for standing in families.values() if standing.case]
    paid = SupportCost.objects.filter(case__in=keys, catalogue_id=catalogue.key)
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for bearer, kind, gbp in paid.values_list("bearer", "kind").annotate(gbp=Sum("gbp")).order_by():
        sums[_bearer(bearer), kind] += pounds(gbp)
    return sums


@dataclass(frozen=True)
class EffectTallies:
    """What the estimates come to. Families by row; pounds of all of them by row; gains by partner; and for the year
    before: what those families cost, and what the others did that can be compared then."""

    families: Tallies
    saved: Tallies
    gains: Tallies
    stood_on: Tally
    beside: Tally


def effect(found: PlaceHistories, a_year: Mapping[str, Mapping[UUID, Decimal]]) -> EffectTallies:
    """The estimates of these histories; empty where nobody's support can be compared yet."""
    before, after = a_year.get("before", {}), a_year.get("after", {})
    stood = [one for one in found.supported if one.history.key in after]
    tallies = EffectTallies(
        {}, {}, {},
        stood_on=_tally(before[family] for family in after),
        beside=_tally(gbp for family, gbp in before.items() if family not in after),
    )  # fmt: skip
    if stood:
        saved = _tally(before[family] - gbp for family, gbp in after.items())
        tallies.saved[ALL, Estimate.BEFORE_AND_AFTER, "gbp"] = saved
        worked_out = estimate_effect(stood, found.others, records=found.records, left_out=found.left_out)
        _add_compared(tallies, worked_out, stood)
    return tallies


def stood_on(found: PlaceHistories) -> set[UUID]:
    """The families that the estimates stand on."""
    return {one.history.key for one in found.supported if isinstance(one.history.key, UUID)}


def _tally(amounts: Iterable[Decimal]) -> Tally:
    tally = Tally()
    for amount in amounts:
        tally.add(amount)
    return tally


def _add_compared(tallies: EffectTallies, worked_out: Effect, stood: Sequence[SupportedHistory]) -> None:
    compared = worked_out.compared
    if compared is None:
        return
    number = compared.supported
    tallies.families[ALL, Estimate.COMPARED, "families"] = Tally(number)
    tallies.families[ALL, "like_them", "families"] = Tally(compared.others)
    ends = {
        Estimate.COMPARED.value: compared.together.mean,
        "compared_low": compared.together.low,
        "compared_high": compared.together.high,
    }
    for row, mean in ends.items():
        tallies.saved[ALL, row, "gbp"] = Tally(number, pounds(Decimal(mean) * number))
    shares = cashable_shares()
    moved = _moved(stood)
    gained: dict[str, Decimal] = defaultdict(Decimal)
    for bearer, difference in compared.by_bearer.items():
        gained[_bearer(bearer)] += pounds(Decimal(difference.mean) * number * shares[_bearer(bearer)])
    for bearer, gbp in gained.items():
        behind = moved[bearer]
        tallies.gains[ALL, bearer, "gbp"] = Tally(behind.families, gbp, behind.weight, behind.largest)


def _moved(stood: Sequence[SupportedHistory]) -> dict[str, Tally]:
    """By partner, the families whose cost to it changed, and by how much: whom a gain would tell of."""
    moved: dict[str, Tally] = defaultdict(Tally)
    for one in stood:
        before = _by_bearer(one.before_a_year.items())
        after = _by_bearer(one.after_a_year.items())
        for bearer in before.keys() | after.keys():
            if change := before.get(bearer, NOUGHT) - after.get(bearer, NOUGHT):
                moved[bearer].add(change)
    return moved
