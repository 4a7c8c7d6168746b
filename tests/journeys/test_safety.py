"""Consent, restrictions and emergency access in a real browser."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from tests.journeys.visit import Visit
from tests.journeys.worlds import House
from tests.world_casework import World, planned

WHY = "She was hurt at home, and he asks where she is"


@pytest.fixture
def family(house: House) -> World:
    """A family with a plan."""
    return planned(house.cast)


def test_consent_restriction_and_emergency_access(house: House, family: World, visit: Callable[[], Visit]) -> None:
    worker, manager, duty = visit(), visit(), visit()
    worker.arrive_as(house.cast.key_worker)
    worker.open(f"/families/{family.reference}/safety/")
    worker.look("Safety and consent")
    worker.follow("Record what they agreed to")
    worker.be_refused("Record it", "A consent")
    worker.pick("Whom it is about", "Ruth Orme")
    worker.pick("What may be shared", "Mental health")
    worker.pick("What they said", "They agree")
    worker.pick("Who decided", "The person, aged 16 or over")
    worker.press("Record it")
    worker.look("Safety and consent", "consented")
    worker.reads("Mental health")

    worker.follow("Every field: why I see it, or why not")
    worker.look("Why I see each field")
    worker.follow("Ruth Orme")
    worker.look("Why I see each field", "of one person")
    worker.reads("with the person’s consent")

    manager.arrive_as(house.cast.team_manager)
    manager.open(f"/families/{family.reference}/safety/")
    manager.follow("Record a no-contact order")
    manager.be_refused("Record it", "A no-contact order")
    manager.pick("Who is protected", "Ruth Orme")
    manager.pick("Who keeps away", "Omar Orme")
    manager.pick("What says so", "Restraining order")
    manager.date("First day", timezone.localdate())
    manager.press("Record it")
    manager.reads("Omar Orme keeps away from Ruth Orme")
    manager.follow("Restrict what is about somebody")
    manager.be_refused("Record it", "A restriction")
    manager.pick("Whom it is about", "Ruth Orme")
    manager.pick("How far", "Guarded")
    manager.pick("What is closed", "Where they are")
    manager.type("Why", WHY)
    manager.press("Record it")
    manager.look("Safety and consent", "restricted")
    manager.follow("Set a safety instruction")
    manager.type("What everybody must do", "Ring duty before any visit")
    manager.press("Record it")

    manager.follow("Make two records of this one")
    manager.be_refused("Make two records", "A separation")

    duty.arrive_as(house.cast.emergency_duty)
    duty.open("/emergency-access/")
    duty.be_refused("Open it for 12 hours", "Emergency access")
    duty.type("The family’s reference", family.reference)
    duty.pick("What you need to see", "Who they are", "Where they are")
    duty.type("Why you need it now", WHY)
    duty.press("Open it for 12 hours")
    duty.look("A family", "in an emergency")
    duty.reads("Ruth Orme", "Ring duty before any visit")
