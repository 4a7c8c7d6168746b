"""Working days, by the calendar of the clocks (`cases/data/clocks.toml`): a day in, a day or a number out. Pure."""

from datetime import date, timedelta
from functools import lru_cache

from cases.clocks import shipped

DAY = timedelta(days=1)


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Whether anybody is at work on this day."""
    return shipped().working.is_working(day)


def add_working_days(day: date, number: int) -> date:
    """The day that lies `number` working days after `day`; `day` itself is not counted. `number` is 0 or more."""
    while number > 0:
        day += DAY
        number -= is_working_day(day)
    return day


def working_days_between(earlier: date, later: date) -> int:
    """How many working days lie after `earlier`, up to and including `later`; nought when `later` is not after."""
    days = (later - earlier).days
    return sum(is_working_day(earlier + DAY * number) for number in range(1, days + 1))
