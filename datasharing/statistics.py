"""What may be published of many families: small cells withheld, and what would give them back; values rounded. Pure.

A table is a mapping from keys to measures, and `sums`: which key is the total of which others. A cell of fewer than six
families is withheld, and a money cell in which two families make up more than nine tenths, and every money cell whose
count is withheld. Then further cells are, until an audit finds none that the totals would give back: for every
withheld cell the least and the greatest value that agree with everything shown must differ. The audit takes shown
values as exact, although what is published is rounded, so it is on the safe side.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

import numpy as np
from scipy.optimize import linprog

Key = TypeVar("Key", bound=Hashable)

LEAST = 6
"""Fewer contributing families than this are withheld. An area may raise it to ten, never lower it."""
DOMINATED = Decimal("0.9")
TOTAL = "total"
PENNY = Decimal("0.01")
UNBOUNDED = 3
WHOLE = 1 - 1e-6
"""A whole step, but for the solver's rounding."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A cell before disclosure control. `amount` is in pounds; `top_two` what the two largest families make of it."""

    families: int
    amount: Decimal | None = None
    top_two: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Published:
    """A cell as published: rounded, or None where withheld. `amount` is None too where the table has no money."""

    families: int | None
    amount: Decimal | None = None


def publish(
    cells: Mapping[Key, Measure], sums: Mapping[Key, Collection[Key]], *, least: int = LEAST
) -> dict[Key, Published]:
    """The table as it may be published. `sums` names, for each total, the cells that add up to it."""
    if least < LEAST:
        raise ValueError(f"An area may raise the least number of families, never lower it below {LEAST}.")
    families = {key: Decimal(cell.families) for key, cell in cells.items()}
    few = {key for key, cell in cells.items() if cell.families < least}
    no_count = withhold(families, few, sums, step=Decimal(1))
    amounts = {key: cell.amount for key, cell in cells.items() if cell.amount is not None}
    unsafe = {key for key in amounts if key in no_count or _dominated(cells[key])}
    with_money = {key: parts for key, parts in sums.items() if {key, *parts} <= amounts.keys()}
    no_money = withhold(amounts, unsafe, with_money, step=PENNY)
    return {
        key: Published(
            None if key in no_count else round_count(cell.families),
            None if cell.amount is None or key in no_money else round_money(cell.amount),
        )
        for key, cell in cells.items()
    }


def withhold(
    values: Mapping[Key, Decimal], unsafe: Collection[Key], sums: Mapping[Key, Collection[Key]], *, step: Decimal
) -> frozenset[Key]:
    """The unsafe cells and as many more as it takes for the audit to find nothing.

    `step` is the smallest difference that values can have (1 for families, a penny for money).
    """
    withheld, safe = set(unsafe), frozenset[Key]()
    while True:
        # What is safe stays safe as more is withheld.
        given_back = recovered(values, withheld, sums, step=step, safe=safe)
        if not given_back:
            return frozenset(withheld)
        safe = frozenset(withheld - given_back)
        more = _cheapest_beside(given_back, values, withheld, sums)
        if more is None:
            return frozenset(values)
        withheld.add(more)


def recovered(
    values: Mapping[Key, Decimal],
    withheld: Collection[Key],
    sums: Mapping[Key, Collection[Key]],
    *,
    step: Decimal,
    safe: Collection[Key] = (),
) -> frozenset[Key]:
    """The withheld cells whose value follows from what is shown: an audit by linear programming.

    For each, the least and the greatest value that agree with all that is shown; it is recovered when they do not lie
    a whole `step` apart. `safe` are cells already known not to be.
    """
    keys = sorted(withheld, key=repr)
    place = {key: number for number, key in enumerate(keys)}
    equations = _equations(values, place, sums, step)
    if equations is None:
        return frozenset()
    matrix, right_side = equations
    true = np.array([float(values[key] / step) for key in keys])
    loose = {place[key] for key in safe} | {n for n in range(len(keys)) if not matrix[:, n].any()}
    floor = None if any(value < 0 for value in values.values()) else 0
    found = set()
    for number, key in enumerate(keys):
        if number in loose:
            continue
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(keys))
            aim[number] = sign
            answer = linprog(aim, A_eq=matrix, b_eq=right_side, bounds=(floor, None), method="highs")
            if answer.status == UNBOUNDED:
                loose.add(number)
                break
            if answer.x is None:
                raise ArithmeticError(f"The audit of a table failed: {answer.message}")
            ends.append(answer.x[number])
            # Another table that agrees with all that is shown: every cell in which it differs is safe.
            loose |= {int(other) for other in np.flatnonzero(np.abs(answer.x - true) >= WHOLE)}
            if number in loose:
                break
        if number not in loose and max(ends) - min(ends) < WHOLE:
            found.add(key)
    return frozenset(found)


def _equations(
    values: Mapping[Key, Decimal], place: Mapping[Key, int], sums: Mapping[Key, Collection[Key]], step: Decimal
) -> tuple[np.ndarray, np.ndarray] | None:
    """What the shown cells say of the withheld ones: a row for each sum that speaks of any; None where none does."""
    lines, rights = [], []
    for total, parts in sums.items():
        line, right = np.zeros(len(place)), Decimal(0)
        for key, sign in ((total, -1), *((part, 1) for part in parts)):
            if key in place:
                line[place[key]] += sign
            else:
                right -= sign * values[key]
        if line.any():
            lines.append(line)
            rights.append(float(right / step))
    return (np.array(lines), np.array(rights)) if lines else None


def _cheapest_beside(
    given_back: Collection[Key],
    values: Mapping[Key, Decimal],
    withheld: Collection[Key],
    sums: Mapping[Key, Collection[Key]],
) -> Key | None:
    """The shown cell to withhold next: it stands in a sum with what is given back.

    First where a withheld cell stands alone in its sum; a part before a total; one whose other sums have a withheld
    cell already, so that they close on each other; then the smallest.
    """
    lines = [{total, *parts} for total, parts in sums.items()]
    hidden = [len(line & set(withheld)) for line in lines]
    choices = []
    for number, line in enumerate(lines):
        if line.isdisjoint(given_back):
            continue
        for key in line - set(withheld):
            opened = sum(1 for n, other in enumerate(lines) if n != number and key in other and not hidden[n])
            choices.append((hidden[number] > 1, key in sums, values[key] == 0, opened, values[key], repr(key), key))
    return min(choices, key=lambda choice: choice[:-1])[-1] if choices else None


def _dominated(cell: Measure) -> bool:
    return cell.amount is not None and cell.top_two > DOMINATED * cell.amount


def totals(rows: Iterable[str], columns: Iterable[str]) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """The sums of a table of rows × columns with a total of each row, of each column and of all."""
    rows, columns = tuple(rows), tuple(columns)
    sums = {(row, TOTAL): tuple((row, column) for column in columns) for row in rows}
    sums |= {(TOTAL, column): tuple((row, column) for row in rows) for column in columns}
    sums[TOTAL, TOTAL] = tuple((row, TOTAL) for row in rows)
    return sums


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
