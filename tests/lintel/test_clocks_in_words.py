"""How long is left, in words."""

from __future__ import annotations

import datetime as dt

import pytest

from lintel.clocks import clock_of

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("due", "state", "words"),
    [
        (dt.date(2026, 11, 16), "late", "6 days late"),
        (dt.date(2026, 11, 21), "late", "1 day late"),
        (dt.date(2026, 11, 22), "soon", "due today"),
        (dt.date(2026, 11, 23), "soon", "due tomorrow"),
        (dt.date(2026, 12, 2), "ahead", "due in 10 days"),
        (NOW + dt.timedelta(hours=3), "soon", "due in 3 hours"),
        (NOW + dt.timedelta(minutes=1), "soon", "due in 1 minute"),
        (NOW - dt.timedelta(minutes=130), "late", "2 hours late"),
        (NOW - dt.timedelta(hours=49), "late", "2 days late"),
        (None, "none", "no date set"),
    ],
)
def test_a_clock_says_how_long_is_left(due: dt.date | None, state: str, words: str) -> None:
    clock = clock_of(due, now=NOW)
    assert (clock.state, clock.words) == (state, words)


@pytest.mark.parametrize(
    ("due", "done", "words"),
    [
        (dt.date(2026, 11, 20), dt.date(2026, 11, 20), "done in time"),
        (dt.date(2026, 11, 20), dt.datetime(2026, 11, 20, 23, 59, tzinfo=dt.UTC), "done in time"),
        (dt.date(2026, 11, 20), dt.date(2026, 11, 21), "done late"),
        (NOW, NOW - dt.timedelta(seconds=1), "done in time"),
        (NOW, NOW + dt.timedelta(seconds=1), "done late"),
    ],
)
def test_what_is_done_was_in_time_or_late(due: dt.date, done: dt.date, words: str) -> None:
    assert clock_of(due, done, NOW).words == words
