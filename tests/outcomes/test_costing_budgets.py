"""Budgets of places, grants in advance and the family fund, as costing.md section 6 has them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.costing.budgets import (
    BudgetKind,
    BudgetLine,
    FamilyFund,
    check_purchase,
    grant_in_advance,
    lies_in,
    place_budget,
)
from outcomes.costing.money import CannotCost

D = Decimal
LINES = (
    BudgetLine("A", "northshire", BudgetKind.CASH, "council", D(1000), D(200), D(300)),
    BudgetLine("B", "northshire/ashby", BudgetKind.STAFF, "health", D(500), D(0), D(100)),
    BudgetLine("C", "northshire/ashby/old-town", BudgetKind.COMMUNITY_SHARES, "residents", D(50), D(0), D(60)),
    BudgetLine("D", "northshire/ashby-vale", BudgetKind.VOLUNTEERS, "charity", D(70)),
    BudgetLine("E", "southshire", BudgetKind.CASH, "council", D(9999)),
)
FUND = FamilyFund(limit=D(250), remaining=D(200))


def test_a_neighbourhoods_budget_counts_in_its_places_once() -> None:
    whole = place_budget("northshire", LINES)
    assert (whole.whole.planned, whole.whole.committed, whole.whole.spent) == (D(1620), D(200), D(460))
    assert whole.whole.remaining == D(960)
    assert (whole.money.planned, whole.in_kind.planned) == (D(1050), D(570))
    assert list(whole.by_kind) == [
        BudgetKind.CASH,
        BudgetKind.STAFF,
        BudgetKind.VOLUNTEERS,
        BudgetKind.COMMUNITY_SHARES,
    ]
    assert place_budget("northshire/ashby", LINES).whole.planned == D(550)


def test_an_overspent_line_is_shown_below_nought() -> None:
    assert LINES[2].remaining == D(-10)
    assert place_budget("northshire/ashby/old-town", LINES).whole.remaining == D(-10)


def test_a_place_whose_name_begins_alike_is_no_part_of_it() -> None:
    assert lies_in("northshire/ashby/old-town", "northshire/ashby")
    assert not lies_in("northshire/ashby-vale", "northshire/ashby")
    assert not lies_in("northshire", "northshire/ashby")


def test_a_line_that_is_there_twice_or_below_nought_is_refused() -> None:
    with pytest.raises(CannotCost, match="A is there twice"):
        place_budget("northshire", (*LINES, LINES[0]))
    with pytest.raises(CannotCost, match="F has a sum below nought"):
        place_budget("northshire", [BudgetLine("F", "northshire", BudgetKind.CASH, "council", D(-1))])


@given(
    st.lists(st.tuples(st.sampled_from(["p", "p/a", "p/a/x", "p/b"]), st.decimals(0, 10_000, places=2)), max_size=12)
)
@settings(max_examples=40, deadline=None)
def test_a_place_is_its_own_lines_and_the_budgets_of_its_parts(rows: list[tuple[str, Decimal]]) -> None:
    lines = [BudgetLine(str(at), place, BudgetKind.CASH, "council", gbp) for at, (place, gbp) in enumerate(rows)]
    own = sum((gbp for place, gbp in rows if place == "p"), D(0))
    parts = (place_budget(part, lines).whole.planned for part in ("p/a", "p/b"))
    assert place_budget("p", lines).whole.planned == own + sum(parts)


@pytest.mark.parametrize(("savings", "repaid", "owed"), [("-5", 0, 1000), ("400", 400, 600), ("1500", 1000, 0)])
def test_a_grant_in_advance_is_repaid_as_savings_come_in_and_no_further(savings: str, repaid: int, owed: int) -> None:
    grant = grant_in_advance(D(1000), D(savings))
    assert (grant.repaid, grant.owed) == (repaid, owed)


def test_a_bed_within_the_limit_for_an_action_approved_by_another_is_bought() -> None:
    check_purchase(FUND, D("189.99"), buyer=1, approver=2, action=3)
    check_purchase(FUND, D(200), buyer=1, approver=2, action=3)


@pytest.mark.parametrize(
    ("gbp", "approver", "action", "words"),
    [
        ("0", 2, 3, "above nought"),
        ("-1", 2, 3, "above nought"),
        ("1.005", 2, 3, "pounds and pence"),
        ("10", 2, None, "for which action"),
        ("10", None, 3, "no approver"),
        ("10", 1, 3, "Somebody other than the buyer"),
        ("250.01", 2, 3, "at most £250.00"),
        ("200.01", 2, 3, "£200.00 left"),
    ],
)
def test_any_other_purchase_is_refused_in_words(gbp: str, approver: int | None, action: int | None, words: str) -> None:
    with pytest.raises(CannotCost, match=words):
        check_purchase(FUND, D(gbp), buyer=1, approver=approver, action=action)
