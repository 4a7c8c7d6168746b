"""The retention schedule: how long each class of record is kept, after which event, and on what ground. No tables."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from agencies.words import Words

SCHEDULE = Path(__file__).parent / "data" / "retention.toml"


class Goes(StrEnum):
    """What becomes of a class of record when its time is over."""

    SHREDDED = "shredded"
    FORGOTTEN = "forgotten"
    BY_HAND = "by_hand"
    KEPT = "kept"

    @property
    def words(self) -> str:
        """As a page says it."""
        return {
            Goes.SHREDDED: Words("made unreadable, once two people have agreed to the list"),
            Goes.FORGOTTEN: Words("names, numbers and addresses go by themselves each night"),
            Goes.BY_HAND: Words("removed by hand: the system removes nothing"),
            Goes.KEPT: Words("kept"),
        }[self]


@dataclass(frozen=True)
class Clock:
    """A date of a model, and the way from there to a person and to a family's file (empty where there is none)."""

    model: str
    person: str
    file: str
    ended: str


@dataclass(frozen=True)
class Rule:
    """How long one class of record is kept. `until_age` is 0 where a child's age makes no difference."""

    name: str
    title: str
    years: int
    days: int
    until_age: int
    after: str
    goes: Goes
    source: str
    is_confirmed: bool
    clocks: tuple[Clock, ...]

    @property
    def period(self) -> str:
        """How long, in words."""
        if self.days:
            return Words("%(n)d days", n=self.days)
        length = Words("%(n)d years", n=self.years) if self.years else Words("no fixed time")
        if not self.until_age:
            return length
        return Words("%(length)s; a child's until they are %(age)d", length=length, age=self.until_age)


@dataclass(frozen=True)
class Schedule:
    """All of them, and where a person's birth date is found."""

    rules: tuple[Rule, ...]
    person: str
    born: str

    @property
    def clocks(self) -> tuple[tuple[Rule, Clock], ...]:
        """Every clock with its rule."""
        return tuple((rule, clock) for rule in self.rules for clock in rule.clocks)


@cache
def schedule(path: Path = SCHEDULE) -> Schedule:
    """The schedule that this area has. ValueError says which class is wrong, and how."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = tuple(_rule(name, facts) for name, facts in held["class"].items())
    return Schedule(rules, held["person"]["model"], held["person"]["born"])


def _rule(name: str, facts: dict[str, Any]) -> Rule:
    goes = Goes(facts["goes"])
    if ("clocks" in facts) != (goes is Goes.SHREDDED):
        raise ValueError(f"{name}: what is shredded has clocks, and nothing else has.")
    return Rule(
        name=name,
        title=facts["title"],
        years=int(facts.get("years", 0)),
        days=int(facts.get("days", 0)),
        until_age=int(facts.get("until_age", 0)),
        after=facts["after"],
        goes=goes,
        source=facts["source"],
        is_confirmed=facts["confidence"] != "recalled",
        clocks=tuple(Clock(**clock) for clock in facts.get("clocks", ())),
    )


def years_on(day: date, years: int) -> date:
    """The same day so many years on (or back); 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def kept_until(rule: Rule, ended: date, born: date | None) -> date:
    """The last day for which a record is kept, of somebody born then. Who may have been a child is taken for one."""
    last = years_on(ended, rule.years)
    adult_by = years_on(born, 18) if born else None
    if rule.until_age and (adult_by is None or ended < adult_by):
        last = max(last, years_on(born or ended, rule.until_age))
    return last
