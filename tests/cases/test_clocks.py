"""Clocks: a truth table of moments, and what holds for any moment."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import clocks

LONDON = ZoneInfo("Europe/London")


def at(words: str) -> datetime:
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("code", "start", "due", "why"),
    [
        ("contact_decision", "2026-05-05 14:00", "2026-05-06 14:00", "one working day of eight hours"),
        ("contact_decision", "2026-05-08 16:30", "2026-05-11 16:30", "a weekend between"),
        ("contact_decision", "2026-05-01 16:53", "2026-05-05 16:53", "a weekend and the May bank holiday between"),
        ("contact_decision", "2026-05-09 03:00", "2026-05-11 17:00", "received on a Saturday night"),
        ("contact_decision", "2026-05-05 07:00", "2026-05-05 17:00", "received before the doors open"),
        ("contact_decision", "2026-12-24 12:00", "2026-12-29 12:00", "Christmas, Boxing Day in lieu on Monday"),
        ("information_red", "2026-12-25 02:00", "2026-12-25 04:00", "red runs on Christmas night"),
        ("information_red", "2026-03-29 00:30", "2026-03-29 03:30", "two hours pass while the clocks go forward"),
        ("information_amber", "2026-05-05 16:00", "2026-05-06 14:00", "amber waits for the morning"),
        ("information_green", "2026-05-05 09:00", "2026-05-07 17:00", "three working days of eight hours"),
    ],
)
def test_a_clock_runs_out_when_its_table_says(code, start, due, why):
    assert clocks.shipped().due(code, at(start)) == at(due), why


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1)).map(lambda m: m.replace(tzinfo=LONDON)),
    st.integers(1, 40),
)
def test_a_working_clock_ends_in_working_hours_and_never_early(start, hours):
    working = clocks.shipped().working
    due = working.after(start, timedelta(hours=hours))
    here = due.astimezone(LONDON)
    assert working.is_working(here.date())
    assert 9 <= here.hour <= 17
    assert due - start >= timedelta(hours=hours)
    assert working.after(start, timedelta(hours=hours + 1)) > due


def test_bank_holidays_of_england_are_known():
    working = clocks.shipped().working
    assert not working.is_working(date(2026, 8, 31))
    assert not working.is_working(date(2026, 4, 6))
    assert working.is_working(date(2026, 8, 3)), "Scotland's alone"


def test_red_is_due_sooner_than_amber_and_amber_than_green():
    start = at("2026-05-05 10:00")
    dues = [clocks.information_due(start, urgency) for urgency in ("red", "amber", "green")]
    assert dues == sorted(dues)
