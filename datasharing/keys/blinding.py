"""Keyed hashes: finding a number, or candidates by name and date of birth, among values that the database cannot read.

HMAC-SHA-256 under a key of its own for each purpose, derived from `LINTEL_BLINDING`, a secret outside the database.
Unlike the keys that wrap, it cannot be changed without hashing everything anew.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode
from binascii import Error
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from datasharing.keys.ciphers import KEY

WHOLE = 256


def blind(purpose: str, value: str, *, bits: int | None = None) -> bytes:
    """The keyed hash of a value that was written in one way beforehand (case, spaces); nothing gives nothing.

    `purpose` names the column and what is looked for there ("person.nhs_number"): hashes of two purposes cannot be
    joined. `bits`, 1 to 256, keeps the first so many: a hash of few bits, as a date of birth must have, is shared by
    several values, so that it finds candidates and proves nothing. ValueError for other numbers of bits.
    """
    if bits is not None and not 1 <= bits <= WHOLE:
        raise ValueError(f"{bits} bits: a keyed hash has 1 to {WHOLE}.")
    [held] = blind_all(purpose, [value])
    return _first(held, bits or WHOLE) if held else b""


def blind_all(purpose: str, values: Iterable[str]) -> list[bytes]:
    """The whole keyed hashes of many values of one purpose, in their order."""
    started, made = _started(settings.LINTEL_BLINDING, purpose), []
    for value in values:
        one = started.copy()
        one.update(value.encode())
        made.append(one.digest() if value else b"")
    return made


def _first(digest: bytes, bits: int) -> bytes:
    """The first so many bits, and zeros to the end of the last byte."""
    kept = digest[: (bits + 7) // 8]
    return kept[:-1] + bytes([kept[-1] & (0xFF << -bits % 8) & 0xFF])


@cache
def _started(written: str, purpose: str) -> hmac.HMAC:
    """An HMAC under the purpose's own key, to be copied for each value."""
    return hmac.new(hmac.digest(_secret(written), purpose.encode(), "sha256"), digestmod="sha256")


def _secret(written: str) -> bytes:
    """The secret from outside. ImproperlyConfigured, in words that never repeat it."""
    try:
        raw = urlsafe_b64decode(written + "=" * (-len(written) % 4))
    except (Error, ValueError):
        raw = b""
    if len(raw) != KEY:
        raise ImproperlyConfigured(
            "LINTEL_BLINDING is not 32 bytes in base 64: nothing can be looked up. `make run` makes one."
        )
    return raw
