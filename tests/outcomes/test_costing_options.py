"""Options of a business case against business as usual, itself an option: costing.md section 5."""

from dataclasses import replace
from decimal import Decimal

import pytest

from outcomes.catalogues import shipped_catalogue
from outcomes.costing.appraisal import Case, DeadweightIs, Kind, Outcome, appraise, appraise_against
from outcomes.costing.discounting import Timing
from outcomes.costing.money import CannotCost
from outcomes.costing.options import compare_options
from outcomes.settings_tables import discount_schedules

D = Decimal
DEFLATORS = shipped_catalogue().deflators
GAIN = Outcome(
    name="Fewer arrests",
    population=D(100),
    affected=D(1),
    engaged=D(1),
    impact=D("0.5"),
    deadweight=D("0.2"),
    deadweight_is=DeadweightIs.SHARE,
    unit_value=D(100),
    price_year=None,
    phase=(D(1), D("0.5")),
    kind=Kind.FISCAL,
    bearer="police",
    cashable=D("0.25"),
)
USUAL = Case(2, Timing.YEAR_START, discount_schedules()["green_book"], "2024-25", (D(1000), D(1000)), ())
TEAM = replace(USUAL, costs=(D(3000), D(1000)), outcomes=(GAIN,))
WIDE = replace(USUAL, costs=(D(9000), D(9000)), outcomes=(GAIN, replace(GAIN, bearer="health", kind=Kind.FISCAL)))
NONE = replace(USUAL, costs=(D(0), D(0)))
OPTIONS = {"wide": WIDE, "usual": USUAL, "team": TEAM, "stop": NONE}


def test_business_as_usual_stands_first_and_adds_nothing_to_itself() -> None:
    compared = compare_options(OPTIONS, "usual", DEFLATORS)
    assert [option.name for option in compared.options] == ["usual", "team", "stop", "wide"]
    usual = compared.options[0].against_usual
    assert (usual.pv_cost, usual.net_present_value, usual.benefit_cost_ratio) == (D(0), D(0), None)
    assert compared.best.name == "team"


def test_each_option_is_what_it_is_alone_and_what_it_adds() -> None:
    rows = {option.name: option for option in compare_options(OPTIONS, "usual", DEFLATORS).options}
    assert rows["team"].alone == appraise(TEAM, DEFLATORS)
    assert rows["team"].against_usual == appraise_against(TEAM, USUAL, DEFLATORS)
    assert rows["stop"].alone.financial_return is None
    assert rows["stop"].against_usual.net_present_value == 1000 + 1000 / D("1.035")


def test_who_gains_what_in_which_year_is_said_and_how_much_of_it_is_cash() -> None:
    rows = {option.name: option for option in compare_options(OPTIONS, "usual", DEFLATORS).options}
    assert [(row.bearer, row.fiscal, row.cashable) for row in rows["wide"].bearers] == [
        ("health", (D(4000), D(2000)), (D(1000), D(500))),
        ("police", (D(4000), D(2000)), (D(1000), D(500))),
    ]
    assert rows["usual"].bearers == ()
    for option in rows.values():
        gained = [sum(row.fiscal[at] for row in option.bearers) for at in range(2)]
        assert gained == [flow.fiscal_benefit for flow in option.alone.years]


def test_what_is_worth_to_the_public_alone_is_nobodys_gain() -> None:
    social = replace(TEAM, outcomes=(replace(GAIN, kind=Kind.SOCIAL),))
    rows = compare_options({"usual": USUAL, "social": social}, "usual", DEFLATORS).options
    assert rows[1].bearers == ()
    assert rows[1].against_usual.pv_public > 0


def test_where_nothing_is_better_business_as_usual_is_best() -> None:
    assert compare_options({"usual": USUAL, "wide": WIDE}, "usual", DEFLATORS).best.is_usual


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"team": TEAM, "wide": WIDE}, "usual is not among the options"),
        ({"usual": USUAL}, "nothing to compare"),
        ({"usual": USUAL, "team": replace(TEAM, base_year="2023-24")}, "same years, timing, discount and base year"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(options: dict[str, Case], words: str) -> None:
    with pytest.raises(CannotCost, match=words):
        compare_options(options, "usual", DEFLATORS)
