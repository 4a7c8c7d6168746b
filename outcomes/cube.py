"""The fixed cube: which tables the overview publishes, over which bands, and how a table is made safe. Pure.

Declared beforehand, so that nobody can ask for another cut. A band is all families, one part of the place, or one
intensity: never two at once. Source: sharing.md "Statistics", costing.md section 8.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from cases.vocabulary import Intensity, Need
from datasharing.statistics import DOMINATED, LEAST, PENNY, TOTAL, round_count, round_money, withhold
from outcomes.costing.money import NOUGHT, ONE
from outcomes.vocabulary import BEARER_WORDS, Window

Key = TypeVar("Key", bound=Hashable)

ALL = "all"
PLACE = "place:"
TIER = "tier:"
TIER_BANDS = tuple(f"{TIER}{tier}" for tier in Intensity.values)
BEARERS = ("council", "police", "health", "jobcentre_plus", "justice")


class Step(StrEnum):
    """Where a family is on the path. Few steps, so that most of them hold enough families to be shown."""

    REFERRED = "referred"
    NO_CASE = "no_case"
    WAITING = "waiting"
    HELPED = "helped"
    CLOSED = "closed"


STEP_WORDS: dict[str, str] = {
    Step.REFERRED: "Referred, not decided yet",
    Step.NO_CASE: "Decided, no case opened",
    Step.WAITING: "Waiting for a key worker",
    Step.HELPED: "With a key worker and team",
    Step.CLOSED: "Closed",
}
CASE_STEPS = (Step.WAITING, Step.HELPED, Step.CLOSED)


@dataclass(frozen=True)
class Declared:
    """One table. `by` are the sorts of band that it is cut by, beside all families. Words for rows and columns; `of` is
    what its rows are."""

    name: str
    title: str
    by: tuple[str, ...]
    rows: Mapping[str, str]
    columns: Mapping[str, str]
    note: str = ""
    of: str = ""


STEPS = Declared("steps", "Families at each step", (PLACE,), STEP_WORDS, {"families": "Families"}, of="Step")
SUPPORTED = Declared(
    "supported",
    "Supported families whose costs can be compared",
    (PLACE, TIER),
    {window.value: window.label for window in Window},
    {"families": "Families"},
    of="Window",
)
COST = Declared(
    "cost",
    "What supported families cost in a year, by who bears it",
    (PLACE, TIER),
    {bearer: BEARER_WORDS[bearer] for bearer in BEARERS} | {TOTAL: "All partners together"},
    {window.value: window.label for window in Window},
    note="A change between before and after is not the effect of support.",
    of="Who bears it",
)
SUPPORT = Declared(
    "support", "What support cost", (PLACE, TIER), {"support": "Support"}, {"gbp": "Cost of support"}, of="What"
)
TIERS = Declared(
    "tiers",
    "How intensive the help is",
    (PLACE,),
    dict(Intensity.choices),
    {step: STEP_WORDS[step] for step in CASE_STEPS},
    of="Intensity",
)
NEEDS = Declared(
    "needs", "Families with each need", (PLACE, TIER), dict(Need.choices), {"families": "Families"}, of="Need"
)
COSTED = Declared(
    "costed",
    "What could be costed of what partners told",
    (),
    {"council": "Council", "police": "Police", "health": "Health", "jobcentre_plus": "Jobcentre Plus", TOTAL: "All"},
    {"costed": "Costed", "not_costed": "Not costed", TOTAL: "All"},
    note="What is not costed has no published price. It is not nought.",
    of="Who told it",
)
DATA_AGE = Declared("data_age", "How old each partner's data is", (), {}, {"days": "Days old"}, of="Partner")
TABLES: tuple[Declared, ...] = (STEPS, SUPPORTED, COST, SUPPORT, TIERS, NEEDS, COSTED, DATA_AGE)


class Sums(Mapping[Key, tuple[Key, ...]]):
    """Which cells add up to which. One total may be the sum of several sets of parts: `items` tells each of them."""

    def __init__(self) -> None:
        self._lines: list[tuple[Key, tuple[Key, ...]]] = []

    def add(self, total: Key, parts: Collection[Key]) -> None:
        """`parts` add up to `total`; no parts, no sum."""
        if parts:
            self._lines.append((total, tuple(parts)))

    def items(self) -> list[tuple[Key, tuple[Key, ...]]]:  # type: ignore[override]
        """Every sum, also those that share a total."""
        return self._lines

    def __getitem__(self, total: Key) -> tuple[Key, ...]:
        return dict(self._lines)[total]

    def __iter__(self) -> Iterator[Key]:
        return iter(dict(self._lines))

    def __len__(self) -> int:
        return len(self._lines)


@dataclass
class Tally:
    """What a cell is made of, family by family: how many, their pounds, and the two largest of them."""

    families: int = 0
    amount: Decimal = NOUGHT
    largest: list[Decimal] = field(default_factory=list)

    def add(self, amount: Decimal = NOUGHT) -> None:
        """One more family, with its pounds."""
        self.families += 1
        self.amount += amount
        if amount:
            self.largest = sorted([*self.largest, amount], reverse=True)[:2]

    @property
    def is_unsafe(self) -> bool:
        """Too few families, or two of them make up more than nine tenths of the pounds."""
        return self.families < LEAST or sum(self.largest) > DOMINATED * self.amount


def _withheld(values: Mapping[Key, Decimal], unsafe: Collection[Key], sums: Sums[Key], step: Decimal) -> frozenset[Key]:
    """The unsafe cells and those that would give them back; worked out apart for cells that no sum joins."""
    found: set[Key] = set()
    for cells in _joined(values, sums):
        if here := cells & set(unsafe):
            mine: Sums[Key] = Sums()
            for total, parts in sums.items():
                if total in cells:
                    mine.add(total, parts)
            found |= withhold({key: values[key] for key in values if key in cells}, here, mine, step=step)
    return frozenset(found)


def _joined(keys: Collection[Key], sums: Sums[Key]) -> list[set[Key]]:
    """The cells in groups, so that every sum lies within one group."""
    group = {key: {key} for key in keys}
    for total, parts in sums.items():
        for part in parts:
            if group[part] is not group[total]:
                group[total] |= group[part]
                for key in group[part]:
                    group[key] = group[total]
    return list({id(cells): cells for cells in group.values()}.values())


def safe_counts(tallies: Mapping[Key, Tally], sums: Sums[Key]) -> dict[Key, Decimal | None]:
    """Families by cell, rounded to five; None where withheld. A cell without any family is withheld too."""
    families = {key: Decimal(tally.families) for key, tally in tallies.items()}
    unsafe = {key for key, tally in tallies.items() if tally.families < LEAST}
    withheld = _withheld(families, unsafe, sums, ONE)
    return {key: None if key in withheld else Decimal(round_count(tally.families)) for key, tally in tallies.items()}


def safe_amounts(
    tallies: Mapping[Key, Tally], sums: Sums[Key], *, also: Collection[Key] = ()
) -> dict[Key, Decimal | None]:
    """Pounds by cell, rounded; None where withheld. `also` are cells that may not be shown whatever they hold."""
    amounts = {key: tally.amount for key, tally in tallies.items()}
    unsafe = {key for key, tally in tallies.items() if tally.is_unsafe or key in also}
    withheld = _withheld(amounts, unsafe, sums, PENNY)
    return {key: None if key in withheld else round_money(amount) for key, amount in amounts.items()}


def safe_happenings(
    numbers: Mapping[Key, int], people: Mapping[Key, int], sums: Sums[Key]
) -> dict[Key, Decimal | None]:
    """How often things happened, rounded to five; None where one to five people stand behind it.

    That nothing happened is shown: which events have a price is no secret, and nobody stands behind them.
    """
    values = {key: Decimal(number) for key, number in numbers.items()}
    unsafe = {key for key in numbers if 0 < people.get(key, 0) < LEAST}
    withheld = _withheld(values, unsafe, sums, ONE)
    return {key: None if key in withheld else Decimal(round_count(number)) for key, number in numbers.items()}


def band_words(band: str, places: Mapping[str, str]) -> str:
    """A band as a page says it; `places` gives the names of the parts of the place by their paths."""
    if band.startswith(TIER):
        return Intensity(band.removeprefix(TIER)).label
    if band.startswith(PLACE):
        path = band.removeprefix(PLACE)
        return places.get(path, path)
    return "All families"
