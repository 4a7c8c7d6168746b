"""What keeps records apart whatever their weight: what is settled of a person, and what a practitioner decided. Pure.

A value is settled when two records or more say it. A person has one settled date of birth and one settled number of
each scheme; one record with day and month exchanged or a digit off may still join.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from cases.likeness import one_digit_off, slip_between, spelled_alike
from cases.linkage.nicknames import one_name
from cases.linkage.written import Written

_Value = TypeVar("_Value")

SETTLED = 2
"""Records that must say a value for it to be settled."""


@dataclass(slots=True)
class Held:
    """What the records joined so far say of one person, each value with the number of records that say it."""

    anchor: str = ""
    births: dict[date, int] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    sexes: dict[str, int] = field(default_factory=dict)
    givens: dict[str, int] = field(default_factory=dict)

    def take(self, other: "Held") -> None:
        """Add what the records of `other` say."""
        self.anchor = self.anchor or other.anchor
        _add(self.births, other.births)
        _add(self.numbers, other.numbers)
        _add(self.sexes, other.sexes)
        _add(self.givens, other.givens)


def _add(counts: dict[_Value, int], more: dict[_Value, int]) -> None:
    for value, count in more.items():
        counts[value] = counts.get(value, 0) + count


def held(one: Written) -> Held:
    """What one written identity says."""
    return Held(
        anchor=one.anchor,
        births={one.dob: one.rows} if one.dob else {},
        numbers=dict.fromkeys(one.ids, one.rows),
        sexes={one.sex: one.rows} if one.sex else {},
        givens={one.given: one.rows} if one.given else {},
    )


def against(one: Held, other: Held) -> str:
    """Why these two cannot be one person, in words; empty when they can."""
    if one.anchor and other.anchor:
        return "" if one.anchor == other.anchor else "a practitioner has dealt with them as two people"
    if one.numbers and other.numbers:
        if _settled_numbers(one.numbers, other.numbers):
            return "two numbers of one kind, each on two records or more"
        if _different_numbers(one.numbers, other.numbers):
            return "different numbers of one kind"
    if one.births and other.births and _too_many(one.births, other.births):
        return "two dates of birth, each on two records or more"
    if one.numbers.keys().isdisjoint(other.numbers):
        if one.births and other.births and not _near(one.births, other.births):
            return "different dates of birth"
        if one.sexes and other.sexes and one.sexes.keys().isdisjoint(other.sexes):
            return "different sex recorded"
        if _two_names(one.givens, other.givens):
            return "two given names, each on two records or more"
    return ""


def _settled(one: dict[_Value, int], other: dict[_Value, int]) -> list[_Value]:
    """The values that two records or more of both say together."""
    both = [value for value, count in one.items() if count + other.get(value, 0) >= SETTLED]
    return both + [value for value, count in other.items() if count >= SETTLED and value not in one]


def _too_many(one: dict[_Value, int], other: dict[_Value, int]) -> bool:
    """Whether joining would settle one more value than either has settled by itself (as decided, if more than one)."""
    together = len(_settled(one, other))
    return together > 1 and together > max(len(_settled(one, {})), len(_settled(other, {})))


def _settled_numbers(one: dict[tuple[str, str], int], other: dict[tuple[str, str], int]) -> bool:
    if len(one) == 1 and one.keys() == other.keys():
        return False
    schemes = {scheme for scheme, _ in one} & {scheme for scheme, _ in other}
    return any(_too_many(_of(one, scheme), _of(other, scheme)) for scheme in schemes)


def _of(numbers: dict[tuple[str, str], int], scheme: str) -> dict[str, int]:
    return {value: count for (held_scheme, value), count in numbers.items() if held_scheme == scheme}


def _different_numbers(one: dict[tuple[str, str], int], other: dict[tuple[str, str], int]) -> bool:
    """Numbers of one scheme on both sides, none the same and none a digit off."""
    for scheme in {scheme for scheme, _ in one} & {scheme for scheme, _ in other}:
        mine, theirs = _of(one, scheme), _of(other, scheme)
        if mine.keys().isdisjoint(theirs) and not any(one_digit_off(a, b) for a in mine for b in theirs):
            return True
    return False


def _near(one: dict[date, int], other: dict[date, int]) -> bool:
    """Whether the date most said on one side is said on the other, but for one slip."""
    if one.keys() == other.keys():
        return True
    first, second = _most_said(one), _most_said(other)
    return any(first == day or slip_between(first, day) for day in other) or any(
        second == day or slip_between(second, day) for day in one
    )


def _most_said(births: dict[date, int]) -> date:
    return min(births, key=lambda day: (-births[day], day))


def _two_names(one: dict[str, int], other: dict[str, int]) -> bool:
    """Given names settled on both sides that are no forms of one another: twins under one roof."""
    if not one.keys().isdisjoint(other):
        return False
    mine = [name for name, count in one.items() if count >= SETTLED]
    theirs = [name for name, count in other.items() if count >= SETTLED]
    if not mine or not theirs:
        return False
    return not any(one_name(a, b) or spelled_alike(a, b) for a in mine for b in theirs)
