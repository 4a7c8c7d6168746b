"""A place's budgets as its commissioner keeps them."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from outcomes.budgets.operations.make_budget import add_budget_line, make_budget
from outcomes.budgets.quarters import financial_year
from tests.cast import Cast

D = Decimal


def this_year() -> int:
    """The financial year of today."""
    return financial_year(timezone.localdate())


def a_budget(cast: Cast, place: str = "ashworth/north", **facts: Any) -> int:
    """A shadow budget with a family fund of £100 a purchase."""
    given: dict[str, Any] = {
        "year": this_year(),
        "name": "Families first",
        "footing": "shadow",
        "accountable_officer": cast.commissioner.post,
        "fund_limit": D(100),
        "fund_approver": cast.team_manager.post,
    }
    return make_budget(cast.commissioner, place, **given | facts)


def a_line(cast: Cast, budget: int, **facts: Any) -> int:
    """A line of £1,000 cash from the council."""
    given: dict[str, Any] = {"kind": "cash", "partner": "Council", "words": "Two workers", "planned": D(1000)}
    return add_budget_line(cast.commissioner, budget, **given | facts)


def a_fund(cast: Cast, budget: int, planned: int = 250) -> int:
    """The family fund's line."""
    return a_line(cast, budget, words="Family fund", planned=D(planned), is_fund=True)
