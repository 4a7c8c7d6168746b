"""Pages of what is already decided and in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """Which page this is, from 1, and whether there are others."""

    number: int
    has_previous: bool
    has_next: bool


def page_of(items: Sequence[T], number: int, size: int) -> tuple[Sequence[T], Page]:
    """The items of one page; a number below 1 is the first page."""
    number = max(1, number)
    start = (number - 1) * size
    return items[start : start + size], Page(number, number > 1, len(items) > start + size)
