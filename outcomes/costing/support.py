"""What support costs: contact time, services bought, fixed costs, and gifts in kind. Source: costing.md section 3."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from outcomes.costing.catalogue import Catalogue
from outcomes.costing.money import NOUGHT, ONE, CannotCost

FAMILY_SUPPORT_WORKER = "SS18.10"
MINUTES_AN_HOUR = 60


class SupportItem(StrEnum):
    CONTACT_TIME = "contact_time"
    SERVICE = "service"
    FIXED_COSTS = "fixed_costs"
    STAFF = "staff"
    ROOM = "room"
    EQUIPMENT = "equipment"
    VOLUNTEER_TIME = "volunteer_time"


class PaidIn(StrEnum):
    CASH = "cash"
    IN_KIND = "in_kind"


@dataclass(frozen=True)
class SupportLine:
    """Pounds of the base year that a partner put into one family's support on a day; not rounded.

    `unit_cost` and `catalogue` say where a price came from; both are empty for a sum that was simply paid.
    """

    day: date
    item: SupportItem
    partner: str
    paid_in: PaidIn
    gbp: Decimal
    minutes: int | None = None
    unit_cost: str = ""
    catalogue: str = ""


def contact_time(
    day: date,
    minutes: int,
    catalogue: Catalogue,
    *,
    partner: str,
    grade: str = FAMILY_SUPPORT_WORKER,
    paid_in: PaidIn = PaidIn.CASH,
    item: SupportItem = SupportItem.CONTACT_TIME,
) -> SupportLine:
    """Minutes × the hourly rate of the worker's grade, uprated. Seconded staff and volunteers are the same in kind."""
    if minutes < 0:
        raise CannotCost(f"Contact time cannot be {minutes} minutes.")
    price = catalogue.price(grade)
    if catalogue.unit_costs[grade].unit != "per hour":
        raise CannotCost(f"The unit cost {grade} is not a rate by the hour.")
    gbp = price.fiscal * minutes / MINUTES_AN_HOUR
    return SupportLine(day, item, partner, paid_in, gbp, minutes, grade, catalogue.version)


def contribution(
    day: date, gbp: Decimal, *, item: SupportItem, partner: str, paid_in: PaidIn = PaidIn.CASH
) -> SupportLine:
    """A service bought, or a room, equipment or the like at the value that the partner gives it."""
    if gbp < NOUGHT:
        raise CannotCost(f"What a partner puts in cannot be {gbp} pounds.")
    return SupportLine(day, item, partner, paid_in, gbp)


def share_of_fixed_costs(
    day: date, gbp: Decimal, share: Decimal, *, partner: str, paid_in: PaidIn = PaidIn.CASH
) -> SupportLine:
    """This family's share, as the budget sets it, of fixed costs of `gbp`."""
    if not NOUGHT <= share <= ONE:
        raise CannotCost(f"A share of fixed costs must be from 0 to 1; it is {share}.")
    return contribution(day, gbp * share, item=SupportItem.FIXED_COSTS, partner=partner, paid_in=paid_in)


def support_cost(
    lines: Iterable[SupportLine], *, first_day: date | None = None, end_day: date | None = None
) -> dict[tuple[str, PaidIn], Decimal]:
    """Pounds by partner and by cash or in kind, of the lines in [first_day, end_day); an open end takes all."""
    put_in: dict[tuple[str, PaidIn], Decimal] = {}
    for line in lines:
        if (first_day is None or line.day >= first_day) and (end_day is None or line.day < end_day):
            key = (line.partner, line.paid_in)
            put_in[key] = put_in.get(key, NOUGHT) + line.gbp
    return put_in
