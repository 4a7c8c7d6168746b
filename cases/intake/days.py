"""Days as partners write them: strict patterns such as DD/MM/YYYY, read without regard to the machine's language."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_TOKENS = (
    ("YYYY", r"(?P<year>[0-9]{4})"),
    ("MON", r"(?P<name>[A-Za-z]{3})"),
    ("MM", r"(?P<month>[0-9]{2})"),
    ("DD", r"(?P<day>[0-9]{2})"),
)
EARLIEST = date(1900, 1, 1)


def pattern_of(form: str) -> re.Pattern[str]:
    """The expression for a form of day such as `DD-MON-YYYY`. ValueError unless it has a year, a month and a day."""
    pattern = re.escape(form)
    for token, expression in _TOKENS:
        pattern = pattern.replace(token, expression, 1)
    compiled = re.compile(pattern)
    named = set(compiled.groupindex)
    if not {"year", "day"} <= named or len(named) != 3:
        raise ValueError(f"{form!r} is not a form of day: it needs YYYY, DD, and MM or MON")
    return compiled


def day_reader(forms: tuple[str, ...]) -> Callable[[str], date | None]:
    """A function from text to a day, by the first form that fits; None for no such day, or one before 1900."""
    patterns = [pattern_of(form) for form in forms]

    @lru_cache(maxsize=100_000)
    def read(text: str) -> date | None:
        for pattern in patterns:
            found = pattern.fullmatch(text)
            if found is None:
                continue
            given = found.groupdict()
            month = _MONTHS.get(given["name"].upper(), 0) if "name" in given else int(given["month"])
            try:
                day = date(int(given["year"]), month, int(given["day"]))
            except ValueError:
                continue
            if day >= EARLIEST:
                return day
        return None

    return read
