"""Quarters of financial years as they are kept and asked for: a whole number in a row, or words. Pure."""

import re
from datetime import date

from outcomes.costing.agreements import QUARTERS, CannotAgree, Quarter

WORDS = re.compile(r"(\d{4})(?:[-/](\d{2}))?\s*q([1-4])", re.IGNORECASE)


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in; the first begins in April."""
    year = day.year if day.month > 3 else day.year - 1
    return Quarter(year, (day.month - 4) % 12 // 3 + 1)


def financial_year(day: date) -> int:
    """The year of its April."""
    return quarter_of(day).year


def year_words(year: int) -> str:
    """2026-27."""
    return f"{year}-{(year + 1) % 100:02}"


def as_number(quarter: Quarter) -> int:
    """Its place in the row of all quarters."""
    return quarter.year * QUARTERS + quarter.number - 1


def from_number(number: int) -> Quarter:
    """The quarter at a place in the row."""
    return Quarter(number // QUARTERS, number % QUARTERS + 1)


def read_quarter(words: str) -> Quarter:
    """A quarter out of words such as "2026-27 Q1". Raises CannotAgree in words."""
    found = WORDS.fullmatch(words.strip())
    if not found or (found[2] and int(found[2]) != (int(found[1]) + 1) % 100):
        raise CannotAgree([f"Write a quarter as 2026-27 Q1, where Q1 is April to June; it is “{words.strip()[:30]}”."])
    return Quarter(int(found[1]), int(found[3]))
