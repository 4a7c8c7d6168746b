"""The keys from outside the database that wrap every data key: versions side by side, the highest in use.

`LINTEL_KEYS` holds them as `version:key` with commas between, each key 32 bytes in URL-safe base 64; a key alone is
version 1, as set-up makes it.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import Error
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from datasharing.keys.ciphers import KEY, Unreadable


@cache
def read_keys(written: str) -> dict[int, bytes]:
    """Version → key. ImproperlyConfigured, in words that never repeat a key."""
    found: dict[int, bytes] = {}
    for number, one in enumerate(filter(None, (part.strip() for part in written.split(","))), 1):
        version, _, key = one.rpartition(":")
        try:
            raw = urlsafe_b64decode(key + "=" * (-len(key) % 4))
        except (Error, ValueError):
            raw = b""
        if len(raw) != KEY or not (version or "1").isdecimal() or int(version or 1) in found:
            raise ImproperlyConfigured(
                f"LINTEL_KEYS: its key number {number} is not `version:` and 32 bytes in base 64."
            )
        found[int(version or 1)] = raw
    if not found:
        raise ImproperlyConfigured("LINTEL_KEYS is empty: nothing can be sealed or read. `make run` makes one.")
    return found


def newest() -> tuple[int, bytes]:
    """The version that wraps from now on, and its key."""
    keys = read_keys(settings.LINTEL_KEYS)
    version = max(keys)
    return version, keys[version]


def wrapping_key(version: int) -> bytes:
    """The key of one version. Unreadable when it is not among them any more."""
    try:
        return read_keys(settings.LINTEL_KEYS)[version]
    except KeyError:
        raise Unreadable(f"LINTEL_KEYS has no version {version}, under which a data key is wrapped.") from None
