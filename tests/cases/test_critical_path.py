"""The critical path against the longest path found by going along every one, on a calendar counted day by day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.critical_path import ToDo, reckon
from cases.working_days import is_working_day

CHRISTMAS_EVE = date(2026, 12, 24)


@st.composite
def plans(draw):
    """Up to eight steps; each may wait for any that stand before it, so that no circle comes about."""
    size = draw(st.integers(1, 8))
    return {
        one: ToDo(draw(st.integers(1, 9)), frozenset(draw(st.sets(st.integers(0, one - 1)))) if one else frozenset())
        for one in range(size)
    }


def every_path(steps):
    """Every chain of steps, from one that waits for nothing to one that nothing waits for."""

    def go_on(path):
        later = [one for one, step in steps.items() if path[-1] in step.after]
        if not later:
            yield path
        for one in later:
            yield from go_on([*path, one])

    for one, step in steps.items():
        if not step.after:
            yield from go_on([one])


def counted(today, number):
    """The so-manieth working day, today the first where it is one: by looking at each day in turn."""
    day = today - timedelta(days=1)
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


@settings(max_examples=300, deadline=None)
@given(plans(), st.dates(date(2026, 3, 1), date(2027, 1, 31)))
def test_it_is_the_longest_of_all_paths_in_working_days(steps, today):
    paths = list(every_path(steps))
    length = {tuple(path): sum(steps[one].takes for one in path) for path in paths}
    longest = max(length.values())
    found = reckon(steps, today)
    for one in steps:
        through = [path for path in paths if one in path]
        until = max(sum(steps[other].takes for other in path[: path.index(one) + 1]) for path in through)
        assert found[one].earliest_on == counted(today, until)
        assert found[one].spare == longest - max(length[tuple(path)] for path in through)
        assert found[one].is_critical == any(length[tuple(path)] == longest for path in through)


def test_bank_holidays_and_weekends_are_no_working_days():
    """Christmas Day, the bank holidays of Boxing Day and New Year, and two weekends lie between."""
    steps = {
        "ring": ToDo(1),
        "meet": ToDo(2, frozenset({"ring"})),
        "move": ToDo(3, frozenset({"meet"})),
        "read": ToDo(1),
    }
    found = reckon(steps, CHRISTMAS_EVE)
    assert [found[one].earliest_on for one in ("ring", "meet", "move")] == [
        CHRISTMAS_EVE, date(2026, 12, 30), date(2027, 1, 5),
    ]  # fmt: skip
    assert [found[one].spare for one in steps] == [0, 0, 0, 5]
    assert reckon({}, CHRISTMAS_EVE) == {}


def test_what_is_done_holds_nothing_up():
    found = reckon({2: ToDo(4, frozenset({1}))}, date(2026, 11, 30))
    assert found[2].earliest_on == date(2026, 12, 3)
