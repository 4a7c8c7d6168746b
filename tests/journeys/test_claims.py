"""A claim from what is missing to what was taken back: the officer claims, the manager approves, the auditor reads."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.visit import WAYS, Visit, Way
from tests.journeys.worlds import House
from tests.outcomes.tables.claims_world import FRAMEWORKS, sustained


@pytest.mark.parametrize("way", (WAYS[0], WAYS[2]), ids=str, indirect=True)
def test_a_claim_is_made_approved_paid_and_taken_back(
    house: House, way: Way, visit: Callable[[], Visit], settings: Any
) -> None:
    settings.FRAMEWORKS = FRAMEWORKS
    number = 2 * WAYS.index(way)
    held = sustained(house.cast, number=number)
    early = sustained(house.cast, number=number + 1, days=100)
    officer, manager, auditor = visit(), visit(), visit()
    officer.arrive_as(house.cast.claims_officer)
    officer.open("/claims/")
    officer.look("Claims")
    officer.go(officer.page.locator(f"main a[href*='{early.reference}']"))
    officer.look("What can be claimed", "not yet")
    officer.reads("It cannot be claimed yet:", "can be claimed on")
    officer.open("/claims/")
    officer.go(officer.page.locator(f"main a[href*='{held.reference}']"))
    officer.look("What can be claimed")
    officer.press("Claim, and freeze the evidence")
    officer.look("A claim", "made")
    officer.reads("It is the pack that was frozen.", "Claimed, waiting for a second person")
    claim = officer.address
    assert not officer.page.get_by_role("button", name="Record").count(), "nobody approves a claim of their own"

    manager.arrive_as(house.cast.team_manager)
    manager.open(claim)
    manager.be_refused("Record", "A claim")
    manager.pick("Your decision", "Approve")
    manager.type("Why, for whoever audits it", "The pack bears it out.")
    manager.press("Record")
    manager.look("A claim", "approved")
    officer.open(claim)
    officer.date("The day it was paid", timezone.localdate())
    officer.press("Record")
    officer.look("A claim", "paid")
    manager.open(claim)
    manager.type("Why it is taken back", "The family moved away before the six months were over.")
    manager.press("Record")
    manager.look("A claim", "taken back")
    manager.reads("Reversal", "£-800")

    auditor.arrive_as(house.cast.internal_auditor)
    auditor.open("/claims/")
    auditor.look("Claims", "with what was paid and taken back")
    assert not auditor.page.get_by_role("button", name="Record").count()
