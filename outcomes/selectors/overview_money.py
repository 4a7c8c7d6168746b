"""The pounds behind an edition: what families cost, what support cost, what it saved. For `publish_overview` alone.

Every sum is to the penny before anything is rounded, so that parts add up to their totals exactly.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from datasharing.statistics import TOTAL, Tally
from outcomes.costing.effect import Effect, Estimate, estimate_effect
from outcomes.costing.effect_histories import SupportedHistory
from outcomes.costing.money import NOUGHT, pounds
from outcomes.costing.windows import WindowName
from outcomes.cube import ALL, BEARERS
from outcomes.models import SupportCost
from outcomes.rollups import ONE_DAY, QUARTERS_A_YEAR, Rollup, bearer_of, by_bearer, quarters_before
from outcomes.selectors.effect import PlaceHistories
from outcomes.selectors.overview_measures import Standing
from outcomes.selectors.partner_money import contributions
from outcomes.selectors.rollups import rollups
from outcomes.selectors.support_windows import ShownCatalogue
from outcomes.settings_tables import cashable_shares
from outcomes.sustained import Break

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


def costs(
    families: Mapping[UUID, Standing], catalogue: ShownCatalogue, last_day: date, stood: Collection[UUID]
) -> CostTallies:
    """What every family with a case cost in each window that can be compared and each quarter; what support cost.

    The year after is counted of the families that the estimates stand on (`stood`), of nobody else.
    """
    tallies = CostTallies(quarters_before(last_day))
    after = set(stood)
    keys = [standing.case for standing in families.values() if standing.case]
    for family, rollup in rollups(keys, catalogue):
        _add_windows(tallies, family, families[family].bands, rollup, among_after=family in after)
        _add_quarters(tallies, rollup)
        tallies.breaks[family] = list(rollup.breaks)
    paid = SupportCost.objects.filter(case__in=keys, catalogue_id=catalogue.key).values_list("case__family_id")
    for family, gbp in paid.annotate(gbp=Sum("gbp")).order_by():
        tallies.paid[family] = pounds(gbp)
        for band in families[family].bands:
            tallies.support[band, "support", "gbp"].add(pounds(gbp))
    return tallies


def _add_windows(
    tallies: CostTallies, family: UUID, bands: Collection[str], rollup: Rollup, *, among_after: bool
) -> None:
    for name, borne in rollup.windows.items():
        if name == WindowName.AFTER and not among_after:
            continue
        whole = sum(borne.values(), NOUGHT)
        tallies.a_year[name][family] = whole
        for band in bands:
            tallies.supported[band, name, "families"].add()
            for bearer, gbp in borne.items():
                tallies.cost[band, bearer, name].add(gbp)
            if whole:
                tallies.cost[band, TOTAL, name].add(whole)


def _add_quarters(tallies: CostTallies, rollup: Rollup) -> None:
    """One family's cost in each quarter and each year that four of them make up."""
    of_quarter = {day: {**borne, TOTAL: sum(borne.values(), NOUGHT)} for day, borne in rollup.quarters.items()}
    for day, borne in of_quarter.items():
        for bearer, gbp in borne.items():
            tallies.single[day, bearer].add(gbp)
    for year, its_quarters in tallies.years.items():
        for bearer in (*BEARERS, TOTAL):
            if gbp := sum((of_quarter.get(day, {}).get(bearer, NOUGHT) for day in its_quarters), NOUGHT):
                tallies.trend[ALL, year, bearer].add(gbp)


def put_in(place: str, last_day: date) -> dict[tuple[str, str], Decimal]:
    """What each partner put in for the place's families to the end of a day, by partner and kind, to the penny: priced
    weeks of support, what the family fund bought, and shares of what budgets paid for all."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (partner, kind), amounts in contributions(place, date.min, last_day + ONE_DAY).items():
        sums[bearer_of(partner), str(kind)] += sum(amounts.values(), NOUGHT)
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
        gained[bearer_of(bearer)] += pounds(Decimal(difference.mean) * number * shares[bearer_of(bearer)])
    for bearer, gbp in gained.items():
        behind = moved[bearer]
        tallies.gains[ALL, bearer, "gbp"] = Tally(behind.families, gbp, behind.weight, behind.largest)


def _moved(stood: Sequence[SupportedHistory]) -> dict[str, Tally]:
    """By partner, the families whose cost to it changed, and by how much: whom a gain would tell of."""
    moved: dict[str, Tally] = defaultdict(Tally)
    for one in stood:
        before = by_bearer(one.before_a_year.items())
        after = by_bearer(one.after_a_year.items())
        for bearer in before.keys() | after.keys():
            if change := before.get(bearer, NOUGHT) - after.get(bearer, NOUGHT):
                moved[bearer].add(change)
    return moved
