"""Business cases, as costing.md section 5 has them. The worked rows are those of its last paragraph."""

from dataclasses import replace
from decimal import Decimal

import pytest

from outcomes.catalogues import shipped_catalogue
from outcomes.costing.appraisal import (
    Case,
    DeadweightIs,
    Kind,
    Outcome,
    appraise,
    appraise_against,
    benefit_each_year,
    cases_each_year,
)
from outcomes.costing.discounting import Timing, flat_rate
from outcomes.costing.money import CannotCost, additionality, pounds
from outcomes.costing.sensitivity import sensitivity, switching_values
from outcomes.settings_tables import discount_schedules

D = Decimal
DEFLATORS = shipped_catalogue().deflators
GREEN_BOOK = discount_schedules()["green_book"]
OUTCOME = Outcome(
    name="Fewer domestic abuse incidents",
    population=D(200),
    affected=D("0.35"),
    engaged=D("0.8"),
    impact=D("0.45"),
    deadweight=D("0.2"),
    deadweight_is=DeadweightIs.SHARE,
    unit_value=D(2470),
    price_year="2008-09",
    phase=(D(1), D(1), D("0.5")),
    kind=Kind.FISCAL,
    bearer="police",
    optimism_bias=D("0.25"),
    cashable=D("0.3"),
)
CASE = Case(3, Timing.YEAR_START, GREEN_BOOK, "2024-25", (D(60000), D(20000), D(0)), (OUTCOME,))


def _flat(years: int, value: str, **changes: object) -> Outcome:
    """An outcome worth `value` pounds a year, whoever it is for."""
    one = replace(OUTCOME, name="gain", unit_value=D(value), price_year=None, phase=(D(1),) * years, bearer="council")
    whole = dict.fromkeys(("population", "affected", "engaged", "impact"), D(1))
    nought = dict.fromkeys(("deadweight", "optimism_bias", "cashable"), D(0))
    return replace(one, **{**whole, **nought, **changes})


def test_worked_row_500_people_28_per_cent_with_support_against_15_without_are_65_people() -> None:
    outcome = _flat(1, "1", population=D(500), impact=D("0.28"), deadweight=D("0.15"), deadweight_is=DeadweightIs.RATE)
    assert cases_each_year(outcome) == (D(65),)


def test_worked_row_510_000_pounds_gross_40_per_cent_deadweight_30_per_cent_owed_to_others_are_214_200() -> None:
    outcome = _flat(1, "510000", deadweight=D("0.4"), attributed_elsewhere=D("0.3"))
    assert benefit_each_year(outcome, DEFLATORS, "2024-25") == (D(214200),)


def test_worked_row_100_pounds_a_year_at_the_end_of_years_1_to_5_are_worth_451_51() -> None:
    case = Case(5, Timing.YEAR_END, GREEN_BOOK, "2024-25", (D(1),) + (D(0),) * 4, (_flat(5, "100"),))
    result = appraise(case, DEFLATORS)
    assert pounds(result.pv_fiscal) == D("451.51")
    assert [flow.year for flow in result.years] == [1, 2, 3, 4, 5]


def test_worked_row_2470_pounds_at_2008_09_prices_are_2737_05_at_2014_15() -> None:
    assert pounds(DEFLATORS.uprate(D(2470), "2008-09", "2014-15")) == D("2737.05")


def test_worked_row_gross_1000_with_20_25_10_0_times_1_are_540_net() -> None:
    net = additionality(D(1000), deadweight=D(".20"), displacement=D(".25"), leakage=D(".10"), substitution=D(0))
    assert net == D(540)
    assert additionality(D(1000), multiplier=D("1.5")) == D(1500)
    with pytest.raises(CannotCost, match="leakage must be from 0 to 1"):
        additionality(D(1000), leakage=D("1.1"))


def test_the_case_of_the_specification_comes_out_as_reckoned_by_hand() -> None:
    # 200 × .35 × .8 × .45 × (1 − .2) = 20.16 cases; £2,470 ÷ 66.8397% = £3,695.41; × .75 = £55,874.58 a whole year.
    result = appraise(CASE, DEFLATORS)
    a_year = D("20.16") * D(247000) / D("66.8397") * D("0.75")
    first, second, third = (D(1), 1 / D("1.035"), 1 / D("1.035") ** 2)
    assert [flow.discount_factor for flow in result.years] == pytest.approx([first, second, third], rel=D("1e-25"))
    assert [flow.benefit for flow in result.years] == pytest.approx([a_year, a_year, a_year / 2], rel=D("1e-25"))
    assert pounds(result.pv_cost) == pounds(60000 + 20000 * second) == D("79323.67")
    assert pounds(result.pv_fiscal) == pounds(a_year * (first + second + third / 2)) == D("135939.43")
    assert pounds(result.net_present_value) == D("56615.76")
    assert pounds(result.net_present_budget_impact) == D("-56615.76")
    assert result.financial_return == result.benefit_cost_ratio == result.pv_fiscal / result.pv_cost
    assert pounds(result.cashable["police"]) == pounds(a_year * D("2.5") * D("0.3")) == D("41905.93")
    assert pounds(result.pv_cashable["police"]) == pounds(result.pv_fiscal * D("0.3"))
    assert result.payback_year == 1


def test_rates_are_chained_three_and_a_half_per_cent_to_year_30_and_three_from_year_31() -> None:
    factors = GREEN_BOOK.factors(76, Timing.YEAR_START)
    assert factors[0] == 1
    assert factors[30] == pytest.approx(1 / D("1.035") ** 30, rel=D("1e-20"))
    assert factors[31] == pytest.approx(1 / D("1.035") ** 30 / D("1.03"), rel=D("1e-20"))
    assert factors[75] == pytest.approx(1 / D("1.035") ** 30 / D("1.03") ** 45, rel=D("1e-20"))
    with pytest.raises(CannotCost, match="say nothing of year 76"):
        GREEN_BOOK.factors(76, Timing.YEAR_END)


def test_year_end_discounts_the_first_years_flow_by_one_year() -> None:
    start = appraise(CASE, DEFLATORS)
    end = appraise(replace(CASE, timing=Timing.YEAR_END), DEFLATORS)
    assert end.pv_fiscal == pytest.approx(start.pv_fiscal / D("1.035"), rel=D("1e-20"))
    assert end.years[0].discount_factor == 1 / D("1.035")
    assert end.payback_year == 2


def test_deadweight_as_a_rate_is_taken_from_the_impact_and_as_a_share_off_it() -> None:
    assert cases_each_year(OUTCOME)[0] == D("200") * D("0.28") * D("0.36")
    rate = replace(OUTCOME, deadweight_is=DeadweightIs.RATE)
    assert cases_each_year(rate)[0] == D("200") * D("0.28") * D("0.25")


def test_economic_and_social_benefits_count_for_the_public_and_never_for_the_budget_or_as_cash() -> None:
    social = replace(OUTCOME, kind=Kind.SOCIAL, cashable=D(1))
    economic = replace(OUTCOME, kind=Kind.ECONOMIC, cashable=D(1))
    alone = appraise(CASE, DEFLATORS)
    result = appraise(replace(CASE, outcomes=(OUTCOME, social, economic)), DEFLATORS)
    assert result.pv_fiscal == alone.pv_fiscal
    assert result.cashable == alone.cashable
    assert result.pv_public == pytest.approx(alone.pv_public * 3, rel=D("1e-20"))
    assert result.payback_year == alone.payback_year
    assert result.years[0].benefit == pytest.approx(3 * result.years[0].fiscal_benefit, rel=D("1e-20"))


def test_cashable_benefit_is_shown_by_who_bears_the_cost() -> None:
    other = replace(OUTCOME, bearer="health", cashable=D("0.1"))
    result = appraise(replace(CASE, outcomes=(OUTCOME, other, OUTCOME)), DEFLATORS)
    assert list(result.cashable) == ["health", "police"]
    assert result.cashable["police"] == pytest.approx(result.cashable["health"] * 6, rel=D("1e-20"))


def test_optimism_bias_comes_off_benefits_and_is_added_to_costs() -> None:
    result = appraise(replace(CASE, cost_optimism_bias=D("0.25")), DEFLATORS)
    assert [flow.cost for flow in result.years] == [D(75000), D(25000), D(0)]
    certain = appraise(replace(CASE, outcomes=(replace(OUTCOME, optimism_bias=D(0)),)), DEFLATORS)
    assert result.pv_fiscal == pytest.approx(certain.pv_fiscal * D("0.75"), rel=D("1e-20"))


@pytest.mark.parametrize(
    ("costs", "gain", "year"),
    [((100, 0, 0), "50", 1), ((100, 0, 0), "100", 0), ((100, 100, 100), "99.99", None), ((0, 100, 0), "50", 1)],
)
def test_payback_is_the_first_year_in_which_undiscounted_benefit_has_reached_cost(
    costs: tuple[int, ...], gain: str, year: int | None
) -> None:
    case = Case(3, Timing.YEAR_START, GREEN_BOOK, "2024-25", tuple(map(D, costs)), (_flat(3, gain),))
    assert appraise(case, DEFLATORS).payback_year == year


def test_an_option_that_costs_nothing_has_no_return() -> None:
    with pytest.raises(CannotCost, match="costs come to nought"):
        appraise(replace(CASE, costs=(D(0),) * 3), DEFLATORS)


def test_an_option_against_business_as_usual_is_the_difference_of_the_two() -> None:
    usual = replace(CASE, costs=(D(10000), D(10000), D(0)), outcomes=(replace(OUTCOME, impact=D("0.09")),))
    result = appraise_against(CASE, usual, DEFLATORS)
    alone, as_usual = appraise(CASE, DEFLATORS), appraise(usual, DEFLATORS)
    assert result.pv_cost == pytest.approx(alone.pv_cost - as_usual.pv_cost, rel=D("1e-20"))
    assert result.pv_public == pytest.approx(alone.pv_public * D("0.8"), rel=D("1e-20"))
    assert result.cashable["police"] == pytest.approx(alone.cashable["police"] * D("0.8"), rel=D("1e-20"))


def test_business_as_usual_may_cost_nothing_and_an_option_that_saves_on_it_has_no_ratio() -> None:
    nothing = replace(CASE, costs=(D(0),) * 3, outcomes=())
    assert appraise_against(CASE, nothing, DEFLATORS) == appraise(CASE, DEFLATORS)
    dearer = replace(CASE, costs=(D(90000),) * 3)
    saved = appraise_against(CASE, dearer, DEFLATORS)
    assert (saved.financial_return, saved.benefit_cost_ratio) == (None, None)
    assert saved.net_present_value > 0


def test_options_over_other_years_cannot_be_compared() -> None:
    with pytest.raises(CannotCost, match="same years, timing, discount and base year"):
        appraise_against(CASE, replace(CASE, discount=flat_rate(D("0.03"))), DEFLATORS)


def test_at_its_switching_value_an_input_brings_net_present_value_to_nought() -> None:
    rows = {row.input: row for row in switching_values(CASE, DEFLATORS)}
    assert len(rows) == 9
    costs = rows["costs"]
    assert costs.switches_at is not None and costs.possible
    again = replace(CASE, costs=tuple(cost * costs.switches_at / costs.value for cost in CASE.costs))
    assert abs(appraise(again, DEFLATORS).net_present_value) < D("1e-15")
    for name in ("impact", "deadweight", "unit_value", "population", "optimism_bias", "attributed_elsewhere"):
        row = rows[f"{OUTCOME.name}: {name.replace('_', ' ')}"]
        assert row.switches_at is not None and row.possible
        moved = replace(CASE, outcomes=(replace(OUTCOME, **{name: row.switches_at}),))
        assert abs(appraise(moved, DEFLATORS).net_present_value) < D("1e-15")


def test_a_switching_value_that_no_share_can_have_is_said_to_be_impossible() -> None:
    poor = replace(CASE, costs=(D(900000), D(0), D(0)))
    rows = {row.input: row for row in switching_values(poor, DEFLATORS)}
    assert not rows[f"{OUTCOME.name}: impact"].possible
    none = {row.input: row for row in switching_values(replace(CASE, outcomes=(_flat(3, "0"),)), DEFLATORS)}
    assert none["gain: impact"].switches_at is None


def test_sensitivity_moves_one_input_at_a_time_a_tenth_each_way() -> None:
    rows = {row.input: row for row in sensitivity(CASE, DEFLATORS)}
    now = appraise(CASE, DEFLATORS)
    costs = rows["costs"]
    assert (costs.low, costs.high) == (D(72000), D(88000))
    tenth = now.pv_cost / 10
    assert costs.net_present_value_at_low == pytest.approx(now.net_present_value + tenth, rel=D("1e-20"))
    assert costs.net_present_value_at_high == pytest.approx(now.net_present_value - tenth, rel=D("1e-20"))
    nought = rows[f"{OUTCOME.name}: attributed elsewhere"]
    assert (nought.low, nought.high) == (D(0), D("0.1"))
    rate = rows["discount rate"]
    assert (rate.low, rate.high) == (D("0.025"), D("0.045"))
    assert rate.net_present_value_at_low > now.net_present_value > rate.net_present_value_at_high


def test_a_share_is_never_tried_above_the_whole() -> None:
    rows = {row.input: row for row in sensitivity(replace(CASE, outcomes=(_flat(3, "50000"),)), DEFLATORS)}
    assert (rows["gain: impact"].low, rows["gain: impact"].high) == (D("0.9"), D(1))
