"""The business case: costs, benefits and what they are worth now. Source: costing.md section 5.

`case_reading` makes a Case out of JSON and refuses a wrong one; here every figure is taken as it stands, in Decimal,
and nothing is rounded.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from outcomes.costing.discounting import DiscountSchedule, Timing
from outcomes.costing.money import NOUGHT, ONE, CannotCost, Deflators


class DeadweightIs(StrEnum):
    """Whether deadweight is a share of the impact, or a rate of its own taken from the impact."""

    SHARE = "share"
    RATE = "rate"


class Kind(StrEnum):
    FISCAL = "fiscal"
    ECONOMIC = "economic"
    SOCIAL = "social"


@dataclass(frozen=True)
class Outcome:
    """One outcome of an option. Shares are from 0 to 1; `phase` has one share a year; `unit_value` is pounds a case.

    `price_year` None: the unit value is already at base-year prices.
    """

    name: str
    population: Decimal
    affected: Decimal
    engaged: Decimal
    impact: Decimal
    deadweight: Decimal
    deadweight_is: DeadweightIs
    unit_value: Decimal
    price_year: str | None
    phase: tuple[Decimal, ...]
    kind: Kind
    bearer: str
    attributed_elsewhere: Decimal = NOUGHT
    optimism_bias: Decimal = NOUGHT
    cashable: Decimal = NOUGHT


@dataclass(frozen=True)
class Case:
    """One option: what it costs in each year, and its outcomes. Business as usual is an option too."""

    years: int
    timing: Timing
    discount: DiscountSchedule
    base_year: str
    costs: tuple[Decimal, ...]
    outcomes: tuple[Outcome, ...]
    cost_optimism_bias: Decimal = NOUGHT


@dataclass(frozen=True)
class YearFlow:
    """Undiscounted pounds of one year at base-year prices; `benefit` is of every kind together."""

    year: int
    cost: Decimal
    benefit: Decimal
    fiscal_benefit: Decimal
    discount_factor: Decimal


@dataclass(frozen=True)
class Appraisal:
    """The result. A ratio is None where nothing is spent, which only a comparison with business as usual can say.

    `cashable` is undiscounted fiscal benefit × cashable share by bearer; `pv_cashable` the same, discounted.
    `payback_year` is None when the case never pays back within its years.
    """

    pv_cost: Decimal
    pv_fiscal: Decimal
    pv_public: Decimal
    net_present_value: Decimal
    net_present_budget_impact: Decimal
    financial_return: Decimal | None
    benefit_cost_ratio: Decimal | None
    payback_year: int | None
    cashable: Mapping[str, Decimal]
    pv_cashable: Mapping[str, Decimal]
    years: tuple[YearFlow, ...]


def cases_each_year(outcome: Outcome) -> tuple[Decimal, ...]:
    """People or events changed by the option in each year, net of deadweight."""
    if outcome.deadweight_is is DeadweightIs.RATE:
        net = outcome.impact - outcome.deadweight
    else:
        net = outcome.impact * (ONE - outcome.deadweight)
    reached = outcome.population * outcome.affected * outcome.engaged
    return tuple(reached * net * phase for phase in outcome.phase)


def benefit_each_year(outcome: Outcome, deflators: Deflators, base_year: str) -> tuple[Decimal, ...]:
    """Pounds of the base year in each year, undiscounted, after what others caused and optimism bias are taken off."""
    value = outcome.unit_value
    if outcome.price_year is not None:
        value = deflators.uprate(value, outcome.price_year, base_year)
    ours = (ONE - outcome.attributed_elsewhere) * (ONE - outcome.optimism_bias)
    return tuple(cases * value * ours for cases in cases_each_year(outcome))


def cost_each_year(case: Case) -> tuple[Decimal, ...]:
    """What the option costs in each year, optimism bias on costs added."""
    return tuple(cost * (ONE + case.cost_optimism_bias) for cost in case.costs)


def appraise(case: Case, deflators: Deflators) -> Appraisal:
    """The whole result of one option. Refuses, with CannotCost, an option that costs nothing."""
    flows = _flows(case, deflators)
    if present_value((flow.cost for flow in flows), flows) <= NOUGHT:
        raise CannotCost("The costs come to nought, so nothing can be said of the return on them.")
    return _appraisal(flows, _cashable(case, deflators))


def appraise_against(option: Case, usual: Case, deflators: Deflators) -> Appraisal:
    """What the option adds to business as usual: the difference of the two, year by year.

    Both must run over the same years, with the same timing, rates and base year. Where the option costs no more than
    usual, its ratios are None.
    """
    if (option.years, option.timing, option.discount, option.base_year) != (
        usual.years,
        usual.timing,
        usual.discount,
        usual.base_year,
    ):
        raise CannotCost("An option and business as usual must have the same years, timing, discount and base year.")
    flows = tuple(
        YearFlow(
            year=one.year,
            cost=one.cost - other.cost,
            benefit=one.benefit - other.benefit,
            fiscal_benefit=one.fiscal_benefit - other.fiscal_benefit,
            discount_factor=one.discount_factor,
        )
        for one, other in zip(_flows(option, deflators), _flows(usual, deflators), strict=True)
    )
    cashable = _cashable(option, deflators)
    for bearer, by_year in _cashable(usual, deflators).items():
        had = cashable.get(bearer, (NOUGHT,) * option.years)
        cashable[bearer] = tuple(gbp - less for gbp, less in zip(had, by_year, strict=True))
    return _appraisal(flows, cashable)


def present_value(pounds_each_year: Iterable[Decimal], flows: tuple[YearFlow, ...]) -> Decimal:
    """Σ x(t) × the year's discount factor."""
    discounted = (gbp * flow.discount_factor for gbp, flow in zip(pounds_each_year, flows, strict=True))
    return sum(discounted, NOUGHT)


def payback_year(flows: tuple[YearFlow, ...]) -> int | None:
    """The first year in which cumulative fiscal benefit reaches cumulative cost, both undiscounted.

    Years are numbered as they are discounted: from 0 at year_start, from 1 at year_end. Before anything is spent
    nothing has been paid back.
    """
    spent = gained = NOUGHT
    for flow in flows:
        spent += flow.cost
        gained += flow.fiscal_benefit
        if spent > NOUGHT and gained >= spent:
            return flow.year
    return None


def _flows(case: Case, deflators: Deflators) -> tuple[YearFlow, ...]:
    benefit = [NOUGHT] * case.years
    fiscal = [NOUGHT] * case.years
    for outcome in case.outcomes:
        for at, gbp in enumerate(benefit_each_year(outcome, deflators, case.base_year)):
            benefit[at] += gbp
            if outcome.kind is Kind.FISCAL:
                fiscal[at] += gbp
    factors = case.discount.factors(case.years, case.timing)
    return tuple(
        YearFlow(case.timing.first_year + at, cost, benefit[at], fiscal[at], factors[at])
        for at, cost in enumerate(cost_each_year(case))
    )


def _cashable(case: Case, deflators: Deflators) -> dict[str, tuple[Decimal, ...]]:
    """Cashable fiscal benefit in each year by bearer, undiscounted."""
    by_bearer: dict[str, list[Decimal]] = defaultdict(lambda: [NOUGHT] * case.years)
    for outcome in case.outcomes:
        if outcome.kind is Kind.FISCAL:
            for at, gbp in enumerate(benefit_each_year(outcome, deflators, case.base_year)):
                by_bearer[outcome.bearer][at] += gbp * outcome.cashable
    return {bearer: tuple(by_year) for bearer, by_year in sorted(by_bearer.items())}


def _appraisal(flows: tuple[YearFlow, ...], cashable: Mapping[str, tuple[Decimal, ...]]) -> Appraisal:
    pv_cost = present_value((flow.cost for flow in flows), flows)
    pv_fiscal = present_value((flow.fiscal_benefit for flow in flows), flows)
    pv_public = present_value((flow.benefit for flow in flows), flows)
    return Appraisal(
        pv_cost=pv_cost,
        pv_fiscal=pv_fiscal,
        pv_public=pv_public,
        net_present_value=pv_public - pv_cost,
        net_present_budget_impact=pv_cost - pv_fiscal,
        financial_return=pv_fiscal / pv_cost if pv_cost > NOUGHT else None,
        benefit_cost_ratio=pv_public / pv_cost if pv_cost > NOUGHT else None,
        payback_year=payback_year(flows),
        cashable={bearer: sum(by_year, NOUGHT) for bearer, by_year in cashable.items()},
        pv_cashable={bearer: present_value(by_year, flows) for bearer, by_year in cashable.items()},
        years=flows,
    )
