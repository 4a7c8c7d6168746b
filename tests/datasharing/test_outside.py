"""Secrets of second factors and sessions: sealed under the key from outside, and anew when it changes."""

import os
from base64 import urlsafe_b64encode

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from datasharing.keys.ciphers import Unreadable
from datasharing.keys.factors import sealed_first
from datasharing.keys.outside import FACTOR, SESSION, is_newest, open_words, seal_words
from datasharing.operations.rotate_keys import rotate_keys
from lintel.sessions import SessionStore
from tests.cast import SECRET, Cast, give_second_factor


def newer(keys: str, version: int) -> str:
    """The keys from outside with one more."""
    return f"{keys},{version}:" + urlsafe_b64encode(os.urandom(32)).decode()


def test_words_open_in_their_place_and_nowhere_else() -> None:
    held = seal_words(FACTOR, "JBSWY3DP")
    assert "JBSWY3DP" not in held and open_words(FACTOR, held) == "JBSWY3DP"
    for place, changed in (
        (SESSION, held),
        (FACTOR, held[:-6] + "AAAA" + held[-2:]),
        (FACTOR, held.replace("1:", "7:")),
    ):
        with pytest.raises(Unreadable):
            open_words(place, changed)


@pytest.mark.parametrize("written", ["JBSWY3DP", "", "1:", "1:!!", "x:AAAA"])
def test_what_was_written_there_plain_is_refused(written: str) -> None:
    with pytest.raises(Unreadable):
        open_words(FACTOR, written)


def test_the_key_is_changed_and_the_old_one_taken_away(cast: Cast, settings) -> None:
    give_second_factor("key_worker")
    held = Authenticator.objects.get()
    assert SECRET not in str(held.data)
    settings.LINTEL_KEYS = newer(settings.LINTEL_KEYS, 2)
    assert not is_newest(held.data["secret"])
    for _ in rotate_keys():
        pass
    settings.LINTEL_KEYS = settings.LINTEL_KEYS.rpartition(",")[2]
    held.refresh_from_db()
    assert is_newest(held.data["secret"]) and open_words(FACTOR, held.data["secret"]) == SECRET
    assert list(rotate_keys()) == []


def test_secrets_that_were_plain_until_now_are_sealed_and_the_rest_stays() -> None:
    sealed = sealed_first({"seed": "abcd", "used_mask": 3})
    assert sealed["used_mask"] == 3 and open_words(FACTOR, sealed["seed"]) == "abcd"


def test_a_session_says_nothing_in_its_table_and_nothing_when_its_key_is_gone(db: None, settings) -> None:
    session = SessionStore()
    session["typed"] = "Zebedee Nottingley"
    session.create()
    held = Session.objects.get().session_data
    plain = super(SessionStore, session).encode({"typed": "Zebedee Nottingley"})
    assert held.startswith("1:") and plain[:12] not in held
    assert SessionStore(session.session_key)["typed"] == "Zebedee Nottingley"
    settings.LINTEL_KEYS = newer("", 2).lstrip(",")
    assert SessionStore(session.session_key).get("typed") is None
