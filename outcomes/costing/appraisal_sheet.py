"""A business case as it is shown: pounds to the penny, ratios and factors to six places, in the agreed JSON shape."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from outcomes.costing.appraisal import Appraisal, Case, appraise, appraise_against
from outcomes.costing.money import Deflators, pounds
from outcomes.costing.options import compare_options
from outcomes.costing.sensitivity import sensitivity, switching_values

MILLIONTH = Decimal("0.000001")


def appraisal_sheet(case: Case, usual: Case | None, deflators: Deflators) -> dict[str, object]:
    """The whole result of a case, with sensitivity, switching values and, if given, what it adds to usual."""
    sheet = _result(appraise(case, deflators))
    if usual is not None:
        sheet["against_business_as_usual"] = _result(appraise_against(case, usual, deflators))
    sheet["sensitivity"] = [
        {
            "input": swing.input,
            "value": _ratio(swing.value),
            "low": _ratio(swing.low),
            "high": _ratio(swing.high),
            "net_present_value_at_low": _gbp(swing.net_present_value_at_low),
            "net_present_value_at_high": _gbp(swing.net_present_value_at_high),
        }
        for swing in sensitivity(case, deflators)
    ]
    sheet["switching_values"] = [
        {
            "input": switch.input,
            "value": _ratio(switch.value),
            "switches_at": _ratio(switch.switches_at),
            "change": _ratio(switch.change),
            "possible": switch.possible,
        }
        for switch in switching_values(case, deflators)
    ]
    return sheet


def options_sheet(options: Mapping[str, Case], usual: str, deflators: Deflators) -> list[dict[str, object]]:
    """Each option, what it adds to the usual one, and who gains in which year; usual first, then the best first."""
    return [
        {
            "name": option.name,
            "alone": _result(option.alone),
            "against_business_as_usual": _result(option.against_usual),
            "bearers": [
                {
                    "bearer": row.bearer,
                    "fiscal": [_gbp(gbp) for gbp in row.fiscal],
                    "cashable": [_gbp(gbp) for gbp in row.cashable],
                }
                for row in option.bearers
            ],
        }
        for option in compare_options(options, usual, deflators).options
    ]


def _result(result: Appraisal) -> dict[str, object]:
    return {
        "pv_cost": _gbp(result.pv_cost),
        "pv_fiscal": _gbp(result.pv_fiscal),
        "pv_public": _gbp(result.pv_public),
        "net_present_value": _gbp(result.net_present_value),
        "net_present_budget_impact": _gbp(result.net_present_budget_impact),
        "financial_return": _ratio(result.financial_return),
        "benefit_cost_ratio": _ratio(result.benefit_cost_ratio),
        "payback_year": result.payback_year,
        "cashable": _by_bearer(result.cashable),
        "pv_cashable": _by_bearer(result.pv_cashable),
        "years": [
            {
                "year": flow.year,
                "cost": _gbp(flow.cost),
                "benefit": _gbp(flow.benefit),
                "fiscal_benefit": _gbp(flow.fiscal_benefit),
                "discount_factor": _ratio(flow.discount_factor),
            }
            for flow in result.years
        ],
    }


def _by_bearer(gbp: Mapping[str, Decimal]) -> dict[str, float]:
    return {bearer: _gbp(amount) for bearer, amount in gbp.items()}


def _gbp(gbp: Decimal) -> float:
    return float(pounds(gbp))


def _ratio(ratio: Decimal | None) -> float | None:
    return None if ratio is None else float(ratio.quantize(MILLIONTH, rounding=ROUND_HALF_UP))
