"""Sessions end: an hour idle, twelve hours after signing in at most."""

import time

import pytest
from django.conf import settings

from lintel.sessions import BEGAN, SAVED, SessionStore

HOUR = 60 * 60


@pytest.fixture
def session(db):
    """A stored session of somebody who has just signed in."""
    store = SessionStore()
    store["who"] = "a practitioner"
    store.create()
    return store


def test_a_session_lasts_an_hour_between_requests_and_each_request_renews_it(session):
    assert settings.SESSION_SAVE_EVERY_REQUEST
    assert session.get_expiry_age() == HOUR


def test_a_session_is_as_it_was_before_twelve_hours_are_over(session):
    session[BEGAN] = int(time.time()) - 12 * HOUR + 60
    session.save()
    assert SessionStore(session.session_key)["who"] == "a practitioner"


def test_a_session_is_empty_and_has_no_key_after_twelve_hours(session):
    session[BEGAN] = int(time.time()) - 12 * HOUR
    session.save()
    later = SessionStore(session.session_key)
    assert later.get("who") is None
    assert later.session_key is None


def test_signing_in_gives_a_new_key_and_begins_the_twelve_hours(session):
    session[BEGAN] = int(time.time()) - 11 * HOUR
    key = session.session_key
    session.cycle_key()
    assert session.session_key != key
    assert time.time() - session[BEGAN] < 60
    assert SessionStore(session.session_key)["who"] == "a practitioner"


def test_a_look_that_changes_nothing_writes_the_session_once_a_minute(session, django_assert_num_queries):
    later = SessionStore(session.session_key)
    assert later["who"] == "a practitioner"
    with django_assert_num_queries(0):
        later.save()
    later._session[SAVED] -= 61
    with django_assert_num_queries(3):
        later.save()
    later["who"] = "somebody else"
    later.save()
    assert SessionStore(session.session_key)["who"] == "somebody else"
