"""What the supported families of a place cost, worked out from the true events behind its extracts.

Reads `truth/events.csv`, `truth/people.csv`, `support.csv` and `extracts/manifest.csv` of a place folder and nothing
else. A supported family is the household of the one person whose given name, family name, birth date, NHS number and
postcode are all those of the support's lead. Pure: no Django, no tables.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from outcomes.costing.catalogue import Catalogue
from outcomes.costing.ledger import Event, NotCosted, cost_events
from outcomes.costing.money import pounds
from outcomes.costing.windows import WindowName, cost_by_bearer, windows_of

LEAD_COLUMNS = ("lead_given_name", "lead_family_name", "lead_date_of_birth", "lead_nhs_number", "postcode")
PERSON_COLUMNS = ("given", "surname", "dob", "nhs", "postcode")


@dataclass(frozen=True)
class TrueCost:
    """Pounds, not rounded, of one supported family in one window by one bearer."""

    support_ref: str
    window: WindowName
    bearer: str
    gbp: Decimal


@dataclass(frozen=True)
class TrueCosts:
    """The costs, the events that have none, and the supports whose lead is nobody, or more than one person."""

    costs: tuple[TrueCost, ...]
    not_costed: tuple[NotCosted, ...]
    not_found: tuple[str, ...]


def true_costs(place: Path, catalogue: Catalogue) -> TrueCosts:
    """The costs of every family in the place's support.csv, in its order."""
    covers_to = {row["extract"]: date.fromisoformat(row["covers_to"]) for row in _rows(place / "extracts/manifest.csv")}
    people = _rows(place / "truth/people.csv")
    homes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for person in people:
        homes[tuple(person[column] for column in PERSON_COLUMNS)].add(person["household"])
    supports = [
        (support, homes.get(tuple(support[column] for column in LEAD_COLUMNS), set()))
        for support in _rows(place / "support.csv")
    ]
    wanted = {home for _, found in supports for home in found}
    events = _events(place / "truth/events.csv", wanted, people, covers_to, catalogue)
    costs: list[TrueCost] = []
    not_costed: list[NotCosted] = []
    not_found: list[str] = []
    for support, found in supports:
        if len(found) != 1:
            not_found.append(support["support_ref"])
            continue
        costed = cost_events(events[next(iter(found))], catalogue)
        not_costed.extend(costed.not_costed)
        start, end = _day(support["start"]), _day(support["end"])
        if start is None:
            raise ValueError(f"{support['support_ref']} in support.csv has no start.")
        for window in windows_of(start, end, max(covers_to.values())):
            for bearer, gbp in sorted(cost_by_bearer(costed.lines, window).items()):
                costs.append(TrueCost(support["support_ref"], window.name, bearer, gbp))
    return TrueCosts(tuple(costs), tuple(not_costed), tuple(not_found))


def write_true_costs(costs: TrueCosts, path: Path) -> None:
    """A row for each cost: support_ref, window, bearer, and the pounds to the penny."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["support_ref", "window", "bearer", "gbp_2024_25"])
        writer.writerows([cost.support_ref, cost.window, cost.bearer, pounds(cost.gbp)] for cost in costs.costs)


def _events(
    path: Path, wanted: set[str], people: list[dict[str, str]], covers_to: dict[str, date], catalogue: Catalogue
) -> dict[str, list[Event]]:
    """Events by household. Each row is an event of its own: the truth has no incident numbers."""
    born = {person["person"]: _day(person["dob"]) for person in people}
    events: dict[str, list[Event]] = defaultdict(list)
    for row in _rows(path):
        if row["household"] in wanted:
            event = Event(
                code=row["code"],
                person=row["person"],
                first_day=date.fromisoformat(row["from"]),
                end_day=_day(row["to"]),
                birth_date=born[row["person"]],
                family=row["household"],
                covers_to=covers_to.get(catalogue.code(row["code"]).extract),
            )
            events[row["household"]].append(event)
    return events


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
