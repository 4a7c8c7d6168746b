"""What families cost and what was seen of them on any day, many at once: the ground that the estimates stand on.

Pure; numpy. Source: costing.md section 4. Pounds here are floats: they are estimates, never a ledger.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from outcomes.costing.catalogue import Catalogue
from outcomes.costing.ledger import ONE_DAY, Event, age_on
from outcomes.costing.windows import Window

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]
Days = npt.NDArray[np.intp]
"""A day a family, as the proleptic ordinal that `date.toordinal` gives."""

ADULT = 18
OFTEN = 2
LONG_DAYS = 150


class Spread(Protocol):
    """Pounds that one bearer bears once, or day by day: a ledger line, or as much of one as this needs."""

    @property
    def bearer(self) -> str: ...
    @property
    def gbp(self) -> Decimal: ...
    @property
    def per_days(self) -> Decimal | None: ...
    @property
    def from_day(self) -> date: ...
    @property
    def end_day(self) -> date: ...


class CostSpread(NamedTuple):
    """The least that is a Spread; for what is borne once `end_day` is the day after."""

    bearer: str
    gbp: Decimal
    per_days: Decimal | None
    from_day: date
    end_day: date


class NeedShown(NamedTuple):
    """A headline need that an event speaks for, and the event's days. `on_the_day`: only while the spell is open."""

    headline: str
    from_day: date
    end_day: date
    on_the_day: bool = False


@dataclass(frozen=True, slots=True)
class FamilyHistory:
    """One family as the extracts know it: costs, needs shown, first days of what happened, children's birth dates."""

    key: Hashable
    lines: Sequence[Spread]
    needs: Sequence[NeedShown]
    happened: Sequence[date]
    children_born: Sequence[date]


@dataclass(frozen=True, slots=True)
class SupportedHistory:
    """A supported family with both its windows; pounds a year, not rounded, that each bearer bore in them."""

    history: FamilyHistory
    before: Window
    after: Window
    before_a_year: Mapping[str, Decimal]
    after_a_year: Mapping[str, Decimal]


def needs_shown(events: Iterable[Event], catalogue: Catalogue) -> Iterator[NeedShown]:
    """The headline needs that events speak for. An age band is not held by whoever's birth date is not known."""
    for event in events:
        age = None if event.birth_date is None else age_on(event.first_day, event.birth_date)
        for need in catalogue.event_needs.get(event.code, ()):
            if need.ages.open or (age is not None and need.ages.holds(age)):
                end_day = event.end_day or event.first_day + ONE_DAY
                yield NeedShown(need.headline, event.first_day, end_day, need.window_months == 0)


class Histories:
    """Many families' histories in arrays. Each is asked about days of its own; an answer has a row a family."""

    def __init__(self, families: Sequence[FamilyHistory]) -> None:
        self.count = len(families)
        lines = [(at, line) for at, family in enumerate(families) for line in family.lines]
        self.bearers = tuple(sorted({line.bearer for _, line in lines}))
        bearer_at = {bearer: at for at, bearer in enumerate(self.bearers)}
        once = [(at, line) for at, line in lines if line.per_days is None]
        daily = [(at, line, line.per_days) for at, line in lines if line.per_days is not None]
        self._once_of = _whole(at for at, _ in once)
        self._once_at = _whole(at * len(self.bearers) + bearer_at[line.bearer] for at, line in once)
        self._once_day = _whole(line.from_day.toordinal() for _, line in once)
        self._once_gbp = _real(line.gbp for _, line in once)
        self._daily_of = _whole(at for at, _, _ in daily)
        self._daily_at = _whole(at * len(self.bearers) + bearer_at[line.bearer] for at, line, _ in daily)
        self._daily_from = _whole(line.from_day.toordinal() for _, line, _ in daily)
        self._daily_end = _whole(line.end_day.toordinal() for _, line, _ in daily)
        self._daily_gbp = _real(line.gbp / per_days for _, line, per_days in daily)
        needs = [(at, need) for at, family in enumerate(families) for need in family.needs]
        self.headlines = tuple(sorted({need.headline for _, need in needs}))
        headline_at = {headline: at for at, headline in enumerate(self.headlines)}
        self._need_of = _whole(at for at, _ in needs)
        self._need_at = _whole(at * len(self.headlines) + headline_at[need.headline] for at, need in needs)
        self._need_from = _whole(need.from_day.toordinal() for _, need in needs)
        self._need_end = _whole(need.end_day.toordinal() for _, need in needs)
        self._need_open = np.array([need.on_the_day for _, need in needs], dtype=bool)
        self._event_of = _whole(at for at, family in enumerate(families) for _ in family.happened)
        self._event_day = _whole(day.toordinal() for family in families for day in family.happened)
        self._child_of = _whole(at for at, family in enumerate(families) for _ in family.children_born)
        self._born = _whole(day.toordinal() for family in families for day in family.children_born)
        self._grown = _whole(_birthday(day, ADULT).toordinal() for family in families for day in family.children_born)

    def cost(self, first: Days, end: Days) -> Floats:
        """Pounds from each family's `first` day up to, not including, its `end`: families × bearers."""
        size = self.count * len(self.bearers)
        falls = (self._once_day >= first[self._once_of]) & (self._once_day < end[self._once_of])
        once = np.bincount(self._once_at[falls], self._once_gbp[falls], size)
        last = np.minimum(self._daily_end, end[self._daily_of])
        days = last - np.maximum(self._daily_from, first[self._daily_of])
        runs = days > 0
        daily = np.bincount(self._daily_at[runs], self._daily_gbp[runs] * days[runs], size)
        return np.asarray((once + daily).reshape(self.count, len(self.bearers)), dtype=np.float64)

    def running(self, day: Days) -> Floats:
        """Pounds a day that spells open on each family's day cost: one figure a family."""
        runs = (self._daily_from <= day[self._daily_of]) & (self._daily_end > day[self._daily_of])
        return np.asarray(np.bincount(self._daily_of[runs], self._daily_gbp[runs], self.count), dtype=np.float64)

    def needs(self, first: Days, end: Days) -> Flags:
        """The headlines shown by events of those days, or open on the last of them: families × headlines."""
        since = np.where(self._need_open, end[self._need_of] - 1, first[self._need_of])
        shown = (self._need_from < end[self._need_of]) & (self._need_end > since)
        flags = np.zeros(self.count * len(self.headlines), dtype=bool)
        flags[self._need_at[shown]] = True
        return flags.reshape(self.count, len(self.headlines))

    def borne_out(self, first: Days, end: Days) -> Flags:
        """The headlines that more than one event of those days, or 150 days together, showed: families × headlines."""
        since, until = first[self._need_of], end[self._need_of]
        days = np.minimum(self._need_end, until) - np.maximum(self._need_from, since)
        shown = days > 0
        size = self.count * len(self.headlines)
        often = np.bincount(self._need_at[shown], minlength=size) >= OFTEN
        long = np.bincount(self._need_at[shown], days[shown], size) >= LONG_DAYS
        return np.asarray((often | long).reshape(self.count, len(self.headlines)))

    def events(self, first: Days, end: Days) -> Floats:
        """How many events began in those days: one figure a family."""
        falls = (self._event_day >= first[self._event_of]) & (self._event_day < end[self._event_of])
        return np.bincount(self._event_of[falls], minlength=self.count).astype(np.float64)

    def children(self, day: Days) -> Floats:
        """How many had been born, and were under 18, on each family's day: one figure a family."""
        young = (self._born <= day[self._child_of]) & (self._grown > day[self._child_of])
        return np.bincount(self._child_of[young], minlength=self.count).astype(np.float64)

    def everybody_on(self, day: date) -> Days:
        """The same day for every family."""
        return np.full(self.count, day.toordinal(), dtype=np.intp)


def _birthday(born: date, age: int) -> date:
    """The day on which somebody reaches that age; whoever was born on 29 February, on 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def _whole(values: Iterable[int]) -> Indices:
    return np.array(list(values), dtype=np.intp)


def _real(values: Iterable[Any]) -> Floats:
    return np.array([float(value) for value in values], dtype=np.float64)
