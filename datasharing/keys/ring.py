"""The data keys at hand: read many at once, held for this thread and for seconds only.

Whatever comes from the database says whose key it needs (`want`); the first value that is opened reads the keys of all
that were wanted, so that a page of families costs one statement. A ring older than `FRESH` seconds is thrown away, so
that a shredded key is gone from every process by then; a request begins with an empty one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from itertools import islice
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from datasharing.keys.ciphers import Sealer, Unreadable, new_key, unwrap, wrap_all
from datasharing.keys.wrapping import newest, wrapping_key

FRESH = 30.0
"""Seconds."""
LARGEST = 50_000
"""Keys at hand, and half of it keys wanted; an import of millions of people does not grow beyond it."""

AGAIN = 10_000
"""Keys read again together when the ring was emptied."""

KEPT = 100
"""Keys made at once that are kept at hand."""

READ = "SELECT owner, version, wrapped FROM datasharing_datakey WHERE owner = ANY(%s)"
WRITE = (
    "INSERT INTO datasharing_datakey (owner, kind, version, wrapped, made_at) "
    "SELECT owner, %s, %s, wrapped, now() FROM unnest(%s::uuid[], %s::bytea[]) AS new (owner, wrapped)"
)


class Ring(threading.local):
    """Keys by owner; None for an owner whose key was shredded. One for each thread."""

    def __init__(self) -> None:
        self.empty()

    def empty(self) -> None:
        """Forget every key."""
        self.keys: dict[UUID, AESGCM | None] = {}
        self.wanted: set[UUID] = set()
        self.since = time.monotonic()

    def freshen(self) -> None:
        """Forget every key when they have been held for long, or are many.

        Those read last are wanted again: whoever goes through thousands of rows has said but once whose keys they
        need, and would read one after another from then on. With what is wanted besides they fit the ring: if they
        did not, they would be thrown away as soon as they are read, and read again for every value.
        """
        if len(self.keys) > LARGEST or time.monotonic() - self.since > FRESH:
            wanted = self.wanted.union(islice(reversed(self.keys), AGAIN))
            self.empty()
            self.wanted = wanted


RING = Ring()


def forget() -> None:
    """Throw away what is at hand: at the start of a request, and when a key was shredded."""
    RING.empty()


def want(owner: UUID) -> None:
    """Say that this key will be needed; it is read together with the others."""
    if owner not in RING.keys and len(RING.wanted) < LARGEST // 2:
        RING.wanted.add(owner)


def key_of(owner: UUID) -> AESGCM | None:
    """The data key of a person or family; None when it was shredded. Unreadable when there never was one."""
    RING.freshen()
    if owner not in RING.keys:
        _read({owner} | RING.wanted)
        RING.wanted.clear()
    try:
        return RING.keys[owner]
    except KeyError:
        raise Unreadable(f"There is no data key for {owner}.") from None


def sealer_of(owner: UUID) -> Sealer:
    """The key of an owner at work on many values. Unreadable when it was shredded, or never was."""
    key = key_of(owner)
    if key is None:
        raise Unreadable(f"The data key of {owner} was shredded; nothing more can be sealed under it.")
    return Sealer(key, owner)


def read_wanted() -> None:
    """Read the keys that are wanted: one statement, though none were, so that nobody can tell by its absence."""
    RING.freshen()
    _read(set(RING.wanted))
    RING.wanted.clear()


def _read(owners: set[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(READ, [list(owners)])
        for owner, version, wrapped in cursor.fetchall():
            opened = unwrap(wrapping_key(version), owner, bytes(wrapped)) if wrapped is not None else None
            RING.keys[owner] = AESGCM(opened) if opened is not None else None


def make_keys(kind: str, owners: Iterable[UUID]) -> None:
    """A random data key for each of these new people or families, in the transaction that makes them.

    Many are not kept at hand: whoever makes them by the thousand seals nothing under most of them yet.
    """
    version, wrapping = newest()
    made = {owner: new_key() for owner in owners}
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [kind, version, list(made), list(wrap_all(wrapping, made.items()))])
    if len(made) <= KEPT:
        RING.freshen()
        RING.keys.update((owner, AESGCM(key)) for owner, key in made.items())
