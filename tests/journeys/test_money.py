"""Money by place: a commissioner's cases, budget, agreement and plan; an approver's approval; a bed in two taps."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from outcomes.budgets.quarters import financial_year, year_words
from tests.journeys.visit import WAYS, Visit, Way
from tests.journeys.worlds import House
from tests.outcomes.money.money_world import a_budget, a_fund
from tests.world_casework import World, in_days, planned

PLACES = ("Ashworth", "Ashworth North", "Ashworth South")
AN_OUTCOME = {
    "What changes": "Fewer incidents",
    "How many people or families": "200",
    "Of them, how many have the problem": "35",
    "Of those, how many take up the help": "80",
    "Of those, for how many it changes": "45",
    "What would have changed anyway": "20",
    "What one is worth": "2470",
}
STEP = 3
"""Years between one way's agreement and the next, so that none overlap."""


@pytest.fixture(scope="module")
def families(house: House) -> tuple[World, ...]:
    """A family with a plan for each way of coming, in a place with a family fund."""
    a_fund(house.cast, a_budget(house.cast), planned=2000)
    return tuple(planned(house.cast, number=number) for number in range(len(WAYS)))


@pytest.mark.parametrize("way", WAYS[:2], ids=str, indirect=True)
def test_a_place_keeps_its_cases_budget_agreement_and_plan(
    house: House, families: tuple[World, ...], way: Way, visit: Callable[[], Visit]
) -> None:
    me, turn = visit(), WAYS.index(way)
    me.arrive_as(house.cast.commissioner)
    case = _writes_a_case(me)
    _keeps_a_budget(me, turn)
    _makes_an_agreement(me, turn)
    _keeps_a_plan(me, turn)
    other = visit()
    other.arrive_as(house.cast.claims_officer)
    other.open(case)
    other.look("Business case", "to approve")
    other.type("What you say of it", "Agreed by the board.")
    other.press("Approve")
    other.look("Business case", "approved")
    other.reads("Approved by", "Agreed by the board.")
    worker = visit()
    worker.arrive_as(house.cast.key_worker)
    _buys_a_bed(worker, families[turn])
    manager = visit()
    manager.arrive_as(house.cast.team_manager)
    _decides(manager, families[turn])


def _writes_a_case(me: Visit) -> str:
    me.open("/business-cases/")
    me.look("Business cases")
    me.follow("Write a business case")
    me.type("What the case is called", "A second team")
    me.type("What this case costs", "60000 40000")
    me.type("What business as usual costs", "15000 15000 15000")
    me.be_refused("Work it out and save", "Write a business case", "costs has 2 numbers; there are 3 years")
    me.type("What this case costs", "60000 40000 40000")
    me.press("Work it out and save")
    me.look("Business case", "begun")
    me.go(me.page.locator("main a[href$='/options/this/new/']"))
    for label, words in AN_OUTCOME.items():
        me.type(label, words)
    me.pick("What kind of worth", "Fiscal")
    me.be_refused("Work it out and save", "An outcome of a case", "bearer must say who bears the cost")
    me.type("Who saves it, where it is public money", "Police")
    me.press("Work it out and save")
    me.look("Business case")
    me.reads("Business as usual", "Switching values", "Not approved.")
    return me.address


def _keeps_a_budget(me: Visit, turn: int) -> None:
    me.follow("Budgets")
    me.look("Budgets")
    me.follow("Begin a budget")
    me.look("Begin a budget")
    me.select("Which place", "Ashworth")
    me.select("Financial year", year_words(financial_year(timezone.localdate()) + turn))
    me.type("What it is called", "Families first")
    me.pick("How the money is held", "Pooled")
    me.be_refused("Begin the budget", "Begin a budget", "Pooled money needs a host")
    me.pick("How the money is held", "Shadow")
    me.press("Begin the budget")
    me.look("Budget", "begun")
    me.follow("Add a line")
    me.look("Add a line")
    me.type("Which partner gives it", "Police")
    me.pick("What it is made of", "Staff")
    me.type("What it is for", "One officer, seconded")
    me.type("Planned for the year", "38,500.50")
    me.press("Add the line")
    me.look("Budget", "with a line")
    me.reads("£38,500.50")
    me.follow("Record a sum")
    me.look("Record a sum")


def _makes_an_agreement(me: Visit, turn: int) -> None:
    me.open("/investments/")
    me.look("Investment agreements")
    me.follow("Make an agreement")
    me.look("Make an agreement")
    me.select("Which place", "Ashworth")
    me.type("What the agreement is called", "Ashworth families")
    me.pick("How the money is held", "Aligned")
    me.pick("How returns are shared", "By fixed shares")
    year = 2030 + turn * STEP
    me.type("First quarter", f"{year_words(year)} Q1")
    me.type("Last quarter", f"{year_words(year)} Q2")
    for number, (partner, share) in enumerate((("Council", "60"), ("Ashworth Impact Fund", "30"))):
        within = me.page.locator("main fieldset", has_text=re.compile(rf"^\s*Partner {number + 1}\b"))
        me.type("Partner", partner, within=within)
        me.type("Share of returns, in per cent", share, within=within)
        me.type("Commits by quarter, in pounds", "10000 12000", within=within)
    me.be_refused("Keep the agreement", "Make an agreement", "they add up to 90%")
    within = me.page.locator("main fieldset", has_text=re.compile(r"^\s*Partner 2\b"))
    me.type("Share of returns, in per cent", "40", within=within)
    me.press("Keep the agreement")
    me.look("Investment agreement")
    me.reads("£22,000.00", "Ashworth Impact Fund")


def _keeps_a_plan(me: Visit, turn: int) -> None:
    me.open("/operational-plans/")
    me.look("Operational plans")
    me.follow("Begin a plan")
    me.look("Begin a plan")
    me.select("Which place", PLACES[turn])
    me.type("What the plan is called", "One offer for families")
    me.type("What it is for", "Fewer doors, one plan.")
    me.press("Begin the plan")
    me.look("Operational plan", "begun")
    me.follow("Add: barrier")
    me.look("Add to the plan")
    me.type("What stops local services from working together", "Data on benefits")
    me.date("Raised on", in_days(-20))
    me.be_refused("Add it to the plan", "Add to the plan", "Say with whom it was raised")
    me.type("With whom it was raised", "The department")
    me.press("Add it to the plan")
    me.look("Operational plan", "with a barrier")
    me.follow("Tell what came of: Data on benefits")
    me.look("What came of it")
    me.pick("How it stands now", "Done")
    me.type("What came of it", "A gateway was opened.")
    me.date("The day", in_days(0))
    me.press("Record it")
    me.look("Operational plan", "told")
    me.reads("A gateway was opened.")


def _buys_a_bed(me: Visit, world: World) -> None:
    me.open(f"/families/{world.reference}/")
    me.follow("Family fund")
    me.look("Family fund")
    me.press("Bedding for one, £35.00")
    me.look("Family fund", "bought")
    me.reads("It is bought", "Bedding for one")
    me.press("Single bed with mattress, £189.00 (asks the approver)")
    me.look("Family fund", "asked")
    me.be_refused("Buy it", "Family fund", "Enter what is bought")


def _decides(me: Visit, world: World) -> None:
    me.open("/fund/")
    me.look("Family fund: waits")
    me.follow(world.reference)
    me.look("Family fund", "to decide")
    me.pick("Decision", "Agree: it is bought")
    me.press("Record the decision")
    me.look("Family fund", "decided")
    me.reads("It is bought")
