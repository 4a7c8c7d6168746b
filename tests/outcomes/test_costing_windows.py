"""Before, during and after support, as costing.md section 2 has them."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.catalogues import shipped_catalogue
from outcomes.costing.ledger import Event, cost_events
from outcomes.costing.money import CannotCost
from outcomes.costing.windows import WindowName, cost_a_year, cost_by_bearer, windows_of

CATALOGUE = shipped_catalogue()
LAST_DAY = date(2026, 8, 31)


def test_the_windows_of_support_that_is_long_over_are_a_year_the_support_and_a_year() -> None:
    before, during, after = windows_of(date(2024, 10, 1), date(2025, 4, 1), LAST_DAY)
    assert (before.name, before.first_day, before.end_day) == (WindowName.BEFORE, date(2023, 10, 2), date(2024, 10, 1))
    assert (during.first_day, during.end_day, during.days) == (date(2024, 10, 1), date(2025, 4, 1), 182)
    assert (after.first_day, after.end_day, after.days) == (date(2025, 4, 1), date(2026, 4, 1), 365)
    assert all(window.compared and not window.cut for window in (before, during, after))


def test_support_that_has_not_ended_runs_to_the_day_after_the_last_day_of_data_and_has_no_after() -> None:
    _, during = windows_of(date(2026, 5, 1), None, LAST_DAY)
    assert (during.name, during.end_day, during.cut) == (WindowName.DURING, date(2026, 9, 1), True)


@pytest.mark.parametrize(("end", "days", "compared"), [(date(2026, 6, 3), 90, True), (date(2026, 6, 4), 89, False)])
def test_a_window_cut_to_fewer_than_ninety_days_is_not_compared(end: date, days: int, compared: bool) -> None:
    after = windows_of(date(2026, 1, 1), end, LAST_DAY)[2]
    assert (after.days, after.cut, after.compared) == (days, True, compared)


def test_short_support_that_was_not_cut_may_be_compared() -> None:
    during = windows_of(date(2025, 1, 1), date(2025, 1, 31), LAST_DAY)[1]
    assert (during.days, during.compared) == (30, True)


def test_a_window_of_which_no_day_is_left_is_not_there() -> None:
    names = [window.name for window in windows_of(date(2026, 1, 1), date(2026, 9, 1), LAST_DAY)]
    assert names == [WindowName.BEFORE, WindowName.DURING]
    assert windows_of(date(2030, 1, 1), None, LAST_DAY) == ()


def test_support_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(CannotCost, match="before it begins"):
        windows_of(date(2026, 1, 2), date(2026, 1, 1), LAST_DAY)


def test_an_event_on_the_day_that_support_begins_falls_in_during() -> None:
    lines = cost_events([Event("police.arrest", "ann", date(2024, 10, 1))], CATALOGUE).lines
    before, during, after = windows_of(date(2024, 10, 1), date(2025, 4, 1), LAST_DAY)
    assert [set(cost_by_bearer(lines, window)) for window in (before, during, after)] == [set(), {"police"}, set()]


def test_cost_a_year_is_365_days_worth() -> None:
    after = windows_of(date(2026, 1, 1), date(2026, 5, 1), LAST_DAY)[2]
    assert after.days == 123
    assert cost_a_year(Decimal(123), after) == Decimal(365)


@settings(deadline=None)
@given(st.dates(date(2024, 9, 1), LAST_DAY), st.integers(1, 400), st.dates(date(2023, 9, 1), LAST_DAY))
def test_windows_touch_and_never_overlap_and_stop_where_the_data_stops(start: date, days: int, first: date) -> None:
    windows = windows_of(start, start + timedelta(days), LAST_DAY)
    assert all(earlier.end_day == later.first_day for earlier, later in pairwise(windows))
    assert all(window.end_day <= LAST_DAY + timedelta(1) and window.days > 0 for window in windows)
    lines = cost_events([Event("jcp.out_of_work_benefit", "a", first, covers_to=LAST_DAY)], CATALOGUE).lines
    whole = sum(line.between(windows[0].first_day, windows[-1].end_day) for line in lines)
    in_windows = sum(sum(cost_by_bearer(lines, window).values()) for window in windows)
    assert abs(whole - in_windows) < Decimal("1e-18")
