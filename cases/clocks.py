"""When a step falls due: clocks in working hours with England's bank holidays, and red clocks that never stop. Pure.

The lengths are data (`cases/data/clocks.toml`). Every moment given and returned is aware.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays

DATA = Path(__file__).parent / "data" / "clocks.toml"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_CLOSURE = 30
"""Days after which a calendar without a single working day is a mistake in the data, not a long weekend."""


@dataclass(frozen=True)
class WorkingHours:
    """Which hours count: from `opens` to `closes` on the wall clock, on `days` (0 is Monday), bank holidays off."""

    zone: ZoneInfo
    days: frozenset[int]
    opens: int
    closes: int
    country: str
    part: str

    @property
    def a_day(self) -> timedelta:
        """The length of one working day."""
        return timedelta(hours=self.closes - self.opens)

    def is_working(self, day: date) -> bool:
        """Whether anybody is at work on this day."""
        return day.weekday() in self.days and day not in _bank_holidays(self.country, self.part)

    def after(self, start: datetime, length: timedelta) -> datetime:
        """The moment at which `length` of working time has passed since `start`. A clock started out of hours
        starts when work next does."""
        here = start.astimezone(self.zone)
        day, closed = here.date(), 0
        while closed < LONGEST_CLOSURE:
            if self.is_working(day):
                closed = 0
                begins = max(here, self._at(day, self.opens))
                left = self._at(day, self.closes) - begins
                if left > timedelta(0):
                    if length <= left:
                        return (begins + length).astimezone(UTC)
                    length -= left
            closed += 1
            day += timedelta(days=1)
        raise ValueError("no working day within a month: see the days of the clocks' data")

    def _at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), self.zone)


@dataclass(frozen=True)
class Clock:
    """One clock. `length` is in working time unless `always`; `source` says where the figure comes from."""

    code: str
    length: timedelta
    always: bool
    words: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Clocks:
    """Every clock of the front door, and the hours in which they run."""

    working: WorkingHours
    by_code: dict[str, Clock]

    def due(self, code: str, start: datetime) -> datetime:
        """When the clock `code`, started at `start`, runs out."""
        clock = self.by_code[code]
        return start.astimezone(UTC) + clock.length if clock.always else self.working.after(start, clock.length)


def read_clocks(table: dict[str, Any]) -> Clocks:
    """The clocks of a parsed TOML table; see the head of `clocks.toml`."""
    held = table["working"]
    working = WorkingHours(
        zone=ZoneInfo(held["zone"]),
        days=frozenset(WEEKDAYS.index(day) for day in held["days"]),
        opens=held["opens"],
        closes=held["closes"],
        country=held["country"],
        part=held["part"],
    )
    clocks = {
        code: Clock(
            code=code,
            length=timedelta(hours=row["hours"]) if "hours" in row else row["working_days"] * working.a_day,
            always=row.get("always", False),
            words=row["words"],
            source=row["source"],
            confidence=row["confidence"],
        )
        for code, row in table["clock"].items()
    }
    return Clocks(working, clocks)


@lru_cache(maxsize=1)
def shipped() -> Clocks:
    """The clocks of this installation."""
    return read_clocks(tomllib.loads(DATA.read_text(encoding="utf-8")))


@lru_cache(maxsize=8)
def _bank_holidays(country: str, part: str) -> "holidays.HolidayBase":
    return holidays.country_holidays(country, subdiv=part, language="en_GB")


def contact_decision_due(received_at: datetime, urgency: str) -> datetime:
    """When the front door must have decided on a referral: one working day; red ones by the red clock."""
    return shipped().due("information_red" if urgency == "red" else "contact_decision", received_at)


def information_due(asked_at: datetime, urgency: str) -> datetime:
    """When a partner's answer is wanted: red 2 hours day or night, amber 6 and green 24 working hours."""
    return shipped().due(f"information_{urgency}", asked_at)


def strategy_discussion_due(called_at: datetime) -> datetime:
    """When the strategy discussion after a step up must have been held."""
    return shipped().due("strategy_discussion", called_at)
