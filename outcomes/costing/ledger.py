"""Events into ledger lines: who bore what, from which day to which. Source: costing.md section 1."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from agencies.words import Words
from outcomes.costing.catalogue import Basis, Catalogue, EventCost, EventKind
from outcomes.costing.money import NOUGHT, CannotCost

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """Something that happened to a family member and that a partner told us.

    `end_day` is the day after the last; None for a point, and for a spell that is still open on `covers_to`, the last
    day that its extract covers. `incident` is the partner's own number, with whatever makes it that partner's alone.
    """

    code: str
    person: str
    first_day: date
    end_day: date | None = None
    birth_date: date | None = None
    family: str = ""
    incident: str = ""
    covers_to: date | None = None
    reference: str = ""


@dataclass(frozen=True)
class LedgerLine:
    """Pounds of the base year that one bearer bears for one event, once or day by day; nothing is rounded.

    `gbp` is borne once on `from_day` when `per_days` is None, else every `per_days` days from `from_day` up to, not
    including, `end_day`. Economic and social values go the same way and are None where the catalogue has none.
    """

    event: Event
    unit_cost: str
    bearer: str
    basis: Basis
    gbp: Decimal
    per_days: Decimal | None
    from_day: date
    end_day: date
    catalogue: str
    economic_gbp: Decimal | None = None
    social_gbp: Decimal | None = None

    @property
    def days(self) -> int:
        return (self.end_day - self.from_day).days

    @property
    def gbp_a_day(self) -> Decimal | None:
        """The rate a day of a spell; None for what is borne once."""
        return None if self.per_days is None else self.gbp / self.per_days

    @property
    def total(self) -> Decimal:
        return self.between(self.from_day, self.end_day)

    def between(self, first_day: date, end_day: date) -> Decimal:
        """The pounds of this line that fall on `first_day` or later, and before `end_day`."""
        if self.per_days is None:
            return self.gbp if first_day <= self.from_day < end_day else NOUGHT
        days = (min(end_day, self.end_day) - max(first_day, self.from_day)).days
        return self.gbp * days / self.per_days if days > 0 else NOUGHT


class WhyNotCosted(StrEnum):
    NO_UNIT_COST = "no_unit_cost"
    BIRTH_DATE_UNKNOWN = "birth_date_unknown"
    NO_PRICE_AT_THIS_AGE = "no_price_at_this_age"
    NOT_IN_CATALOGUE = "not_in_catalogue"
    CANNOT_BE_COSTED = "cannot_be_costed"

    @property
    def words(self) -> str:
        return {
            WhyNotCosted.NO_UNIT_COST: Words("No unit cost has been published for this event."),
            WhyNotCosted.BIRTH_DATE_UNKNOWN: Words("Its cost depends on age, and the birth date is not known."),
            WhyNotCosted.NO_PRICE_AT_THIS_AGE: Words("It has no unit cost at this person's age."),
            WhyNotCosted.NOT_IN_CATALOGUE: Words("The catalogue is older than this kind of event."),
            WhyNotCosted.CANNOT_BE_COSTED: Words("It is a spell without any end that is known."),
        }[self]


@dataclass(frozen=True)
class NotCosted:
    """An event, or the part of it that `unit_costs` name, that has no pounds: counted and listed, never nought."""

    event: Event
    why: WhyNotCosted
    unit_costs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Costed:
    lines: tuple[LedgerLine, ...]
    not_costed: tuple[NotCosted, ...]


def age_on(day: date, birth_date: date) -> int:
    """Whole years on `day`; whoever is said to be born later is nought."""
    return max(0, day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day)))


def one_event_an_incident(events: Iterable[Event]) -> list[Event]:
    """The same events, with one for each family, incident and code, however many members the extract names in it.

    Events without an incident number are all kept. Of those that share one, the earliest is kept, of these one whose
    birth date is known, then the lowest person and reference, so that the order of the rows never matters.
    """
    kept: list[Event] = []
    incidents: dict[tuple[str, str, str], Event] = {}
    for event in events:
        if not event.incident:
            kept.append(event)
            continue
        key = (event.family, event.incident, event.code)
        rival = incidents.get(key)
        if rival is None or _incident_order(event) < _incident_order(rival):
            incidents[key] = event
    return sorted([*kept, *incidents.values()], key=_order)


def cost_event(event: Event, catalogue: Catalogue) -> Costed:
    """The ledger lines of one event. An unknown code, or a spell without any end, is refused with CannotCost.

    A spell of no days has no daily lines.
    """
    code = catalogue.code(event.code)
    rows = catalogue.event_costs.get(event.code, ())
    if not rows:
        return Costed((), (NotCosted(event, WhyNotCosted.NO_UNIT_COST),))
    end_day = _end_day(event, code.kind)
    if event.birth_date is None:
        priced = [row for row in rows if row.ages.open]
        banded = tuple(row.unit_cost for row in rows if not row.ages.open)
        not_costed = (NotCosted(event, WhyNotCosted.BIRTH_DATE_UNKNOWN, banded),) if banded else ()
    else:
        age = age_on(event.first_day, event.birth_date)
        priced = [row for row in rows if row.ages.holds(age)]
        not_costed = () if priced else (NotCosted(event, WhyNotCosted.NO_PRICE_AT_THIS_AGE),)
    lines = (_line(event, end_day, row, catalogue) for row in priced)
    return Costed(tuple(line for line in lines if line.days), not_costed)


def cost_events(events: Iterable[Event], catalogue: Catalogue) -> Costed:
    """The ledger lines of many events: one event an incident first, then each event's lines in turn."""
    lines: list[LedgerLine] = []
    not_costed: list[NotCosted] = []
    for event in one_event_an_incident(events):
        costed = cost_event(event, catalogue)
        lines.extend(costed.lines)
        not_costed.extend(costed.not_costed)
    return Costed(tuple(lines), tuple(not_costed))


def _line(event: Event, end_day: date, row: EventCost, catalogue: Catalogue) -> LedgerLine:
    price = catalogue.price(row.unit_cost)
    return LedgerLine(
        event=event,
        unit_cost=row.unit_cost,
        bearer=row.bearer,
        basis=row.basis,
        gbp=price.fiscal * row.share,
        per_days=row.days if row.basis is Basis.PER_DAY else None,
        from_day=event.first_day,
        end_day=end_day if row.basis is Basis.PER_DAY else event.first_day + ONE_DAY,
        catalogue=catalogue.version,
        economic_gbp=None if price.economic is None else price.economic * row.share,
        social_gbp=None if price.social is None else price.social * row.share,
    )


def _end_day(event: Event, kind: EventKind) -> date:
    if kind is EventKind.POINT:
        return event.first_day + ONE_DAY
    if event.end_day is not None:
        if event.end_day < event.first_day:
            raise CannotCost(f"The spell {event.code} ends on {event.end_day}, before its first day {event.first_day}.")
        return event.end_day
    if event.covers_to is None:
        raise CannotCost(f"The spell {event.code} is open, and the last day that its extract covers is not known.")
    return max(event.first_day, event.covers_to + ONE_DAY)


def _order(event: Event) -> tuple[date, str, str, str, str, str]:
    return (event.first_day, event.family, event.code, event.person, event.incident, event.reference)


def _incident_order(event: Event) -> tuple[date, bool, str, str]:
    return (event.first_day, event.birth_date is None, event.person, event.reference)
