"""The family's own copy: made by the key worker, agreed by a manager, read by the family without an account."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.visit import Visit
from tests.journeys.worlds import House
from tests.world_casework import World, planned


@pytest.fixture
def family(house: House) -> World:
    """A family with a plan."""
    return planned(house.cast)


def test_a_family_reads_its_own_plan_behind_a_link_that_two_people_gave(
    house: House, family: World, visit: Callable[[], Visit]
) -> None:
    worker, manager, home = visit(), visit(), visit()
    worker.arrive_as(house.cast.key_worker)
    worker.open(f"/families/{family.reference}/plan/")
    worker.follow("The family’s own copy")
    worker.look("The family's own copy")
    worker.press("Ask for a private link")
    worker.look("The family's own copy", "a link asked for")
    address = worker.page.locator(".lintel-address").inner_text().removeprefix(house.server)

    home.open(address)
    home.look("A private link", "not agreed", status=404)
    manager.arrive_as(house.cast.team_manager)
    manager.open(f"/families/{family.reference}/own-plan/")
    manager.press("Agree to the link")
    manager.look("The family's own copy", "agreed")

    home.open(address)
    home.look("The family's plan")
    home.reads("Every day at school by Easter", "Ruth")
    home.be_refused("Send it to your key worker", "The family's plan", "Write what you want to say")
    home.type("Anything you want to say about this plan", "Mornings are hard on Mondays")
    home.press("Send it to your key worker")
    home.look("The family's plan", "said something")

    worker.open(f"/families/{family.reference}/own-plan/")
    worker.reads("Mornings are hard on Mondays")
    worker.press(re.compile("Keep off.*Rent paid on time"))
    worker.look("The family's own copy", "a goal kept off")
    worker.press("End the link now")
    home.open(address)
    home.look("A private link", "ended", status=404)
