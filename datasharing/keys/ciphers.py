"""AES-256-GCM as Lintel uses it: wrapping a data key, sealing a value to its place. Pure.

A sealed value is one byte of version, 16 of whose key it is, 12 of nonce, then the cipher text with its tag of 16. The
associated data are table and column, row, and whose key it is: moved to another place, it does not open.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
OWNER, NONCE, TAG, KEY = 16, 12, 16, 32
HEAD = len(VERSION) + OWNER
LEAST = HEAD + NONCE + TAG


class Unreadable(Exception):
    """A value that does not open here: altered, moved from another place, or its key is not there."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A value as the database holds it, not yet opened. Its words say nothing, so that it can stand in a log."""

    held: bytes

    def __str__(self) -> str:
        return "(sealed)"

    __repr__ = __str__

    @property
    def owner(self) -> UUID:
        """Whose key opens it. Unreadable when it is no sealed value at all."""
        if len(self.held) < LEAST or not self.held.startswith(VERSION):
            raise Unreadable("This is no sealed value.")
        return _owner(self.held[len(VERSION) : HEAD])


@lru_cache(maxsize=10_000)
def _owner(held: bytes) -> UUID:
    """Many values that come together are one owner's."""
    return UUID(bytes=held)


def place_of(column: str, row: bytes, owner: UUID) -> bytes:
    """What a value is bound to: `table.column`, the row's own identity, and whose key it is."""
    return b"\x00".join((column.encode(), row, owner.bytes))


class Sealer:
    """One owner's key at work on many values."""

    def __init__(self, key: AESGCM, owner: UUID) -> None:
        self._encrypt, self._owner = key.encrypt, owner.bytes

    def seal(self, column: bytes, row: bytes, value: bytes) -> bytes:
        """A value sealed to its place, `table.column` in bytes."""
        nonce = os.urandom(NONCE)
        place = b"\x00".join((column, row, self._owner))
        return b"".join((VERSION, self._owner, nonce, self._encrypt(nonce, value, place)))


def seal(key: AESGCM, owner: UUID, column: str, row: bytes, value: bytes) -> bytes:
    """A value sealed to its place."""
    return Sealer(key, owner).seal(column.encode(), row, value)


def unseal(key: AESGCM, sealed: Sealed, column: str, row: bytes) -> bytes:
    """What was sealed. Unreadable when the value was altered or stood elsewhere."""
    place = place_of(column, row, sealed.owner)
    try:
        return key.decrypt(sealed.held[HEAD : HEAD + NONCE], sealed.held[HEAD + NONCE :], place)
    except InvalidTag:
        raise Unreadable(f"A value in {column} was altered, or moved there from another place.") from None


def new_key() -> bytes:
    """A random data key."""
    return AESGCM.generate_key(KEY * 8)


def wrap(wrapping: bytes, owner: UUID, key: bytes) -> bytes:
    """A data key sealed under a key from outside, and bound to whose it is."""
    return next(wrap_all(wrapping, [(owner, key)]))


def wrap_all(wrapping: bytes, keys: Iterable[tuple[UUID, bytes]]) -> Iterator[bytes]:
    """The same for many owners, each with its data key."""
    outside = AESGCM(wrapping)
    for owner, key in keys:
        nonce = os.urandom(NONCE)
        yield nonce + outside.encrypt(nonce, key, owner.bytes)


def unwrap(wrapping: bytes, owner: UUID, wrapped: bytes) -> bytes:
    """The data key. Unreadable when it was altered, is another's, or was wrapped under another key."""
    try:
        return AESGCM(wrapping).decrypt(wrapped[:NONCE], wrapped[NONCE:], owner.bytes)
    except InvalidTag:
        raise Unreadable("A data key does not open: it was altered, or LINTEL_KEYS holds another key.") from None
