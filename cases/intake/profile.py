"""What a partner's extract looks like, as data: `cases/data/extracts/*.toml`. A new file needs a new profile, no code.

Pure: reads the shipped data files and nothing else.
"""

import codecs
import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from cases.intake.days import pattern_of

DATA = Path(__file__).resolve().parent.parent / "data"
OF_THE_EVENT = "of_the_event"
FIELDS = frozenset(
    {
        "nhs_number", "upn", "nino", "person_reference", "given_name", "family_name", "family_then_given",
        "given_then_family", "date_of_birth", "sex", "address", "postcode", "uprn", "detail",
    }
)  # fmt: skip
ONCE_ONLY = FIELDS - {"detail"}


class BadProfile(ValueError):
    """A profile that cannot be used, in words for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class EventCode:
    """One thing that can happen to a person: `kind` is `point` or `spell`; `supplier` and `category` are codes."""

    code: str
    kind: str
    supplier: str
    category: str
    words: str


@dataclass(frozen=True, slots=True)
class Term:
    """A school term; both days belong to it."""

    name: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file. `field` says what it holds; `category` who may see it (or that of the row's event)."""

    header: str
    field: str
    category: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a file, row and value may be, and the share of failing rows that refuses the whole file.

    The share counts once the file has `refuse_from_rows` rows; a file in which every row fails is always refused.
    """

    bytes: int
    rows: int
    row_bytes: int
    value_characters: int
    refuse_share: Fraction
    refuse_from_rows: int


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """One event a row: the column's words give its code, other columns its days and incident number."""

    column: str
    first_day: str
    end_day: str | None
    incident: str | None
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CountedEvents:
    """As many point events as the column says, each on the term's first day."""

    column: str
    code: str
    term: str
    most: int


@dataclass(frozen=True, slots=True)
class FlaggedEvent:
    """A point event on the term's first day where the column says yes."""

    column: str
    code: str
    term: str
    yes: frozenset[str]
    no: frozenset[str]


@dataclass(frozen=True, slots=True)
class AbsenceSpell:
    """A spell over the term, last day included, where missed sessions reach the share of those possible."""

    code: str
    missed: str
    possible: str
    share: Fraction
    term: str


EventRule = CodedEvent | CountedEvents | FlaggedEvent | AbsenceSpell


@dataclass(frozen=True)
class Profile:
    """An extract's shape: who supplies it, under which agreements, how it is written, what each column and row mean."""

    name: str
    words: str
    supplier: str
    agreements: tuple[str, ...]
    encoding: str
    delimiter: str
    days: tuple[str, ...]
    bounds: Bounds
    columns: tuple[Column, ...]
    events: tuple[EventRule, ...]

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The column names in the order of the profile."""
        return tuple(column.header for column in self.columns)

    @cached_property
    def of_the_person(self) -> tuple[tuple[int, str, str], ...]:
        """The columns that say who it is: the place of each, its header, and the field."""
        return tuple((at, one.header, one.field) for at, one in enumerate(self.columns) if one.field != "detail")

    @property
    def event_codes(self) -> frozenset[str]:
        """Every event code that a row of this extract can give."""
        found: set[str] = set()
        for rule in self.events:
            found.update(rule.codes.values() if isinstance(rule, CodedEvent) else [rule.code])
        return frozenset(found)

    @property
    def categories(self) -> frozenset[str]:
        """Every category of information that this extract carries; its agreements must cover each."""
        known = event_codes()
        own = {column.category for column in self.columns} - {OF_THE_EVENT}
        return frozenset(own | {known[code].category for code in self.event_codes})


@cache
def event_codes() -> Mapping[str, EventCode]:
    """The event codes that Lintel knows, by code."""
    with (DATA / "event_codes.csv").open(encoding="utf-8", newline="") as handle:
        return {row["code"]: EventCode(**row) for row in csv.DictReader(handle)}


@cache
def school_terms() -> Mapping[str, Term]:
    """The school terms, by name."""
    with (DATA / "school_terms.csv").open(encoding="utf-8", newline="") as handle:
        return {
            row["term"]: Term(row["term"], date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"]))
            for row in csv.DictReader(handle)
        }


@cache
def profile_names() -> tuple[str, ...]:
    """The names of the profiles that ship, in order."""
    return tuple(sorted(path.stem for path in (DATA / "extracts").glob("*.toml")))


@cache
def shipped_profile(name: str) -> Profile:
    """The profile of that name. BadProfile when there is none, or it is not usable."""
    if name not in profile_names():
        raise BadProfile(f"There is no profile called {name!r}. There are: {', '.join(profile_names())}.")
    return read_profile(tomllib.loads((DATA / "extracts" / f"{name}.toml").read_text(encoding="utf-8")))


def read_profile(given: Mapping[str, Any]) -> Profile:
    """A profile from its data, checked whole. BadProfile says what is wrong with it."""
    try:
        profile = Profile(
            name=str(given["name"]),
            words=str(given["words"]),
            supplier=str(given["supplier"]),
            agreements=tuple(str(reference) for reference in given["agreements"]),
            encoding=codecs.lookup(given["encoding"]).name,
            delimiter=str(given["delimiter"]),
            days=tuple(given["days"]),
            bounds=_bounds(given["bounds"]),
            columns=tuple(Column(header, c["field"], c["category"]) for header, c in given["columns"].items()),
            events=tuple(_event_rule(rule) for rule in given["events"]),
        )
        for form in profile.days:
            pattern_of(form)
    except KeyError as missing:
        raise BadProfile(f"The profile lacks {missing.args[0]!r}.") from missing
    except (LookupError, ValueError, TypeError) as wrong:
        raise BadProfile(f"The profile cannot be read: {wrong}.") from wrong
    _check(profile)
    return profile


def _bounds(given: Mapping[str, Any]) -> Bounds:
    return Bounds(
        bytes=int(given["bytes"]),
        rows=int(given["rows"]),
        row_bytes=int(given["row_bytes"]),
        value_characters=int(given["value_characters"]),
        refuse_share=Fraction(str(given["refuse_share"])),
        refuse_from_rows=int(given["refuse_from_rows"]),
    )


def _event_rule(given: Mapping[str, Any]) -> EventRule:
    match given["rule"]:
        case "coded":
            return CodedEvent(
                given["column"], given["first_day"], given.get("end_day"), given.get("incident"), dict(given["codes"])
            )
        case "count":
            return CountedEvents(given["column"], given["code"], given["term"], int(given["most"]))
        case "flag":
            return FlaggedEvent(
                given["column"], given["code"], given["term"], frozenset(given["yes"]), frozenset(given["no"])
            )
        case "absence":
            return AbsenceSpell(
                given["code"], given["missed"], given["possible"], Fraction(str(given["share"])), given["term"]
            )
    raise BadProfile(f"There is no rule called {given['rule']!r} for events.")


def _columns_of(rule: EventRule) -> list[str]:
    match rule:
        case CodedEvent():
            return [c for c in (rule.column, rule.first_day, rule.end_day, rule.incident) if c]
        case AbsenceSpell():
            return [rule.missed, rule.possible, rule.term]
    return [rule.column, rule.term]


def _check(profile: Profile) -> None:
    fields = [column.field for column in profile.columns]
    if strange := set(fields) - FIELDS:
        raise BadProfile(f"No field is called {', '.join(sorted(strange))}.")
    if twice := {field for field in ONCE_ONLY if fields.count(field) > 1}:
        raise BadProfile(f"Two columns hold {', '.join(sorted(twice))}.")
    if not profile.days or not profile.events or not profile.agreements or len(profile.delimiter) != 1:
        raise BadProfile("A profile has a form of day, a rule for events, an agreement, and a delimiter of one letter.")
    for rule in profile.events:
        if missing := set(_columns_of(rule)) - set(profile.headers):
            raise BadProfile(f"A rule for events names a column that is not there: {', '.join(sorted(missing))}.")
    known = event_codes()
    if unknown := profile.event_codes - known.keys():
        raise BadProfile(f"These event codes are not known: {', '.join(sorted(unknown))}.")
    if foreign := {code for code in profile.event_codes if known[code].supplier != profile.supplier}:
        raise BadProfile(f"{profile.supplier} does not supply {', '.join(sorted(foreign))}.")
    if not 0 < profile.bounds.refuse_share <= 1:
        raise BadProfile("The share of failing rows that refuses a file lies above 0 and is at most 1.")
