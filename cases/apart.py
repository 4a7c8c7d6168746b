"""Who must not be asked to one meeting. Pure.

Three things keep people apart: an order, or what is recorded of a risk, between two of them; a restriction on one,
whom no other adult of the family is asked to meet; and a safety instruction, which keeps all its adults apart.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Apart(StrEnum):
    """What keeps people apart."""

    INSTRUCTION = "instruction"
    ORDER = "order"
    RISK = "risk"
    RESTRICTION = "restriction"


@dataclass(frozen=True)
class Facts(Generic[K]):
    """What is on record. `orders` and `risks` are pairs of people, in either order; `adults` are of the family."""

    orders: Collection[tuple[K, K]] = ()
    risks: Collection[tuple[K, K]] = ()
    restricted: Collection[K] = frozenset()
    adults: Collection[K] = frozenset()
    all_apart: bool = False


def clashes(people: Iterable[K], facts: Facts[K]) -> tuple[tuple[Apart, K, K], ...]:
    """The pairs among `people` that must not be brought together, each with what keeps them apart."""
    listed = list(dict.fromkeys(people))
    pairs = [(one, other) for place, one in enumerate(listed) for other in listed[place + 1 :]]
    return tuple((why, one, other) for one, other in pairs if (why := _between(one, other, facts)))


def _between(one: K, other: K, facts: Facts[K]) -> Apart | None:
    both, back = (one, other), (other, one)
    grown = one in facts.adults and other in facts.adults
    if facts.all_apart and grown:
        return Apart.INSTRUCTION
    if both in facts.orders or back in facts.orders:
        return Apart.ORDER
    if both in facts.risks or back in facts.risks:
        return Apart.RISK
    for person, beside in (both, back):
        if person in facts.restricted and beside in facts.adults:
            return Apart.RESTRICTION
    return None
