"""Hashes of the journal: the same for the same values, and never the same for others."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from uuid import UUID

import pytest

from agencies import merkle

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_the_order_of_values_and_the_zone_of_a_moment_make_no_difference() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=1)))
    assert merkle.canonical({"a": 1, "at": NOON}) == merkle.canonical({"at": there, "a": 1})
    assert merkle.canonical({"at": NOON}) == b'{"at":"2026-11-26T12:00:00.000000+00:00"}'


def test_what_the_journal_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot hold bytes"):
        merkle.canonical({"a": b"1"})


@pytest.mark.parametrize(
    "other",
    [{"event": "b"}, {"event": "a", "post": 1}, {"event": "a", "families": [UUID(int=1)]}, {"event": ""}, {}],
)
def test_another_value_is_another_leaf(other: dict[str, object]) -> None:
    assert merkle.leaf(other) != merkle.leaf({"event": "a"})


def test_one_leaf_is_its_own_root_and_two_are_hashed_as_a_node() -> None:
    one, two, three = (bytes([number]) * 32 for number in (1, 2, 3))
    assert merkle.root([one]) == one
    pair = sha256(b"\x01" + one + two).digest()
    assert merkle.root([one, two]) == pair
    assert merkle.root([one, two, three]) == sha256(b"\x01" + pair + three).digest()
    with pytest.raises(ValueError, match="no tree"):
        merkle.root([])


def test_leaves_in_another_order_have_another_root() -> None:
    leaves = [bytes([number]) * 32 for number in range(7)]
    roots = {merkle.root([*leaves[at:], *leaves[:at]]) for at in range(7)}
    assert len(roots) == 7


@pytest.mark.parametrize("at", range(5))
def test_a_seal_says_all_that_it_is_chained_over(at: int) -> None:
    told: list[object] = [1, bytes(32), b"\x01" * 32, 5, NOON]
    others: list[object] = [2, b"\x02" * 32, b"\x03" * 32, 6, NOON + timedelta(microseconds=1)]
    changed = [*told[:at], others[at], *told[at + 1 :]]
    assert merkle.chain(*changed) != merkle.chain(*told)  # type: ignore[arg-type]
