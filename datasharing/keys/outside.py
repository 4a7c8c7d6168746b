"""Words that are nobody's record, sealed under a key from outside itself: secrets of second factors, and sessions.

For each place its own key, derived from the wrapping key of a version; the version is written before the cipher text.
"""

from __future__ import annotations

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from datasharing.keys.ciphers import NONCE, Unreadable
from datasharing.keys.wrapping import newest, wrapping_key

FACTOR = "mfa_authenticator.data"
SESSION = "django_session.session_data"


def seal_words(place: str, words: str) -> str:
    """Words sealed to a place under the newest key."""
    version, wrapping = newest()
    nonce = os.urandom(NONCE)
    held = nonce + _key(wrapping, place).encrypt(nonce, words.encode(), place.encode())
    return f"{version}:{urlsafe_b64encode(held).decode()}"


def open_words(place: str, held: str) -> str:
    """What was sealed there. Unreadable when it was altered, was never sealed, or its version is gone."""
    version, _, written = held.partition(":")
    try:
        raw = urlsafe_b64decode(written)
        key = _key(wrapping_key(int(version)), place)
        return key.decrypt(raw[:NONCE], raw[NONCE:], place.encode()).decode()
    except (InvalidTag, Error, ValueError):
        raise Unreadable(f"What stands in {place} was altered, or was never sealed.") from None


def is_newest(held: str) -> bool:
    """Whether it is sealed under the version that is in use now."""
    return held.startswith(f"{newest()[0]}:")


def _key(wrapping: bytes, place: str) -> AESGCM:
    return AESGCM(hmac.digest(wrapping, place.encode(), "sha256"))
