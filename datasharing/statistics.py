"""What may be published of many families: small cells withheld, and what would give them back; values rounded. Pure.

A cell of fewer than six families is withheld, and a money cell in which two families make up more than nine tenths, and
every money cell whose count is withheld. Then further cells are, until the audit finds none that is given back.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from datasharing.audit import Relations, withhold

Key = TypeVar("Key", bound=Hashable)

LEAST = 6
"""Fewer contributing families than this are withheld. An area may raise it to ten, never lower it."""
MOST = 10
DOMINATED = Decimal("0.9")
TOTAL = "total"
ONE = Decimal(1)
"""The step of an audit: one family, or one pound."""


@dataclass
class Tally:
    """What a cell is made of, family by family: how many, their pounds, and the two that weigh most in it."""

    families: int = 0
    amount: Decimal = Decimal(0)
    weight: Decimal = Decimal(0)
    largest: list[Decimal] = field(default_factory=list)

    def add(self, amount: Decimal = Decimal(0)) -> None:
        """One more family, with its pounds, which may lie below nought."""
        self.families += 1
        if amount:
            self.amount += amount
            weight = abs(amount)
            self.weight += weight
            if len(self.largest) < 2 or weight > self.largest[1]:
                self.largest = sorted([*self.largest, weight], reverse=True)[:2]

    def is_dominated(self) -> bool:
        """Two families make up more than nine tenths of the pounds."""
        return sum(self.largest) > DOMINATED * self.weight


def least_allowed(least: int) -> int:
    """The number an area chose. Raises ValueError below six or above ten."""
    if not LEAST <= least <= MOST:
        raise ValueError(f"An area may raise the least number of families from {LEAST} to {MOST}, never lower it.")
    return least


def safe_counts(
    tallies: Mapping[Key, Tally],
    relations: Relations[Key],
    *,
    least: int = LEAST,
    never_shown: Collection[Key] = (),
    before: Collection[Key] = (),
) -> dict[Key, Decimal | None]:
    """Families by cell, rounded to five; None where withheld. A cell without any family is withheld too."""
    families = {key: Decimal(tally.families) for key, tally in tallies.items()}
    unsafe = {key for key, tally in tallies.items() if tally.families < least_allowed(least)}
    withheld = withhold(families, unsafe, relations, step=ONE, never_shown=never_shown, before=before)
    return {
        key: None if key in withheld else Decimal(round_count(tally.families))
        for key, tally in tallies.items()
        if key not in never_shown
    }


def safe_amounts(
    tallies: Mapping[Key, Tally],
    relations: Relations[Key],
    *,
    least: int = LEAST,
    also: Collection[Key] = (),
    never_shown: Collection[Key] = (),
    before: Collection[Key] = (),
) -> dict[Key, Decimal | None]:
    """Pounds by cell, rounded; None where withheld. `also` are cells that may not be shown whatever they hold."""
    safe = _weighed(tallies, relations, least=least, also=also, never_shown=never_shown, before=before)
    return {key: None if amount is None else round_money(amount) for key, amount in safe.items()}


def safe_people(
    tallies: Mapping[Key, Tally],
    relations: Relations[Key],
    *,
    least: int = LEAST,
    never_shown: Collection[Key] = (),
    before: Collection[Key] = (),
) -> dict[Key, Decimal | None]:
    """People by cell (the tally's amount), rounded to five; None where withheld: as pounds are, by their families."""
    safe = _weighed(tallies, relations, least=least, also=(), never_shown=never_shown, before=before)
    return {key: None if number is None else Decimal(round_count(int(number))) for key, number in safe.items()}


def _weighed(
    tallies: Mapping[Key, Tally],
    relations: Relations[Key],
    *,
    least: int,
    also: Collection[Key],
    never_shown: Collection[Key],
    before: Collection[Key],
) -> dict[Key, Decimal | None]:
    """The amounts of cells, not rounded; None where few families, or two of them, are behind one, or would be told."""
    amounts = {key: tally.amount for key, tally in tallies.items()}
    few = least_allowed(least)
    unsafe = {key for key, tally in tallies.items() if tally.families < few or tally.is_dominated()} | set(also)
    withheld = withhold(amounts, unsafe, relations, step=ONE, never_shown=never_shown, before=before)
    return {key: None if key in withheld else amount for key, amount in amounts.items() if key not in never_shown}


def safe_happenings(
    numbers: Mapping[Key, int], people: Mapping[Key, int], relations: Relations[Key], *, least: int = LEAST
) -> dict[Key, Decimal | None]:
    """How often things happened, rounded to five; None where one to five people stand behind it.

    That nothing happened is shown: which events have a price is no secret, and nobody stands behind them.
    """
    values = {key: Decimal(number) for key, number in numbers.items()}
    unsafe = {key for key in numbers if 0 < people.get(key, 0) < least_allowed(least)}
    withheld = withhold(values, unsafe, relations, step=ONE)
    return {key: None if key in withheld else Decimal(round_count(number)) for key, number in numbers.items()}


def round_count(number: int) -> int:
    """To the nearest five."""
    return int((Decimal(number) / 5).quantize(Decimal(1), ROUND_HALF_UP)) * 5


def round_money(amount: Decimal) -> Decimal:
    """To a thousand pounds, or to three significant figures, whichever is coarser."""
    unit = max(Decimal(1000), Decimal(10) ** (amount.copy_abs().adjusted() - 2)) if amount else Decimal(1000)
    return (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def rate(part: int | Decimal | None, whole: int | Decimal | None) -> Decimal | None:
    """One published value by another: from rounded values alone. None where either is withheld, or nought."""
    if part is None or not whole:
        return None
    return Decimal(part) / Decimal(whole)
