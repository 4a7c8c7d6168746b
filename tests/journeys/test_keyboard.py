"""The keyboard alone: signing in, and recording a contact; what has the focus is always plain to see."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from cases.models import Contact
from tests.cast import PASSWORD, email_of, give_second_factor
from tests.journeys.visit import Visit, Way, code_for
from tests.journeys.worlds import House
from tests.world_casework import World, planned

MOST_STEPS = 60
FOCUS = """() => {
    const here = document.activeElement, style = getComputedStyle(here), label = here.labels?.[0];
    const shown = label && ["radio", "checkbox"].includes(here.type) ? getComputedStyle(label, "::before") : style;
    const group = here.closest("fieldset")?.querySelector("legend")?.innerText ?? "";
    return {
        words: (label?.innerText ?? here.innerText ?? "").trim(), group: group.trim(), tag: here.tagName,
        marked: [style, shown].some(one => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) > 0
            || one.boxShadow !== "none"),
    };
}"""


@pytest.fixture
def way() -> Way:
    """A keyboard needs one width."""
    return Way(1280)


@pytest.fixture(scope="module")
def family(house: House) -> World:
    """A family with a plan."""
    return planned(house.cast)


def test_a_key_worker_signs_in_and_records_a_contact_without_a_mouse(
    house: House, family: World, visit: Callable[[], Visit]
) -> None:
    give_second_factor("key_worker")
    me = visit()
    me.open("/sign-in/")
    _reach(me, "E-mail address")
    me.page.keyboard.type(email_of("key_worker"))
    _reach(me, "Password")
    me.page.keyboard.type(PASSWORD)
    _send(me)
    _reach(me, "Code")
    me.page.keyboard.type(code_for("key_worker"))
    _send(me)
    _reach(me, "The Orme family")
    _send(me)
    _reach(me, "Record a contact")
    _send(me)
    _fill_in(me)
    _send(me)
    me.reads("The contact is recorded.")
    assert Contact.objects.get().minutes == 20


def test_the_skip_link_comes_first_and_leads_to_the_page(house: House, visit: Callable[[], Visit]) -> None:
    me = visit()
    me.arrive_as(house.cast.key_worker)
    me.open("/families/")
    me.page.keyboard.press("Tab")
    assert me.page.evaluate(FOCUS)["words"] == "Skip to main content"
    me.page.keyboard.press("Enter")
    assert me.page.evaluate("() => document.activeElement.id") == "main-content"


def _fill_in(me: Visit) -> None:
    _reach(me, "Home visit")
    me.page.keyboard.press("ArrowDown")
    me.page.keyboard.press("ArrowDown")
    _reach(me, "Time")
    me.page.keyboard.type(f"{timezone.localtime():%H:%M}")
    _reach(me, "Minutes")
    me.page.keyboard.type("20")
    _reach(me, "Omar Orme")
    me.page.keyboard.press("Space")
    _reach(me, "What was said or seen")
    me.page.keyboard.type("We talked about mornings.")
    _reach(me, "Save the contact")


def _reach(me: Visit, words: str) -> None:
    """Tab until these words have the focus; wherever it rests, it can be seen."""
    for _step in range(MOST_STEPS):
        me.page.keyboard.press("Tab")
        here = me.page.evaluate(FOCUS)
        assert here["marked"], f"the focus cannot be seen on {here}"
        if here["words"].removesuffix(" (optional)") == words:
            return
    raise AssertionError(f"“{words}” was not reached in {MOST_STEPS} steps of the keyboard")


def _send(me: Visit) -> None:
    with me.page.expect_navigation():
        me.page.keyboard.press("Enter")
