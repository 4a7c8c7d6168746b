"""Budgets: who keeps them, what is refused, and what is promised, paid and left, to the penny."""

import threading
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from agencies.models import JournalEntry
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from outcomes.budgets.operations.buy_from_fund import buy_from_fund, decide_purchase
from outcomes.budgets.operations.record_budget_entry import close_budget_quarter, record_budget_entry
from outcomes.budgets.selectors.budget import budget, budgets
from outcomes.models import BudgetEntry, BudgetQuarter, FundPurchase
from outcomes.selectors.family_costs import family_costs
from tests.agreements import sign_rulebook
from tests.cast import Cast
from tests.outcomes.money.money_world import D, a_budget, a_fund, a_line, this_year
from tests.world_casework import World, planned


def pay(cast: Cast, held: int, line: int, gbp: str, kind: str = "paid", **facts: Any) -> int:
    given = {"falls_on": timezone.localdate(), "words": "April"}
    return record_budget_entry(cast.commissioner, held, line=line, kind=kind, gbp=D(gbp), **given | facts)


def in_may(year: int) -> datetime:
    """A moment after every quarter of a year."""
    return timezone.make_aware(datetime(year + 1, 5, 1, 12))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"footing": "pooled"}, "host"),
        ({"footing": "pooled", "host": "Council"}, "accountable_body"),
        ({"footing": "pooled", "host": "Council", "accountable_body": "Council"}, "legal_power"),
        ({"footing": "mixed"}, "footing"),
        ({"year": 12}, "year"),
        ({"place": "brindle"}, "place"),
        ({"place": "nowhere"}, "place"),
        ({"accountable_officer": 0}, "accountable_officer"),
        ({"fund_approver": None}, "fund_approver"),
        ({"fund_limit": None}, "fund_limit"),
        ({"fund_limit": D("0.001")}, "fund_limit"),
        ({"name": " "}, "name"),
    ],
)
def test_what_cannot_be_a_budget_is_refused_in_words(cast: Cast, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_budget(cast, **facts)
    assert refused.value.field == field


def test_only_a_team_manager_approves_and_only_those_who_keep_money_write(cast: Cast) -> None:
    with pytest.raises(Invalid, match="team manager"):
        a_budget(cast, fund_approver=cast.commissioner.post)
    held = a_budget(cast, footing="pooled", host="a", accountable_body="b", legal_power="NHS Act 2006 s75")
    with pytest.raises(Refused, match="has a budget for"):
        a_budget(cast)
    for actor, refusal in ((cast.key_worker, NotAllowed), (cast.outsider, NotFound)):
        with pytest.raises(refusal):
            record_budget_entry(
                actor, held, line=1, kind="paid", gbp=D(1), falls_on=date(2020, 5, 1), words="x"
            )  # fmt: skip


def test_promised_paid_and_left_are_exact_and_a_payment_settles_its_promise(cast: Cast) -> None:
    held = a_budget(cast)
    line = a_line(cast, held)
    promise = pay(cast, held, line, "100.10", "promised")
    pay(cast, held, line, "0.33")
    row = budget(cast.commissioner, held).whole
    assert (row.committed, row.spent, row.remaining) == (D("100.10"), D("0.33"), D("899.57"))
    pay(cast, held, line, "99.99", settles=promise)
    row = budget(cast.commissioner, held).whole
    assert (row.committed, row.spent, row.remaining) == (D(0), D("100.32"), D("899.68"))
    with pytest.raises(Refused, match="settled already"):
        pay(cast, held, line, "1", settles=promise)
    for facts, words in (
        ({"kind": "promised", "settles": promise}, "Only a payment"),
        ({"settles": 0}, "same line"),
        ({"gbp": "0"}, "above nought"),
        ({"gbp": "1.005"}, "pounds and pence"),
        ({"falls_on": date(this_year() - 1, 6, 1)}, "budget's year"),
        ({"falls_on": date(this_year() + 2, 6, 1)}, "day in the past"),
        ({"line": 0}, "line of this budget"),
    ):
        given: dict[str, Any] = {"gbp": "1", "line": line} | facts
        with pytest.raises(Refused, match=words):
            pay(cast, held, **given)


def test_a_neighbourhoods_budget_counts_in_its_places_once(cast: Cast) -> None:
    north, whole = a_budget(cast), a_budget(cast, "ashworth", fund_limit=None, fund_approver=None)
    a_line(cast, north, planned=D("10.01"))
    a_line(cast, north, kind="staff", partner="Police", planned=D(5))
    pay(cast, north, a_line(cast, north, planned=D("0.99")), "0.50")
    a_line(cast, whole, planned=D(100))
    sheet = budget(cast.commissioner, whole)
    assert (sheet.whole.planned, sheet.whole.spent) == (D(116), D("0.50"))
    assert (sheet.money.planned, sheet.in_kind.planned) == (D(111), D(5))
    assert budget(cast.commissioner, north).whole.planned == D(16)
    assert [row.place_name for row in budgets(cast.commissioner).rows] == ["Ashworth", "Ashworth North"]
    assert budgets(cast.outsider).rows == ()


def test_a_quarter_is_closed_once_in_order_when_it_is_over(cast: Cast) -> None:
    held = a_budget(cast, year=2020)
    line = a_line(cast, held)
    pay(cast, held, line, "12.34", falls_on=date(2020, 5, 1))
    promise = pay(cast, held, line, "20", "promised", falls_on=date(2020, 6, 30))
    pay(cast, held, line, "19", falls_on=date(2020, 7, 1), settles=promise)
    with pytest.raises(Refused, match="2020-21 Q1 has to be closed before"):
        close_budget_quarter(cast.commissioner, held, number=2)
    close_budget_quarter(cast.commissioner, held, number=1)
    row = BudgetQuarter.objects.get()
    assert (row.committed, row.spent) == (D(20), D("12.34"))
    with pytest.raises(Refused, match="closed already"):
        close_budget_quarter(cast.commissioner, held, number=1)
    with pytest.raises(Refused, match="2020-21 Q1 is closed"):
        pay(cast, held, line, "1", falls_on=date(2020, 6, 30))
    later = a_budget(cast, "ashworth", year=this_year())
    with pytest.raises(Refused, match="not over yet"):
        close_budget_quarter(cast.commissioner, later, number=1, on=timezone.make_aware(datetime(this_year(), 4, 2)))


@pytest.mark.django_db(transaction=True)
def test_two_who_close_a_quarter_at_once_close_it_once(transactional_db: None, request: pytest.FixtureRequest) -> None:
    cast = request.getfixturevalue("cast")
    held = a_budget(cast, year=2020)
    start, said = threading.Barrier(2), []

    def close() -> None:
        start.wait()
        try:
            said.append(close_budget_quarter(cast.commissioner, held, number=1))
        except Refused as refusal:
            said.append(refusal.words)
        finally:
            close_old_connections()
            connection.close()

    both = [threading.Thread(target=close) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert BudgetQuarter.objects.count() == 1
    assert sorted(isinstance(one, str) for one in said) == [False, True]


@pytest.fixture
def world(cast: Cast) -> World:
    """A family with a plan, in a place with a family fund of £250."""
    sign_rulebook()
    world = planned(cast)
    a_fund(cast, a_budget(cast))
    return world


def action_of(world: World) -> int:
    from_plan = FundPurchase._meta.get_field("action").related_model.objects  # type: ignore[union-attr]
    return int(from_plan.filter(goal__plan__case=world.case).order_by("pk").values_list("pk", flat=True)[0])


def test_a_key_worker_buys_within_the_limit_and_it_is_a_cost_of_the_family_and_of_the_budget(
    cast: Cast, world: World, as_the_app: None
) -> None:
    action = action_of(world)
    assert buy_from_fund(cast.key_worker, world.reference, action=action, what="A bed", gbp=D("99.50")) == "bought"
    assert BudgetEntry.objects.get().gbp == D("99.50")
    paid = [row for row in family_costs(cast.key_worker, world.reference).statement.support if row.gbp == D("99.50")]
    assert len(paid) == 1
    entry = JournalEntry.objects.filter(event="fund.spent").get()
    assert "bed" not in str(entry.detail)


def test_beyond_the_limit_the_approver_decides_and_nobody_spends_what_is_not_there(
    cast: Cast, world: World, as_the_app: None
) -> None:
    action = action_of(world)
    assert buy_from_fund(cast.key_worker, world.reference, action=action, what="A cooker", gbp=D(200)) == "asked"
    assert not BudgetEntry.objects.exists()
    waiting = FundPurchase.objects.get().pk
    with pytest.raises(NotAllowed):
        decide_purchase(cast.key_worker, waiting, approve=True)
    with pytest.raises(NotFound):
        decide_purchase(cast.outsider, waiting, approve=True)
    with pytest.raises(Invalid, match="why it is refused"):
        decide_purchase(cast.team_manager, waiting, approve=False)
    assert decide_purchase(cast.team_manager, waiting, approve=True) == "bought"
    with pytest.raises(Refused, match="decided already"):
        decide_purchase(cast.team_manager, waiting, approve=True)
    with pytest.raises(Refused, match="left in the family fund"):
        buy_from_fund(cast.key_worker, world.reference, action=action, what="A cot", gbp=D("50.01"))
    with pytest.raises(Invalid, match="which action"):
        buy_from_fund(cast.key_worker, world.reference, action=0, what="A cot", gbp=D(5))
    with pytest.raises(NotFound):
        buy_from_fund(cast.outsider, world.reference, action=action, what="A cot", gbp=D(5))
    with pytest.raises(NotAllowed):
        buy_from_fund(cast.police, world.reference, action=action, what="A cot", gbp=D(5))
    assert FundPurchase.objects.count() == 1 and Decimal(200) == BudgetEntry.objects.get().gbp
