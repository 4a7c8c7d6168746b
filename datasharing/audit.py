"""The audit of what is published: could a reader work a withheld cell out from everything that is shown? Pure.

All tables of a unit (families, or pounds) are audited together, since one may sum or bound another. A reader knows
which cells add up to which, which can never be more than others, and that no number of families lies below nought. For
every withheld cell the least and the greatest value that agree with all of that, and with everything shown, must lie a
whole `step` apart. Shown values are taken as exact, although what is published is rounded: it errs on the safe side.
Source: sharing.md "Statistics".
"""

import random
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

Key = TypeVar("Key", bound=Hashable)

WHOLE = 0.999
"""A whole step, but for the solver's rounding."""
FEW, PATIENCE = 3, 3
"""Many cells are aimed at together while more than so few are left, and until so many aims have found none safe."""
FAR = 10.0
"""How many times the greatest true value a withheld one may be, so that every aim has an end."""


@dataclass
class Relations(Generic[Key]):
    """What every reader knows of the cells before seeing any value.

    `sums`: a total and the parts that add up to it; one total may be the sum of several sets of parts. `limits`: a cell
    that can never be more than certain others together. `signed`: cells that may lie below nought.
    """

    sums: list[tuple[Key, tuple[Key, ...]]] = field(default_factory=list)
    limits: list[tuple[Key, tuple[Key, ...]]] = field(default_factory=list)
    signed: set[Key] = field(default_factory=set)

    def add(self, total: Key, parts: Collection[Key]) -> None:
        """`parts` add up to `total`; no parts, no sum."""
        if parts:
            self.sums.append((total, tuple(parts)))

    def limit(self, part: Key, wholes: Collection[Key]) -> None:
        """`part` is never more than `wholes` together."""
        if wholes:
            self.limits.append((part, tuple(wholes)))

    def lines(self) -> list[frozenset[Key]]:
        """The cells of each sum and each limit."""
        return [frozenset((total, *parts)) for total, parts in (*self.sums, *self.limits)]

    def among(self, keys: Collection[Key]) -> "Relations[Key]":
        """The relations of these cells alone."""
        held = set(keys)
        return Relations(
            [line for line in self.sums if line[0] in held],
            [line for line in self.limits if line[0] in held],
            self.signed & held,
        )


def withhold(
    values: Mapping[Key, Decimal],
    unsafe: Collection[Key],
    relations: Relations[Key],
    *,
    step: Decimal,
    never_shown: Collection[Key] = (),
    before: Collection[Key] = (),
) -> frozenset[Key]:
    """The unsafe cells and as many more as it takes for the audit to find nothing.

    `step` is the smallest difference that counts (one family, one pound). `never_shown` are cells that no table holds
    though shown ones sum them: a reader may work them out where they are not unsafe. `before` are cells that the last
    edition withheld: they are the first to be withheld again, so that two editions do not open what each closes.
    """
    found: set[Key] = set()
    for cells in _joined(values, relations):
        mine = relations.among(cells)
        hidden = set(never_shown) & cells
        found |= _withhold({key: values[key] for key in cells}, set(unsafe) & cells, mine, step, hidden, set(before))
    return frozenset(found - (set(never_shown) - set(unsafe)))


def _withhold(
    values: Mapping[Key, Decimal], unsafe: set[Key], relations: Relations[Key], step: Decimal,
    never_shown: set[Key], before: set[Key],
) -> set[Key]:  # fmt: skip
    if not unsafe:
        return set()
    withheld = unsafe | never_shown
    safe = frozenset(never_shown - unsafe)
    lines = relations.lines()
    totals = {total for total, _ in relations.sums}
    while True:
        # A cell withheld alone in its sum needs no solver. What is safe stays safe as more is withheld.
        given_back = _alone(withheld, relations) - safe
        if not given_back:
            given_back = recovered(values, withheld, relations, step=step, safe=safe)
            safe = frozenset(withheld - given_back)
        if not given_back:
            return withheld
        more = _cheapest_beside(given_back, values, withheld, lines, totals, before)
        if more is None:
            return set(values)
        withheld.add(more)


def _alone(withheld: Collection[Key], relations: Relations[Key]) -> frozenset[Key]:
    """The withheld cells that some sum gives back at once, everything else in it being shown."""
    gone = set(withheld)
    hidden = (gone.intersection((total, *parts)) for total, parts in relations.sums)
    return frozenset(key for cells in hidden if len(cells) == 1 for key in cells)


def recovered(
    values: Mapping[Key, Decimal],
    withheld: Collection[Key],
    relations: Relations[Key],
    *,
    step: Decimal,
    safe: Collection[Key] = (),
) -> frozenset[Key]:
    """The withheld cells whose value follows from what is shown. `safe` are cells already known not to be."""
    keys = sorted(withheld, key=repr)
    if not keys or not set(keys) - set(safe):
        return frozenset()
    reading = _Reading(values, keys, relations, step)
    wanted = [number for number, key in enumerate(keys) if key not in safe and number in reading.spoken_of]
    _aim_at_many(reading, wanted)
    for number in wanted:
        for sign in (-1.0, 1.0):
            if reading.apart(number):
                break
            reading.aim([sign if other == number else 0.0 for other in range(len(keys))])
    return frozenset(keys[number] for number in wanted if not reading.apart(number))


def _aim_at_many(reading: "_Reading[Key]", wanted: Sequence[int]) -> None:
    """Push all cells that are not known to be safe up at once, then down, as long as that finds safe ones."""
    chance = random.Random(len(wanted))  # noqa: S311 - any weights will do; the same ones each time
    left, sign, idle = list(wanted), -1.0, 0
    while len(left) > FEW and idle < PATIENCE:
        aims = [0.0] * len(reading.place)
        for number in left:
            aims[number] = sign * chance.uniform(0.5, 1.5)
        reading.aim(aims)
        unsure = [number for number in left if not reading.apart(number)]
        idle = idle + 1 if len(unsure) == len(left) else 0
        left, sign = unsure, -sign


class _Reading(Generic[Key]):
    """Everything that a reader can say of the withheld cells, and the least and greatest values found for each."""

    def __init__(
        self, values: Mapping[Key, Decimal], keys: Sequence[Key], relations: Relations[Key], step: Decimal
    ) -> None:
        self.place = {key: number for number, key in enumerate(keys)}
        self.known = {key: float(value / step) for key, value in values.items()}
        true = np.array([self.known[key] for key in keys])
        most = FAR * max([1.0, *(abs(value) for value in self.known.values())])
        self.bounds = [(-most if key in relations.signed else 0.0, most) for key in keys]
        self.equal = self._system(((total, parts) for total, parts in relations.sums), len(keys))
        self.at_most = self._system(((part, wholes) for part, wholes in relations.limits), len(keys))
        self.spoken_of = {int(number) for system in (self.equal, self.at_most) if system for number in system[2]}
        self.least, self.greatest = true.copy(), true.copy()

    def _system(
        self, lines: Iterable[tuple[Key, tuple[Key, ...]]], width: int
    ) -> tuple[csr_array, np.ndarray, set[int]] | None:
        """A row for each line that speaks of any withheld cell: its first cell less the others, against the shown."""
        rows: list[int] = []
        columns: list[int] = []
        data: list[float] = []
        rights: list[float] = []
        for total, parts in lines:
            line: dict[int, float] = defaultdict(float)
            right = 0.0
            for key, sign in ((total, 1.0), *((part, -1.0) for part in parts)):
                if key in self.place:
                    line[self.place[key]] += sign
                else:
                    right -= sign * self.known[key]
            if line:
                rows.extend([len(rights)] * len(line))
                columns.extend(line.keys())
                data.extend(line.values())
                rights.append(right)
        if not rights:
            return None
        return csr_array((data, (rows, columns)), shape=(len(rights), width)), np.array(rights), set(columns)

    def aim(self, aims: Sequence[float]) -> None:
        """Find the values that agree with all that is known and lie furthest this way."""
        equal, at_most = self.equal, self.at_most
        answer = linprog(
            np.array(aims),
            A_eq=equal[0] if equal else None, b_eq=equal[1] if equal else None,
            A_ub=at_most[0] if at_most else None, b_ub=at_most[1] if at_most else None,
            bounds=self.bounds, method="highs",
        )  # fmt: skip
        if answer.x is None:
            raise ArithmeticError(f"The audit of a table failed: {answer.message}")
        np.minimum(self.least, answer.x, out=self.least)
        np.maximum(self.greatest, answer.x, out=self.greatest)

    def apart(self, number: int) -> bool:
        """Two values that both agree with all that is known lie a whole step apart."""
        return bool(self.greatest[number] - self.least[number] >= WHOLE)


def _cheapest_beside(
    given_back: Collection[Key],
    values: Mapping[Key, Decimal],
    withheld: Collection[Key],
    lines: Sequence[frozenset[Key]],
    totals: Collection[Key],
    before: Collection[Key],
) -> Key | None:
    """The shown cell to withhold next: it stands in a sum with what is given back.

    First where a withheld cell stands alone in its sum; then what was withheld before; a part before a total; one whose
    other sums have a withheld cell already, so that they close on each other; then the smallest.
    """
    gone = set(withheld)
    hidden = [len(line & gone) for line in lines]
    holding: dict[Key, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        for key in line:
            holding[key].append(number)
    choices = []
    for number, line in enumerate(lines):
        if line.isdisjoint(given_back):
            continue
        for key in line - gone:
            opened = sum(1 for other in holding[key] if other != number and not hidden[other])
            rank = (key not in before, key in totals, values[key] == 0, opened, abs(values[key]))
            choices.append((hidden[number] > 1, *rank, repr(key), key))
    return min(choices, key=lambda choice: choice[:-1])[-1] if choices else None


def _joined(keys: Collection[Key], relations: Relations[Key]) -> list[set[Key]]:
    """The cells in groups, so that every sum and limit lies within one group."""
    head: dict[Key, Key] = {key: key for key in keys}

    def first(key: Key) -> Key:
        while head[key] != key:
            head[key] = head[head[key]]
            key = head[key]
        return key

    for line in relations.lines():
        one, *others = line
        for other in others:
            head[first(other)] = first(one)
    groups: dict[Key, set[Key]] = defaultdict(set)
    for key in keys:
        groups[first(key)].add(key)
    return list(groups.values())
