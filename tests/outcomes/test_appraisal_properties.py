"""What must hold of every business case: straight lines, discounting, and nothing rounded on the way."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.catalogues import shipped_catalogue
from outcomes.costing.appraisal import Appraisal, Case, DeadweightIs, Kind, Outcome, appraise
from outcomes.costing.discounting import Timing, flat_rate
from outcomes.settings_tables import discount_schedules

DEFLATORS = shipped_catalogue().deflators
GREEN_BOOK = discount_schedules()["green_book"]
CLOSE = Decimal("1e-18")

shares = st.decimals(0, 1, places=4)
values = st.decimals(1, 100_000, places=2)
rates = st.decimals(0, Decimal("0.2"), places=3)


@st.composite
def outcomes(draw: st.DrawFn, years: int) -> Outcome:
    return Outcome(
        name="gain",
        population=draw(st.decimals(0, 10_000, places=0)),
        affected=draw(shares),
        engaged=draw(shares),
        impact=draw(shares),
        deadweight=draw(shares),
        deadweight_is=draw(st.sampled_from(DeadweightIs)),
        unit_value=draw(values),
        price_year=draw(st.sampled_from([None, *DEFLATORS.index])),
        phase=tuple(draw(st.lists(shares, min_size=years, max_size=years))),
        kind=draw(st.sampled_from(Kind)),
        bearer=draw(st.sampled_from(["police", "health", "council"])),
        attributed_elsewhere=draw(shares),
        optimism_bias=draw(shares),
        cashable=draw(shares),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    years = draw(st.integers(1, 12))
    return Case(
        years=years,
        timing=draw(st.sampled_from(Timing)),
        discount=draw(st.one_of(st.just(GREEN_BOOK), rates.map(flat_rate))),
        base_year="2024-25",
        costs=tuple(draw(st.lists(values, min_size=years, max_size=years))),
        outcomes=tuple(draw(st.lists(outcomes(years), max_size=3))),
    )


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= CLOSE * max(Decimal(1), abs(one), abs(other))


def _worth(case: Case) -> Appraisal:
    return appraise(case, DEFLATORS)


@settings(deadline=None)
@given(cases(), st.decimals("0.01", 100, places=2))
def test_benefits_are_a_straight_line_in_the_population(case: Case, times: Decimal) -> None:
    grown = replace(case, outcomes=tuple(replace(o, population=o.population * times) for o in case.outcomes))
    assert _near(_worth(grown).pv_public, _worth(case).pv_public * times)


@settings(deadline=None)
@given(cases(), st.decimals("0.01", 100, places=2))
def test_every_pound_of_cost_counts_alike(case: Case, times: Decimal) -> None:
    dearer = replace(case, costs=tuple(cost * times for cost in case.costs))
    assert _near(_worth(dearer).pv_cost, _worth(case).pv_cost * times)


@settings(deadline=None)
@given(cases())
def test_the_outcomes_of_a_case_are_worth_the_sum_of_each_alone(case: Case) -> None:
    alone = sum((_worth(replace(case, outcomes=(outcome,))).pv_public for outcome in case.outcomes), Decimal(0))
    assert _near(_worth(case).pv_public, alone)


@settings(deadline=None)
@given(rates, rates, st.integers(1, 75), st.sampled_from(Timing))
def test_the_higher_the_rate_and_the_later_the_year_the_less_a_pound_is_worth(
    one: Decimal, other: Decimal, years: int, timing: Timing
) -> None:
    low = flat_rate(min(one, other)).factors(years, timing)
    high = flat_rate(max(one, other)).factors(years, timing)
    assert all(above >= below for above, below in zip(low, high, strict=True))
    assert all(0 < later <= earlier <= 1 for earlier, later in pairwise(high))
    green = GREEN_BOOK.factors(years, timing)
    assert all(later < earlier for earlier, later in pairwise(green))


@settings(deadline=None)
@given(cases())
def test_what_others_did_and_optimism_only_ever_take_away(case: Case) -> None:
    positive = tuple(replace(o, deadweight_is=DeadweightIs.SHARE) for o in case.outcomes)
    hopeful = tuple(replace(o, attributed_elsewhere=Decimal(0), optimism_bias=Decimal(0)) for o in positive)
    assert _worth(replace(case, outcomes=positive)).pv_public <= _worth(replace(case, outcomes=hopeful)).pv_public


@settings(deadline=None)
@given(cases())
def test_nothing_is_rounded_on_the_way(case: Case) -> None:
    """The same sums in fractions, which never round, come out alike to eighteen figures."""
    benefit, fiscal, cost = Fraction(0), Fraction(0), Fraction(0)
    for at in range(case.years):
        factor = Fraction(1)
        for year in range(1, at + case.timing.first_year + 1):
            factor /= 1 + Fraction(case.discount.rate(year))
        cost += Fraction(case.costs[at]) * factor
        for o in case.outcomes:
            net = (
                Fraction(o.impact) - Fraction(o.deadweight)
                if o.deadweight_is is DeadweightIs.RATE
                else Fraction(o.impact) * (1 - Fraction(o.deadweight))
            )
            price = Fraction(o.unit_value)
            if o.price_year:
                price *= Fraction(DEFLATORS.index["2024-25"]) / Fraction(DEFLATORS.index[o.price_year])
            people = Fraction(o.population) * Fraction(o.affected) * Fraction(o.engaged)
            ours = (1 - Fraction(o.attributed_elsewhere)) * (1 - Fraction(o.optimism_bias))
            gain = people * net * Fraction(o.phase[at]) * price * ours * factor
            benefit += gain
            fiscal += gain if o.kind is Kind.FISCAL else 0
    result = _worth(case)
    for mine, exact in ((result.pv_public, benefit), (result.pv_fiscal, fiscal), (result.pv_cost, cost)):
        assert abs(Fraction(mine) - exact) <= Fraction(CLOSE) * max(1, abs(exact))
    assert result.net_present_value == result.pv_public - result.pv_cost
    assert result.net_present_budget_impact == result.pv_cost - result.pv_fiscal
