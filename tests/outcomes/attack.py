"""An attacker of the published overview: every table at once, by linear programming, and editions laid side by side.

It shares no code with the audit. It holds the published cells alone, and what the page itself says: which rows are all
partners together, that intensities and parts make up all families, that years are four quarters, that no number of
families is below nought. To be as strong as can be, it is also told the true value of every shown cell, not rounded.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import numpy as np
from scipy.optimize import linprog

Key = tuple[str, str, str, str]
CASE_STEPS = ("waiting", "helped", "closed")
TIERS = ("intensive", "outreach", "advice")
FAMILY_TABLES = ("steps", "tiers", "needs", "caseloads", "supported", "effect_families", "outcomes", "claims")
PEOPLE_TABLES = ("ethnicity", "disability", "sex")
POUND_TABLES = ("cost", "support", "trend", "effect", "gains", "outcome_cost")


class Attack:
    """A linear programme over every cell of some tables, shown or not, and over what no table holds.

    `known` says between which values a shown cell lies. Several editions may be told, each under its own name.
    """

    def __init__(self) -> None:
        self.edition = ""
        self.index: dict[tuple[str, Key], int] = {}
        self.equal: list[dict[int, float]] = []
        self.below: list[dict[int, float]] = []
        self.known: dict[int, tuple[float, float]] = {}
        self.signed: set[int] = set()
        self.withheld: list[int] = []

    def take(self, shown: Mapping[Key, tuple[float, float] | None], tables: Iterable[str]) -> list[Key]:
        """The cells of these tables, each with the values between which it lies, or None where it is withheld."""
        names = set(tables)
        keys = [key for key in shown if key[0] in names]
        for key in keys:
            if (ends := shown[key]) is None:
                self.withheld.append(self.at(key))
            else:
                self.known[self.at(key)] = ends
        return keys

    def at(self, key: Key) -> int:
        """The number of a cell's variable."""
        return self.index.setdefault((self.edition, key), len(self.index))

    def adds_up(self, total: Key, parts: Iterable[Key]) -> None:
        """`total` is the sum of `parts`."""
        line: dict[int, float] = {self.at(total): 1.0}
        for part in parts:
            line[self.at(part)] = line.get(self.at(part), 0.0) - 1.0
        if len(line) > 1:
            self.equal.append(line)

    def no_more_than(self, part: Key, wholes: Iterable[Key]) -> None:
        """`part` is at most the sum of `wholes`."""
        line: dict[int, float] = {self.at(part): 1.0}
        for whole in wholes:
            line[self.at(whole)] = line.get(self.at(whole), 0.0) - 1.0
        self.below.append(line)

    def unchanged(self, key: Key, one: str, other: str) -> None:
        """A cell has the same value in two editions: an attacker may know that nothing happened there."""
        self.equal.append({self.index[one, key]: 1.0, self.index[other, key]: -1.0})

    def recovered(self) -> list[tuple[str, Key]]:
        """The withheld cells whose least and greatest possible values are less than one unit apart."""
        width = len(self.index)
        most = 10.0 * max([1.0, *(abs(end) for ends in self.known.values() for end in ends)])
        bounds = [self.known.get(n, (-most if n in self.signed else 0.0, most)) for n in range(width)]
        names = {number: key for key, number in self.index.items()}
        equal, below = _rows(self.equal, width), _rows(self.below, width)
        found = []
        for number in self.withheld:
            ends = []
            for sign in (1.0, -1.0):
                aim = np.zeros(width)
                aim[number] = sign
                answer = linprog(
                    aim, A_ub=below, b_ub=np.zeros(len(self.below)) if self.below else None,
                    A_eq=equal, b_eq=np.zeros(len(self.equal)) if self.equal else None, bounds=bounds, method="highs",
                )  # fmt: skip
                assert answer.x is not None, answer.message
                ends.append(answer.x[number])
            if ends[1] - ends[0] < 0.99:
                found.append(names[number])
        return found


def _rows(lines: list[dict[int, float]], width: int) -> np.ndarray | None:
    if not lines:
        return None
    rows = np.zeros((len(lines), width))
    for number, line in enumerate(lines):
        for at, value in line.items():
            rows[number, at] = value
    return rows


def tell_families(attack: Attack, shown: Mapping[Key, tuple[float, float] | None]) -> None:
    """What the page says of the tables that count families."""
    keys = attack.take(shown, FAMILY_TABLES)
    there, bands = set(keys), {band for _, band, _, _ in keys}
    parts = [band for band in bands if band.startswith("place:")]
    for table, band, row, column in keys:
        _cuts(attack, there, (table, band, row, column), parts)
        if table == "steps" and row in CASE_STEPS:
            attack.adds_up((table, band, row, column), [("tiers", band, tier, row) for tier in TIERS])
        if table == "steps" and row == "helped":
            loads = [key for key in keys if key[0] == "caseloads" and key[1] == band]
            attack.adds_up((table, band, row, column), loads)
        if table == "outcomes" and column == "met":
            attack.no_more_than((table, band, row, column), [("needs", band, row, "families")])
        if table == "outcomes" and column != "met":
            attack.no_more_than((table, band, row, column), [(table, band, row, "met")])
        if table in ("needs", "supported"):
            wholes = (
                [("tiers", "all", band.removeprefix("tier:"), step) for step in CASE_STEPS]
                if band.startswith("tier:")
                else [("steps", band, step, "families") for step in CASE_STEPS]
            )
            attack.no_more_than((table, band, row, column), wholes)
    before, after = ("supported", "all", "before", "families"), ("supported", "all", "after", "families")
    attack.adds_up(before, [after, ("rest", "all", "before", "families")])
    if ("effect_families", "all", "compared", "families") in there:
        attack.no_more_than(("effect_families", "all", "compared", "families"), [after])


def tell_pounds(attack: Attack, shown: Mapping[Key, tuple[float, float] | None]) -> None:
    """What the page says of the tables of pounds."""
    keys = attack.take(shown, POUND_TABLES)
    there, bands = set(keys), {band for _, band, _, _ in keys}
    parts = [band for band in bands if band.startswith("place:")]
    years = sorted({row for table, _, row, _ in keys if table == "trend"})
    for key in keys:
        table, _, row, column = key
        if table in ("effect", "gains"):
            attack.signed.add(attack.at(key))
        _cuts(attack, there, key, parts)
        if table == "cost" and row == "total":
            attack.adds_up(key, [o for o in keys if o[:2] == key[:2] and o[3] == column and o[2] != "total"])
        if table == "trend" and column == "total":
            attack.adds_up(key, [o for o in keys if o[:3] == key[:3] and o[3] != "total"])
        if table == "support":
            by_need = [other for other in keys if other[:2] == ("outcome_cost", key[1])]
            attack.adds_up(key, [*by_need, ("rest", key[1], "support", "gbp")])
        if table == "trend":
            at = years.index(row)
            attack.adds_up(key, [("quarter", "all", str(at + quarter), column) for quarter in range(4)])
    saved = ("effect", "all", "before_and_after", "gbp")
    if saved in there:
        after, rest = ("cost", "all", "total", "after"), ("rest", "all", "before", "gbp")
        attack.adds_up(("cost", "all", "total", "before"), [saved, after, rest])


def tell_groups(attack: Attack, shown: Mapping[Key, tuple[float, float] | None]) -> None:
    """What the page says of the tables of people by group: each holds everybody once."""
    keys = attack.take(shown, PEOPLE_TABLES)
    for table in PEOPLE_TABLES:
        for column in ("reached", "sustained", "missed", "mistaken"):
            rows = [key for key in keys if key[0] == table and key[3] == column]
            attack.adds_up(("everybody", "all", "people", column), rows)
    for table, band, row, column in keys:
        if column != "reached":
            attack.no_more_than((table, band, row, column), [(table, band, row, "reached")])


def _cuts(attack: Attack, there: set[Key], key: Key, parts: list[str]) -> None:
    """All families are the parts of the place together, and the intensities together."""
    table, band, row, column = key
    if band == "all":
        for cut in (parts, [f"tier:{tier}" for tier in TIERS]):
            cells = [(table, one, row, column) for one in cut]
            if cells and all(cell in there for cell in cells):
                attack.adds_up(key, cells)


def exact(true: Mapping[Key, Decimal], shown: Mapping[Key, Decimal | None]) -> dict[Key, tuple[float, float] | None]:
    """An attacker who was told every shown value to the last family and penny."""
    return {key: None if value is None else (float(true[key]), float(true[key])) for key, value in shown.items()}


def as_published(shown: Mapping[Key, Decimal | None]) -> dict[Key, tuple[float, float] | None]:
    """An attacker who reads what is published: each value lies within half a rounding of it."""
    return {key: None if value is None else _between(key, value) for key, value in shown.items()}


def _between(key: Key, value: Decimal) -> tuple[float, float]:
    if key[0] in (*FAMILY_TABLES, *PEOPLE_TABLES):
        return max(6.0, float(value) - 2.5), float(value) + 2.5
    half = max(500.0, 10.0 ** (abs(value).adjusted() - 2) / 2) if value else 500.0
    low, high = float(value) - half, float(value) + half
    return (low if key[0] in ("effect", "gains") else max(0.0, low)), high
