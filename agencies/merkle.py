"""What the journal is sealed with: canonical bytes, leaves, trees and chains. Pure; SHA-256 throughout.

Every hash begins with a byte that says what it is of, so that no leaf can pass for a node, nor a node for a seal.
Source: sharing.md "Disclosures".
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

LEAF, NODE, SEAL = b"\x00", b"\x01", b"\x02"
NO_SEAL = bytes(32)
"""What the first seal is chained to."""


def canonical(values: Mapping[str, Any]) -> bytes:
    """The same bytes for the same values, whatever order they come in. Moments are in UTC, to the microsecond."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"The journal cannot hold {type(value).__name__}.")


def leaf(values: Mapping[str, Any]) -> bytes:
    """The leaf of one entry; 32 bytes."""
    return sha256(LEAF + canonical(values)).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves in their order; the last of an odd number goes up as it is. ValueError without any."""
    if not leaves:
        raise ValueError("There is no tree without leaves.")
    level = list(leaves)
    while len(level) > 1:
        pairs = [sha256(NODE + one + other).digest() for one, other in zip(level[::2], level[1::2], strict=False)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def chain(number: int, previous: bytes, tree: bytes, entries: int, sealed_at: datetime) -> bytes:
    """What a seal signs: its number, the seal before it, its tree, how many entries that has, and when."""
    told = {"number": number, "entries": entries, "sealed_at": sealed_at}
    return sha256(SEAL + previous + tree + canonical(told)).digest()
