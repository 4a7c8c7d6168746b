"""Which headline needs a household shows on a day, by what partners told. Pure: no Django, no tables.

Source: costing.md section 7 ("Identified"). A household is identified when a child lives in it and it has at least
the framework's number of headline needs by events in [day − window, day], both days included; a window of no months
asks what was so on the day itself. A row for an age band counts by the age on the event's first day. A spell counts
when a day of it lies in the window. More events never make a household less identified.
"""

from calendar import monthrange
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from outcomes.costing.catalogue import EventNeed
from outcomes.costing.ledger import age_on

ADULT_AT = 18

Needs = Mapping[str, Sequence[EventNeed]]
"""The rows of event_needs.csv by event code."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a household. Either day is None where it is not known, or has not come."""

    born_on: date | None
    died_on: date | None = None

    def is_child(self, on: date) -> bool:
        """Born, alive and under 18 on a day. Somebody of unknown age is not taken for a child."""
        alive = self.died_on is None or on < self.died_on
        return self.born_on is not None and self.born_on <= on and alive and age_on(on, self.born_on) < ADULT_AT


@dataclass(frozen=True, slots=True)
class Happening:
    """An event or a spell. `end_day` is the day after the last; None for a moment.

    `is_open` for a spell that had not ended when it was last told: it is taken to go on. `key` is the caller's own.
    """

    code: str
    person: Hashable
    first_day: date
    end_day: date | None = None
    is_open: bool = False
    key: int = 0

    def touches(self, first: date, last: date) -> bool:
        """Whether a day of it lies in [first, last]."""
        if self.first_day > last:
            return False
        if self.is_open:
            return True
        return self.first_day >= first if self.end_day is None else self.end_day > first


@dataclass(frozen=True, slots=True)
class Evidence:
    """A happening that meets a criterion of a headline need."""

    headline: str
    criterion: str
    happening: Happening


@dataclass(frozen=True, slots=True)
class HouseholdNeeds:
    """What one household shows on `day`. `headlines` are those met, in their order; evidence is by headline and day.

    `age_unknown` are happenings in the window that did not count because their rows ask an age that nobody knows.
    """

    day: date
    has_child: bool
    headlines: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    age_unknown: tuple[Happening, ...]

    def is_identified(self, needed: int) -> bool:
        """Whether a child lives here and at least so many headline needs are met."""
        return self.has_child and len(self.headlines) >= needed


def household_needs(
    members: Mapping[Hashable, Member], happenings: Iterable[Happening], needs: Needs, on: date
) -> HouseholdNeeds:
    """The headline needs of one household on a day. Whoever is not among the members has an unknown age."""
    evidence: list[Evidence] = []
    unknown: list[Happening] = []
    for one in happenings:
        member = members.get(one.person)
        born_on = member.born_on if member else None
        for row in needs.get(one.code, ()):
            if not one.touches(months_before(on, row.window_months), on):
                continue
            if row.ages.open or (born_on and row.ages.holds(age_on(one.first_day, born_on))):
                evidence.append(Evidence(row.headline, row.criterion, one))
            elif born_on is None and one not in unknown:
                unknown.append(one)
    counted = {found.happening for found in evidence}
    return HouseholdNeeds(
        day=on,
        has_child=any(member.is_child(on) for member in members.values()),
        headlines=tuple(sorted({found.headline for found in evidence}, key=headline_order)),
        evidence=tuple(sorted(evidence, key=_order)),
        age_unknown=tuple(one for one in unknown if one not in counted),
    )


def longest_window(needs: Needs, on: date) -> date:
    """The earliest day on which something may have ended that counts on a day."""
    return min((months_before(on, row.window_months) for rows in needs.values() for row in rows), default=on)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def headline_order(code: str) -> tuple[int, str]:
    """Headlines in the order of their numbers."""
    return (int(code) if code.isdigit() else 0, code)


def _order(found: Evidence) -> tuple[tuple[int, str], date, str, str, int]:
    one = found.happening
    return (headline_order(found.headline), one.first_day, found.criterion, one.code, one.key)
