"""What support costs, as costing.md section 3 has it."""

from datetime import date
from decimal import Decimal

import pytest

from outcomes.catalogues import shipped_catalogue
from outcomes.costing.money import CannotCost, pounds
from outcomes.costing.support import (
    PaidIn,
    SupportItem,
    contact_time,
    contribution,
    share_of_fixed_costs,
    support_cost,
)

CATALOGUE = shipped_catalogue()
DAY = date(2025, 11, 24)


def test_contact_minutes_cost_the_family_support_workers_hourly_rate_uprated() -> None:
    line = contact_time(DAY, 90, CATALOGUE, partner="council")
    assert line.gbp == Decimal(30) * 100 / Decimal("73.0337") * 90 / 60
    assert (line.unit_cost, line.catalogue, pounds(line.gbp)) == ("SS18.10", "2026-11", Decimal("61.62"))


def test_each_line_keeps_the_partner_who_gave_it_and_whether_in_cash_or_in_kind() -> None:
    lines = [
        contact_time(DAY, 60, CATALOGUE, partner="council"),
        contact_time(DAY, 60, CATALOGUE, partner="health", grade="HE23.3", paid_in=PaidIn.IN_KIND),
        contribution(DAY, Decimal(200), item=SupportItem.SERVICE, partner="council"),
        contribution(DAY, Decimal(15), item=SupportItem.ROOM, partner="housing", paid_in=PaidIn.IN_KIND),
        share_of_fixed_costs(DAY, Decimal(60000), Decimal("0.005"), partner="council"),
    ]
    put_in = {key: pounds(gbp) for key, gbp in support_cost(lines).items()}
    assert put_in == {
        ("council", PaidIn.CASH): Decimal("541.08"),
        ("health", PaidIn.IN_KIND): Decimal("58.88"),
        ("housing", PaidIn.IN_KIND): Decimal("15.00"),
    }


def test_support_of_a_period_leaves_out_what_was_given_before_and_on_its_end_day() -> None:
    days = [date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 1)]
    lines = [contribution(day, Decimal(1), item=SupportItem.SERVICE, partner="council") for day in days]
    assert support_cost(lines, first_day=days[1], end_day=days[2]) == {("council", PaidIn.CASH): Decimal(1)}


def test_a_rate_that_is_not_by_the_hour_is_refused() -> None:
    with pytest.raises(CannotCost, match="not a rate by the hour"):
        contact_time(DAY, 60, CATALOGUE, partner="council", grade="SS1.0")


def test_minutes_pounds_and_shares_that_cannot_be_right_are_refused() -> None:
    with pytest.raises(CannotCost, match="-5 minutes"):
        contact_time(DAY, -5, CATALOGUE, partner="council")
    with pytest.raises(CannotCost, match="cannot be -1 pounds"):
        contribution(DAY, Decimal(-1), item=SupportItem.SERVICE, partner="council")
    with pytest.raises(CannotCost, match="from 0 to 1"):
        share_of_fixed_costs(DAY, Decimal(1), Decimal("1.2"), partner="council")
    with pytest.raises(CannotCost, match="XX9 is not in the catalogue"):
        contact_time(DAY, 5, CATALOGUE, partner="council", grade="XX9")
