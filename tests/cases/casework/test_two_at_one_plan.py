"""Two people at one plan: the second is shown what changed, loses nothing, and is recorded beside the first."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.refusals import Refused
from cases.models import Action, Plan, Review
from cases.operations.complete_action import complete_action
from cases.operations.review_plan import review_plan
from cases.plan_changes import Line, PlanState, changes_since
from cases.selectors.plan import plan
from tests.cast import Cast, sign_in
from tests.world_casework import World, in_days, planned

DAY = date(2026, 5, 3)


def opened(client: Client, world: World) -> dict[str, Any]:
    """The review form as a browser holds it."""
    return held_in(client.get(reverse("cases:review", args=[world.reference])).content.decode())


def held_in(page: str) -> dict[str, Any]:
    """The names of a page's fields, with the values of those that nobody types."""
    names = dict.fromkeys(re.findall(r'name="((?:progress|words)_[0-9]+)"', page), "")
    hidden = {
        name: unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])  # type: ignore[index]
        for name in ("submission", "seen")
    }
    return names | hidden


def written(form: dict[str, Any], cast: Cast, words: str) -> dict[str, Any]:
    """The same, filled in."""
    today, day = timezone.localdate(), in_days(60)
    answers = {name: "better" for name in form if name.startswith("progress_")}
    about = {name: f"{words} about it" for name in form if name.startswith("words_")}
    dates = {
        f"{field}_{part}": getattr(when, part)
        for field, when in (("held_on", today), ("next_review_on", day))
        for part in ("day", "month", "year")
    }
    return {**form, **answers, **about, **dates, "came": [str(cast.key_worker.post)], "decisions": words}


def test_the_second_review_is_shown_the_difference_and_then_recorded_beside_the_first(cast: Cast) -> None:
    world = planned(cast)
    one, other = (sign_in(Client(), cast.key_worker) for _ in range(2))
    first, second = opened(one, world), opened(other, world)
    page = reverse("cases:review", args=[world.reference])
    assert one.post(page, written(first, cast, "The first")).status_code == 302
    shown = other.post(page, written(second, cast, "The second"))
    words = shown.content.decode()
    assert shown.status_code == 422 and Review.objects.count() == 1
    assert (
        "What changed while you were writing" in words and "was recorded." in words and "The second about it" in words
    )
    again = written(held_in(words), cast, "The second")
    assert other.post(page, again).status_code == 302
    assert [one.decisions for one in Review.objects.order_by("pk")] == ["The first", "The second"]
    assert other.post(page, again).status_code in (302, 422) and Review.objects.count() == 2


def test_what_was_written_about_a_goal_that_is_met_meanwhile_is_handed_back(cast: Cast) -> None:
    world = planned(cast)
    client = sign_in(Client(), cast.key_worker)
    mine = written(opened(client, world), cast, "Mine")
    goals = {goal.id: "met" for goal in plan(cast.key_worker, world.reference).goals}
    review_plan(
        cast.key_worker, world.reference, held_on=timezone.localdate(), came=[cast.key_worker.post],
        decisions="All met.", goals=goals, next_review_on=in_days(30),
    )  # fmt: skip
    words = client.post(reverse("cases:review", args=[world.reference]), mine).content.decode()
    assert "met meanwhile, you wrote: Mine about it" in words


def test_an_action_that_is_done_turns_the_version_and_the_api_may_name_the_one_it_saw(cast: Cast) -> None:
    world = planned(cast)
    version = plan(cast.key_worker, world.reference).version
    complete_action(cast.key_worker, world.reference, action=Action.objects.order_by("pk")[0].pk)
    assert Plan.objects.get().version == version + 1
    with pytest.raises(Refused, match="Nothing of yours is lost"):
        review_plan(
            cast.key_worker, world.reference, held_on=timezone.localdate(), came=[cast.key_worker.post], decisions="x",
            goals={}, next_review_on=in_days(30), version=version,
        )  # fmt: skip


NOW = PlanState(4, (Line(1, "Safe", True), Line(2, "New", False)), (Line(7, "Ring", True),), ((5, DAY),), DAY)


def test_the_difference_in_words() -> None:
    before = PlanState(3, (Line(1, "Safe", False),), (Line(7, "Ring", False),), (), None)
    assert changes_since(before.written(), NOW) == (
        "The goal was met: “Safe”.",
        "A goal was added: “New”.",
        "The action was done: “Ring”.",
        "A review of 3 May 2026 was recorded.",
        "The next review is on 3 May 2026.",
    )


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"version": 4}', NOW.written()])
def test_nothing_is_different_where_nothing_was_seen_or_nothing_changed(seen: str) -> None:
    assert changes_since(seen, NOW) == ()
