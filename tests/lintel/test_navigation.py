"""What the head of a page offers to a post."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from agencies.access import Row, open_to
from agencies.actor import Actor
from agencies.vocabulary import AgencyKind, Purpose, Role
from lintel import navigation
from lintel.context_processors import frame

ADDRESSES = {"cases:my_families": "/families/", "cases:refer": "/refer/", "cases:inbox": "/inbox/"}


def an_actor(role: Role) -> Actor:
    return Actor(
        post=1,
        practitioner=uuid4(),
        agency=1,
        agency_name="Ashworth Council",
        kind=AgencyKind.COUNCIL,
        role=role,
        place="ashworth",
        starts_on=dt.date(2026, 1, 1),
        ends_on=None,
        purpose=Purpose.DIRECT_SUPPORT,
    )


@pytest.fixture(autouse=True)
def three_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: dict[str, Row] = {
        "cases:my_families": open_to(Role.KEY_WORKER),
        "cases:refer": open_to(Role.KEY_WORKER, Role.SCREENER),
        "cases:inbox": open_to(Role.SCREENER),
    }
    monkeypatch.setattr(navigation, "row_for", rows.get)
    monkeypatch.setattr(navigation, "address_of", lambda name: ADDRESSES.get(name, ""))


def test_a_post_is_offered_what_is_its_to_do_and_what_the_table_lets_it_open() -> None:
    assert [address for address, _words in navigation.places_of(an_actor(Role.KEY_WORKER))] == ["/families/", "/refer/"]
    assert [address for address, _words in navigation.places_of(an_actor(Role.SCREENER))] == ["/inbox/", "/refer/"]
    assert navigation.places_of(an_actor(Role.TEAM_MANAGER)) == []


def test_the_frame_marks_the_place_that_the_reader_is_in() -> None:
    request = RequestFactory().get("/families/F1234567/plan/")
    request.actor = an_actor(Role.KEY_WORKER)  # type: ignore[attr-defined]
    context = frame(request)
    assert [item["href"] for item in context["nav"] if item["current"]] == ["/families/"]
    assert context["acting"]["post_words"] == "Key worker, Ashworth Council"


def test_nothing_is_offered_before_sign_in() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert frame(request) == {"nav": [], "acting": None}
