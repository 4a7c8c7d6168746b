"""Keyed hashes under which somebody is found at the front door, in a database that cannot read who they are."""

from collections.abc import Iterable

from cases.likeness import Identity
from cases.matching import block_keys
from datasharing.keys.blinding import blind

BITS = {
    "number": 56,
    "name and year": 40,
    "name and day": 40,
    "birth and postcode": 40,
    "name and postcode": 40,
    "birth and letter": 20,
}
"""How much of each hash is kept. A birth date with a letter has few values, so that several people share each."""
_PLACES = {kind: number for number, kind in enumerate(BITS, 1)}
_PURPOSES = {kind: f"cases_findingkeys.{kind}" for kind in BITS}


def finding_keys(identities: Iterable[Identity]) -> list[int]:
    """The keys of somebody whom these identities write, in order: seven bits of kind, then the hash's first 56."""
    return sorted({_hashed(*key) for identity in identities for key in block_keys(identity)})


def _hashed(kind: str, *words: str) -> int:
    held = blind(_PURPOSES[kind], "\x1f".join(words), bits=BITS[kind])
    return _PLACES[kind] << 56 | int.from_bytes(held.ljust(7, b"\0"))
