"""How long it takes to record a contact on a telephone: typed at a person's speed, pages and clicks counted."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys import conftest
from tests.journeys.visit import Visit, Way
from tests.journeys.worlds import House
from tests.world_casework import planned

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS_A_MINUTE = 40
"""Of five letters, a space among them: what people type on a telephone."""
A_LETTER = 60 / (WORDS_A_MINUTE * 5)
A_CLICK = 1.1
"""Seconds to find something on the screen and press it."""
LOADS = 40
SAID = "Mornings are better. Tia is up at seven and eats. Ruth has rung the school about PE."
CHILD = "I like breakfast club."
NEXT = "Ring school on Monday."
MOST_PAGES, MOST_TYPING = 3, 60


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """Nothing is emptied between tests: `house` does that."""


house, visit = conftest.house, conftest.visit


@pytest.fixture
def way() -> Way:
    """A telephone."""
    return Way(390)


class Hand:
    """Somebody who types and presses as people do; counts what they do."""

    def __init__(self, me: Visit) -> None:
        self.me, self.clicks, self.typed, self.seconds = me, 0, 0, 0.0

    def press(self, target: Any) -> None:
        """Press it."""
        target.click()
        self.clicks += 1

    def type(self, label: str, words: str) -> None:
        """Press the box, and type into it letter by letter."""
        box = self.me.box(label)
        self.press(box)
        began = time.perf_counter()
        box.press_sequentially(words, delay=A_LETTER * 1000, timeout=MOST_TYPING * 1000)
        self.seconds += time.perf_counter() - began
        self.typed += len(words)


def test_a_contact_is_recorded_in_three_pages_and_a_minute_of_typing(
    house: House,
    way: Way,
    visit: Callable[[], Visit],
) -> None:
    world = planned(house.cast)
    me = visit()
    me.arrive_as(house.cast.key_worker)
    me.open("/families/")
    hand, pages = Hand(me), []
    me.page.on("load", lambda page: pages.append(page.title()))
    began = time.perf_counter()
    hand.press(me.page.locator(f"main a[href$='/families/{world.reference}/']"))
    me.page.wait_for_url(f"**/{world.reference}/")
    hand.press(me.page.locator("#main-content").get_by_role("button", name="Record a contact"))
    me.page.wait_for_url("**/contacts/new/")
    hand.press(me.page.get_by_label("Home visit"))
    hand.type("Time", f"{timezone.localtime():%H:%M}")
    hand.type("Minutes", "45")
    for name in ("Ruth Orme", "Tia Orme"):
        hand.press(me.group("Who was seen").get_by_label(name))
    hand.type("What was said or seen", SAID)
    me.box("Which child said something in their own words").select_option(index=1)
    hand.clicks += 2
    hand.type("The child’s own words", CHILD)
    hand.type("What next", NEXT)
    hand.press(me.page.get_by_role("button", name="Save the contact"))
    me.page.wait_for_url("**/contacts/")
    me.reads("The contact is recorded.", SAID, CHILD)
    whole, loaded = time.perf_counter() - began, tuple(pages)
    slowest = _slow_load(me, (f"/families/{world.reference}/", f"/families/{world.reference}/contacts/new/"))
    total = len(loaded) * slowest + hand.clicks * A_CLICK + hand.seconds
    print(
        f"\n{len(loaded)} pages ({'; '.join(loaded)}) at {slowest * 1000:.0f} ms (95th percentile of {LOADS} loads), "
        f"{hand.clicks} clicks at {A_CLICK} s, {hand.typed} letters typed in {hand.seconds:.1f} s "
        f"({WORDS_A_MINUTE} words a minute): {total:.0f} s in all; the browser itself took {whole:.0f} s"
    )
    assert len(loaded) <= MOST_PAGES and hand.seconds <= MOST_TYPING


def _slow_load(me: Visit, addresses: tuple[str, ...]) -> float:
    """The 95th percentile of how many seconds a page takes to load in the browser."""
    took = []
    for number in range(LOADS):
        me.open(addresses[number % len(addresses)])
        entry = me.page.evaluate("() => performance.getEntriesByType('navigation')[0].duration")
        took.append(entry / 1000)
    return statistics.quantiles(took, n=20)[-1]
