"""Families' histories from the true events behind a place's extracts, to try the estimates on. Pure: no tables.

Reads `truth/` of a place folder, which nothing else of Lintel reads but `true_costs`; `unhelped` reads what would have
happened to the same families had nobody helped, and so gives the true answer that an estimate is held against.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from outcomes.costing.catalogue import Catalogue
from outcomes.costing.effect import WhyNotCompared, supported_history
from outcomes.costing.effect_histories import FamilyHistory, SupportedHistory, needs_shown
from outcomes.costing.effect_matching import Records
from outcomes.costing.ledger import Event, cost_events
from outcomes.costing.money import NOUGHT
from outcomes.costing.statement import borne
from outcomes.costing.windows import cost_a_year, cost_by_bearer, windows_of

CHILD = "child"


@dataclass(frozen=True)
class TruePlace:
    """Supported families with both windows to compare, households never supported, and what was truly saved.

    `truly_saved` is pounds a year and family: cost after had nobody helped, less cost after.
    """

    supported: tuple[SupportedHistory, ...]
    others: tuple[FamilyHistory, ...]
    truly_saved: tuple[Decimal, ...]
    left_out: tuple[WhyNotCompared, ...]
    records: Records

    @property
    def true_mean(self) -> Decimal:
        return sum(self.truly_saved, NOUGHT) / len(self.truly_saved)


def true_place(place: Path, catalogue: Catalogue) -> TruePlace:
    """The whole of a place folder, by its truth."""
    manifest = list(_rows(place / "extracts/manifest.csv"))
    first_day = max(date.fromisoformat(row["covers_from"]) for row in manifest)
    last_day = max(date.fromisoformat(row["covers_to"]) for row in manifest)
    records = Records(first_day, last_day)
    people = list(_rows(place / "truth/people.csv"))
    events = _events(place / "truth/events.csv", people, last_day)
    children: dict[str, list[date]] = defaultdict(list)
    for person in people:
        if person["role"] == CHILD:
            children[person["household"]].append(date.fromisoformat(person["dob"]))
    homes = {row["support_ref"]: row["household"] for row in _rows(place / "truth/support.csv")}
    dates = {
        homes[row["support_ref"]]: (date.fromisoformat(row["start"]), _day(row["end"]))
        for row in _rows(place / "support.csv")
    }
    unhelped = _events(place / "truth/events_unhelped.csv", people, last_day, only=set(dates))
    supported: list[SupportedHistory] = []
    saved: list[Decimal] = []
    left_out: list[WhyNotCompared] = []
    for home, (start, end) in sorted(dates.items()):
        windows = windows_of(start, end, last_day)
        lines = cost_events(events[home], catalogue).lines
        one = supported_history(
            _history(home, events[home], children[home], catalogue), windows, borne(lines, windows), records
        )
        if isinstance(one, WhyNotCompared):
            left_out.append(one)
            continue
        alone = cost_by_bearer(cost_events(unhelped[home], catalogue).lines, one.after)
        supported.append(one)
        saved.append(cost_a_year(sum(alone.values(), NOUGHT), one.after) - sum(one.after_a_year.values(), NOUGHT))
    others = [
        _history(home, told, children[home], catalogue)
        for home, told in sorted(events.items())
        if home not in dates and children[home]
    ]
    return TruePlace(tuple(supported), tuple(others), tuple(saved), tuple(left_out), records)


def _history(home: str, events: list[Event], born: list[date], catalogue: Catalogue) -> FamilyHistory:
    lines = cost_events(events, catalogue).lines
    needs = tuple(needs_shown(events, catalogue))
    return FamilyHistory(home, lines, needs, [event.first_day for event in events], born)


def _events(
    path: Path, people: list[dict[str, str]], last_day: date, only: set[str] | None = None
) -> dict[str, list[Event]]:
    born = {person["person"]: _day(person["dob"]) for person in people}
    events: dict[str, list[Event]] = defaultdict(list)
    for row in _rows(path):
        if only is None or row["household"] in only:
            event = Event(
                code=row["code"],
                person=row["person"],
                first_day=date.fromisoformat(row["from"]),
                end_day=_day(row["to"]),
                birth_date=born[row["person"]],
                family=row["household"],
                covers_to=last_day,
            )
            events[row["household"]].append(event)
    return events


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        yield from csv.DictReader(handle)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
