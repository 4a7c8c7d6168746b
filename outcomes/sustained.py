"""Sustained: whether an outcome that was met has held for its period without a break. Pure.

The clock starts on the day on which the need was measured as met. A later measurement that says otherwise stops it,
until the need is met again; an event that speaks for the same need starts it anew, on the day after the event ends. A
spell that is still open stops it. Source: costing.md section 7.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Measured:
    """How a need stood on a day: whether its outcome was met."""

    on: date
    met: bool


@dataclass(frozen=True, order=True)
class Break:
    """Something that happened and speaks for a need. `until` is its last day; None while it goes on."""

    on: date
    until: date | None
    words: str

    @property
    def over(self) -> date | None:
        """The day after its last; None while it goes on."""
        return None if self.until is None else self.until + ONE_DAY


@dataclass(frozen=True)
class Clock:
    """One need on a day. `met_on` is when it was last met; `held_since` when its clock last started, None where it does
    not run; `claimable_on` the first day on which it has held for its period; `broken_by` what last stopped it or had
    it start anew, in words."""

    met_on: date | None
    held_since: date | None
    claimable_on: date | None
    broken_by: str

    def is_sustained(self, on: date) -> bool:
        """Whether it has held for its period by the end of this day."""
        return self.claimable_on is not None and self.claimable_on <= on


NOT_MET = Clock(None, None, None, "")


def clock(measured: Iterable[Measured], breaks: Iterable[Break], *, months: int, on: date) -> Clock:
    """How the clock of one need stands on a day, by what was known by then. `months` is its period."""
    met_on, stopped = _last_met(one for one in sorted(measured) if one.on <= on)
    if met_on is None:
        return NOT_MET
    if stopped is not None:
        return Clock(met_on, None, None, f"measured on {_day(stopped)} as not met any longer")
    since, words = met_on, ""
    for one in sorted((one for one in breaks if one.on <= on), key=lambda one: one.on):
        over = one.over
        if over is not None and over <= met_on:
            continue
        words = f"{one.words} on {_day(one.on)}"
        if over is None or over > on:
            return Clock(met_on, None, None, f"{words}, which goes on")
        since = max(since, over)
    return Clock(met_on, since, months_after(since, months), words)


def _last_met(measured: Iterable[Measured]) -> tuple[date | None, date | None]:
    """The day on which the need was last found met after not being so, and the day on which it was found not met."""
    met_on: date | None = None
    stopped: date | None = None
    for one in measured:
        if one.met and (met_on is None or stopped is not None):
            met_on, stopped = one.on, None
        elif not one.met and met_on is not None and stopped is None:
            stopped = one.on
    return met_on, stopped


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
