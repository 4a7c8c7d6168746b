"""`manage.py appraise CASE.json`: the agreed JSON out, and refusals in words with exit code 2."""

import copy
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from outcomes.business_cases.reading import EXAMPLE

SPECIFIED: dict[str, Any] = {
    "years": 3,
    "timing": "year_start",
    "discount": "green_book",
    "base_year": "2024-25",
    "costs": [60000, 20000, 0],
    "outcomes": [
        {
            "name": "Fewer incidents",
            "population": 200,
            "affected": 0.35,
            "engaged": 0.8,
            "impact": 0.45,
            "deadweight": 0.2,
            "deadweight_is": "share",
            "attributed_elsewhere": 0,
            "unit_value": 2470,
            "price_year": "2008-09",
            "phase": [1, 1, 0.5],
            "optimism_bias": 0.25,
            "kind": "fiscal",
            "bearer": "police",
            "cashable": 0.3,
        }
    ],
}


def _run(tmp_path: Path, text: str | bytes) -> dict[str, Any]:
    path = tmp_path / "case.json"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    out = StringIO()
    call_command("appraise", str(path), stdout=out)
    return json.loads(out.getvalue())


def test_a_case_in_toml_is_worked_out_too(tmp_path: Path) -> None:
    path, out = tmp_path / "case.toml", StringIO()
    path.write_text(EXAMPLE, encoding="utf-8")
    call_command("appraise", str(path), stdout=out)
    assert json.loads(out.getvalue())["pv_cost"] == 135987.77


def _refusal(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(CommandError) as refused:
        _run(tmp_path, text)
    assert refused.value.returncode == 2
    return str(refused.value)


def _with(**changes: object) -> dict[str, Any]:
    """The specified case with keys changed: of the case, or with `outcome_` before them of its outcome."""
    case = copy.deepcopy(SPECIFIED)
    for key, value in changes.items():
        if key.startswith("outcome_"):
            case["outcomes"][0][key.removeprefix("outcome_")] = value
        else:
            case[key] = value
    return case


def test_the_specified_case_prints_the_specified_keys(tmp_path: Path) -> None:
    sheet = _run(tmp_path, json.dumps(SPECIFIED))
    assert {key: sheet[key] for key in list(sheet)[:11]} == {
        "pv_cost": 79323.67,
        "pv_fiscal": 135939.43,
        "pv_public": 135939.43,
        "net_present_value": 56615.76,
        "net_present_budget_impact": -56615.76,
        "financial_return": 1.713731,
        "benefit_cost_ratio": 1.713731,
        "payback_year": 1,
        "cashable": {"police": 41905.93},
        "pv_cashable": {"police": 40781.83},
        "years": [
            {"year": 0, "cost": 60000, "benefit": 55874.58, "fiscal_benefit": 55874.58, "discount_factor": 1},
            {"year": 1, "cost": 20000, "benefit": 55874.58, "fiscal_benefit": 55874.58, "discount_factor": 0.966184},
            {"year": 2, "cost": 0, "benefit": 27937.29, "fiscal_benefit": 27937.29, "discount_factor": 0.933511},
        ],
    }
    assert set(list(sheet)[11:]) == {"sensitivity", "switching_values"}
    assert len(sheet["sensitivity"]) == 10
    assert len(sheet["switching_values"]) == 9


def test_a_rate_of_its_own_no_price_year_and_a_case_that_never_pays_back(tmp_path: Path) -> None:
    case = _with(discount=0.03, outcome_price_year=None, outcome_unit_value=1, timing="year_end")
    sheet = _run(tmp_path, json.dumps(case))
    assert sheet["payback_year"] is None
    assert [flow["discount_factor"] for flow in sheet["years"]] == [0.970874, 0.942596, 0.915142]
    assert sheet["years"][0]["benefit"] == 15.12


def test_optimism_bias_may_be_given_by_the_grade_of_evidence(tmp_path: Path) -> None:
    case = _with(outcome_evidence_grade=5, outcome_optimism_bias=None)
    assert _run(tmp_path, json.dumps(case))["pv_fiscal"] == 135939.43


def test_what_an_option_adds_to_business_as_usual_is_shown_beside_it(tmp_path: Path) -> None:
    case = _with(business_as_usual={"costs": [10000, 0, 0], "outcomes": []})
    sheet = _run(tmp_path, json.dumps(case))
    assert sheet["pv_cost"] == 79323.67
    assert sheet["against_business_as_usual"]["pv_cost"] == 69323.67


USUAL: dict[str, Any] = {"costs": [10000, 0, 0], "outcomes": []}
DEARER: dict[str, Any] = {"name": "Twice the team", "costs": [120000, 40000, 0], "outcomes": SPECIFIED["outcomes"]}


def test_options_stand_side_by_side_usual_first_then_the_best_with_who_gains_in_which_year(tmp_path: Path) -> None:
    rows = _run(tmp_path, json.dumps(_with(business_as_usual=USUAL, options=[DEARER])))["options"]
    assert [row["name"] for row in rows] == ["business as usual", "this case", "Twice the team"]
    added = [row["against_business_as_usual"]["net_present_value"] for row in rows]
    assert added == [0, 66615.76, -12707.91]
    assert rows[0]["alone"]["financial_return"] == 0
    assert rows[2]["bearers"] == [
        {"bearer": "police", "fiscal": [55874.58, 55874.58, 27937.29], "cashable": [16762.37, 16762.37, 8381.19]}
    ]


REFUSED = [
    (_with(options=[DEARER]), "Options are compared with business_as_usual, which is missing."),
    (_with(business_as_usual=USUAL, options={}), "options must be a list of 20 at most."),
    (_with(business_as_usual=USUAL, options=[DEARER] * 21), "options must be a list of 20 at most."),
    (_with(business_as_usual=USUAL, options=[DEARER, DEARER]), "option 2 must have a name of its own."),
    (_with(business_as_usual=USUAL, options=[DEARER | {"name": "this case"}]), "option 1 must have a name of its own."),
    (_with(business_as_usual=USUAL, options=[7]), "option 1 must be an object"),
    (_with(business_as_usual=USUAL, options=[DEARER | {"costs": [1]}]), "option 1, costs has 1 numbers; there are 3"),
    (_with(outcome_affected=1.01), "outcome 1 (Fewer incidents): affected must be a share from 0 to 1; it is 1.01."),
    (_with(outcome_impact=-0.1), "impact must be a share from 0 to 1"),
    (_with(outcome_deadweight=2), "deadweight must be a share from 0 to 1"),
    (_with(outcome_cashable="some"), "cashable must be a number; it is “some”."),
    (_with(outcome_optimism_bias=40), "optimism_bias must be a share from 0 to 1"),
    (_with(outcome_phase=[1, 1]), "phase has 2 numbers; there are 3 years."),
    (_with(outcome_phase=[1, 1, 2]), "every share of phase must be from 0 to 1."),
    (_with(outcome_phase=None), "phase must be a list with one number a year."),
    (_with(outcome_price_year="1066-67"), "price_year: “1066-67” is not a financial year from 2000-01 to 2030-31."),
    (_with(outcome_deadweight_is="both"), "deadweight_is must be share or rate; it is “both”."),
    (_with(outcome_kind="moral"), "kind must be fiscal or economic or social"),
    (_with(outcome_bearer=""), "bearer must say who bears the cost"),
    (_with(outcome_population=-1), "population must not be below nought."),
    (_with(outcome_unit_value=None), "unit_value is missing."),
    (_with(outcome_unit_value=True), "unit_value must be a number; it is True."),
    (_with(outcome_evidence_grade=7), "evidence_grade must be one of 1, 2, 3, 4, 5, 6."),
    (_with(outcome_evidence_grade=2), "give optimism_bias or evidence_grade, not both."),
    (_with(costs=[0, 0, 0]), "The costs come to nought"),
    (_with(costs=[1, 2]), "costs has 2 numbers; there are 3 years."),
    (_with(costs=[1, 2, -3]), "a cost must not be below nought."),
    (_with(costs=5), "costs must be a list with one number a year."),
    (_with(base_year="2024"), "base_year: “2024” is not a financial year"),
    (_with(discount="red_book"), "discount must be green_book, or a rate such as 0.035."),
    (_with(discount=3.5), "discount must be a share from 0 to 1"),
    (_with(discount=None), "discount must be green_book"),
    (_with(timing="noon"), "timing must be year_start or year_end"),
    (_with(years=0), "years must be a whole number from 1 to 75."),
    (_with(years=2.5), "years must be a whole number"),
    (_with(years=10**9), "years must be a whole number"),
    (_with(outcomes={}), "outcomes must be a list."),
    (_with(outcomes=[7]), "outcome 1 must be an object"),
    (_with(outcomes=[{}] * 101), "outcomes has 101 rows; there may be 100 at most."),
    (_with(business_as_usual={"costs": [1], "outcomes": []}), "business_as_usual, costs has 1 numbers"),
    (_with(cost_optimism_bia=0.2), "there is no cost_optimism_bia; did you mean cost_optimism_bias?"),
    ([], "the case must be an object"),
]


@pytest.mark.parametrize(("case", "words"), REFUSED, ids=[words[:50] for _, words in REFUSED])
def test_a_wrong_case_is_refused_in_words_with_exit_code_2(tmp_path: Path, case: object, words: str) -> None:
    assert words in _refusal(tmp_path, json.dumps(case))


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    words = _refusal(tmp_path, json.dumps(_with(timing="noon", outcome_affected=9, costs=[0, 0, 0])))
    assert len(words.splitlines()) == 2


def test_a_price_year_left_out_is_not_taken_to_be_the_base_year(tmp_path: Path) -> None:
    case = _with()
    del case["outcomes"][0]["price_year"]
    assert "null means prices of the base year" in _refusal(tmp_path, json.dumps(case))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "case.json is not JSON: line 1, column 2."),
        ("", "case.json is not JSON"),
        (b"\xff\xfe{", "case.json is not UTF-8 text."),
        ("[" * 200_000, "too large"),
        (json.dumps(SPECIFIED).replace("2470", "1e400"), "unit_value is too large a number"),
        (json.dumps(SPECIFIED).replace("2470", "1e-400"), "more than 30 decimal places"),
        (json.dumps(SPECIFIED).replace("2470", "1e99999999999999999999"), "too large"),
        (json.dumps(SPECIFIED).replace("2470", "9" * 5000), "too large a number"),
        (json.dumps(SPECIFIED).replace("2470", "NaN"), "unit_value must be a number"),
        (" " * 5_000_001, "case.json is too large to be a business case."),
    ],
)
def test_a_file_that_is_no_case_is_refused_in_words(tmp_path: Path, text: str | bytes, words: str) -> None:
    assert words in _refusal(tmp_path, text)


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gone\.json cannot be read") as refused:
        call_command("appraise", str(tmp_path / "gone.json"))
    assert refused.value.returncode == 2
