"""From one row's values to the events that it tells of. Pure: truth tables without a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cases.intake.profile import (
    AbsenceSpell,
    CodedEvent,
    CountedEvents,
    EventRule,
    FlaggedEvent,
    Profile,
    Term,
    event_codes,
    school_terms,
)

DayReader = Callable[[str], date | None]
Values = Mapping[str, str]
LONGEST_INCIDENT = 60


@dataclass(frozen=True, slots=True)
class Cover:
    """The days that a file tells of (both included), and the day it was supplied."""

    first_day: date
    last_day: date
    supplied_on: date

    @property
    def open_end(self) -> date:
        """Where a spell that has not ended is cut: the day after the last day covered."""
        return self.last_day + timedelta(1)


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """Something that happened. `end_day` is the day after the last, None for a point; `is_open` when still going on.

    Events that share `incident` (never empty then) are one event a family.
    """

    code: str
    first_day: date
    end_day: date | None
    is_open: bool
    incident: str


class RowFails(Exception):
    """This row cannot go in: the column at fault and the reason, in words for the partner who mends it."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def row_events(profile: Profile, values: Values, cover: Cover, read_day: DayReader) -> tuple[ReadEvent, ...]:
    """The events of one row, in the order of the profile's rules. RowFails on a day, code or count that cannot be."""
    found: list[ReadEvent] = []
    for rule in profile.events:
        found.extend(_events(rule, values, cover, read_day))
    return tuple(found)


def _events(rule: EventRule, values: Values, cover: Cover, read_day: DayReader) -> list[ReadEvent]:
    match rule:
        case CodedEvent():
            return [_coded(rule, values, cover, read_day)]
        case CountedEvents():
            first = _term(values, rule.term).first_day
            return [ReadEvent(rule.code, first, None, False, "")] * _count(values, rule.column, rule.most)
        case FlaggedEvent():
            first = _term(values, rule.term).first_day
            said = values[rule.column]
            if said not in rule.yes | rule.no:
                raise RowFails(rule.column, f"“{said}” is neither yes nor no")
            return [ReadEvent(rule.code, first, None, False, "")] if said in rule.yes else []
        case AbsenceSpell():
            return _absence(rule, values)


def _coded(rule: CodedEvent, values: Values, cover: Cover, read_day: DayReader) -> ReadEvent:
    code = rule.codes.get(values[rule.column])
    if code is None:
        said = values[rule.column]
        raise RowFails(rule.column, f"“{said}” is not a word that we know here" if said else "there is no word here")
    first = _day(values, rule.first_day, read_day)
    if first > cover.supplied_on:
        raise RowFails(rule.first_day, "this day is after the file was supplied")
    incident = values[rule.incident] if rule.incident else ""
    if len(incident) > LONGEST_INCIDENT:
        raise RowFails(rule.incident or "", f"the incident number is longer than {LONGEST_INCIDENT} characters")
    if event_codes()[code].kind == "point":
        return ReadEvent(code, first, None, False, incident)
    end = _day(values, rule.end_day, read_day) if rule.end_day and values[rule.end_day] else None
    if end is not None and end <= first:
        raise RowFails(rule.end_day or "", "the end, which is the day after the last, is not after the start")
    if end is None:
        return ReadEvent(code, first, max(first + timedelta(1), cover.open_end), True, incident)
    return ReadEvent(code, first, end, False, incident)


def _absence(rule: AbsenceSpell, values: Values) -> list[ReadEvent]:
    term = _term(values, rule.term)
    possible = _count(values, rule.possible, 1_000)
    missed = _count(values, rule.missed, 1_000)
    if missed > possible:
        raise RowFails(rule.missed, "more sessions were missed than were possible")
    if not possible or missed < rule.share * possible:
        return []
    return [ReadEvent(rule.code, term.first_day, term.last_day + timedelta(1), False, "")]


def _term(values: Values, column: str) -> Term:
    term = school_terms().get(values[column])
    if term is None:
        raise RowFails(column, f"“{values[column]}” is not a school term that we know")
    return term


def _day(values: Values, column: str, read_day: DayReader) -> date:
    day = read_day(values[column])
    if day is None:
        said = values[column]
        raise RowFails(column, f"“{said}” is not a day that can be" if said else "there is no day here")
    return day


def _count(values: Values, column: str, most: int) -> int:
    said = values[column]
    if not (said.isascii() and said.isdigit() and len(said) < 7):
        raise RowFails(column, f"“{said}” is not a whole number")
    if int(said) > most:
        raise RowFails(column, f"{int(said)} is more than {most}")
    return int(said)
