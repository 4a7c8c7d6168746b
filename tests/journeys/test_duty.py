"""The duty custodian in a browser: put on duty, asked in the night, and what was opened read by whoever asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Person
from cases.operations.open_in_emergency import open_in_emergency
from cases.operations.protect_member import restrict_member
from datasharing.models import DutyQuestion, DutyTurn, Named
from tests.journeys.visit import Visit
from tests.journeys.worlds import House
from tests.world_casework import World, allocated

WHY = "A man rang from the door of her house, and I must know where the children are"


@pytest.fixture(scope="module")
def family(house: House) -> World:
    """A family with a sealed mother, which the emergency duty worker has opened."""
    world = allocated(house.cast)
    restrict_member(
        house.cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"],
        reason="She was hurt at home, and he asks where she is",
        custodians=[house.cast.team_manager.post, house.cast.da_adviser.post],
    )  # fmt: skip
    open_in_emergency(house.cast.emergency_duty, world.reference, categories=["identity", "household"], reason=WHY)
    return world


def test_a_seal_is_opened_in_the_night(house: House, family: World, visit: Callable[[], Visit]) -> None:
    name = Person.objects.get(pk=family.parent).given_name
    Named.objects.filter(post_id=house.cast.emergency_duty.post).update(ends_at=timezone.now())
    DutyTurn.objects.all().delete()

    lead, tomorrow = visit(), timezone.localdate() + timedelta(days=1)
    lead.arrive_as(house.cast.governance)
    lead.open("/assurance/")
    lead.reads("Nobody is on duty from")
    lead.follow("Put somebody on duty")
    lead.look("Duty custodian")
    lead.type("Telephone", "ring me")
    lead.date("Until which day", tomorrow)
    lead.type("Until what time", "9am")
    lead.be_refused("Put them on duty", "Duty custodian", "Choose who")
    lead.page.locator("main").get_by_label("Duty manager Cast").check()
    lead.be_refused("Put them on duty", "Duty custodian", "Give a telephone number in full")
    lead.type("Telephone", "01632 960 001")
    lead.press("Put them on duty")
    lead.look("Duty custodian", "with a turn")
    lead.reads("They are on duty then", "01632")

    me = visit()
    me.arrive_as(house.cast.emergency_duty)
    me.open(f"/families/{family.reference}/safety/")
    assert name not in me.page.content()
    me.follow("Ask the duty custodian")
    me.look("Ask the duty custodian")
    me.reads("On duty now", "01632")
    me.type("What must you know, and why now?", "Now")
    me.be_refused("Ask", "Ask the duty custodian", "in 20 letters or more")
    me.type("What must you know, and why now?", WHY)
    me.press("Ask")
    me.look("Ask the duty custodian", "asked")
    me.reads("No answer yet")

    on_duty = visit()
    on_duty.arrive_as(house.cast.duty_manager)
    on_duty.open(f"/duty-custodian/{DutyQuestion.objects.latest('pk').pk}/")
    on_duty.look("A question for the duty custodian")
    on_duty.reads(WHY, name, "Is of this family")
    on_duty.pick("Your answer", "Open to them what I tick")
    on_duty.be_refused("Keep the answer", "A question for the duty custodian", "Tick what is opened")
    on_duty.pick("What is opened", name)
    on_duty.press("Keep the answer")
    on_duty.reads("Your answer is kept")

    me.open(f"/duty-custodian/ask/{family.reference}/")
    me.look("Ask the duty custodian", "answered")
    me.reads("Opened to you")
    me.open(f"/families/{family.reference}/")
    assert name in me.page.content()
