"""No text is ever lost: the session ends while somebody types, and what was typed is there afterwards."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Contact, Draft
from tests.journeys.visit import Visit, Way
from tests.journeys.worlds import House
from tests.world_casework import World, planned

PRESSED_TWICE = 1_000
"""Milliseconds within which a second press of one button counts as the first."""
SAID = "Mornings go better since the alarm clock."


@pytest.fixture
def way() -> Way:
    """One telephone."""
    return Way(390)


@pytest.fixture(scope="module")
def family(house: House) -> World:
    """A family with a plan."""
    return planned(house.cast)


def test_a_session_that_ends_while_somebody_types_loses_nothing(
    house: House, family: World, visit: Callable[[], Visit]
) -> None:
    form = f"/families/{family.reference}/contacts/new/"
    me = visit()
    me.arrive_as(house.cast.key_worker)
    me.open(form)
    me.box("What was said or seen").press_sequentially(SAID, delay=2)
    expect(me.page.locator(".lintel-draft__status")).to_contain_text("Draft kept at")
    Session.objects.all().delete()

    elsewhere = visit()
    elsewhere.arrive_as(house.cast.key_worker)
    elsewhere.open(form)
    elsewhere.look("Record a contact", "a draft put back")
    elsewhere.reads("did not save it")
    expect(elsewhere.box("What was said or seen")).to_have_value(SAID)

    me.box("What next").fill("Ring the school on Monday.")
    me.page.get_by_role("button", name="Save the contact").click()
    expect(me.page.locator(".lintel-draft__status")).to_contain_text("You have been signed out")
    me.said.clear()
    assert not Contact.objects.exists()
    me.arrive_as(house.cast.key_worker)
    me.pick("How was the contact made?", "Home visit")
    me.type("Time", f"{timezone.localtime():%H:%M}")
    me.type("Minutes", "20")
    me.page.wait_for_timeout(PRESSED_TWICE)
    me.press("Save the contact")
    me.reads("The contact is recorded.", SAID, "Ring the school on Monday.")
    assert Contact.objects.count() == 1
    assert [draft.typed for draft in Draft.objects.all()] == [None]


def test_a_lost_signal_is_said_and_what_was_typed_is_kept_when_it_is_back(
    house: House, family: World, visit: Callable[[], Visit]
) -> None:
    me = visit()
    me.arrive_as(house.cast.key_worker)
    me.open(f"/families/{family.reference}/needs/new/")
    me.context.set_offline(True)
    me.type("The evidence", "Damp in both bedrooms.")
    expect(me.page.locator(".lintel-draft__status")).to_contain_text("there is no connection")
    me.context.set_offline(False)
    expect(me.page.locator(".lintel-draft__status")).to_contain_text("Draft kept at")
    me.said.clear()
    me.open(f"/families/{family.reference}/needs/new/")
    expect(me.box("The evidence")).to_have_value("Damp in both bedrooms.")
