"""Before, during and after support, and the costs that fall in each. Source: costing.md section 2."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from outcomes.costing.ledger import LedgerLine
from outcomes.costing.money import CannotCost

YEAR = 365
FEWEST_DAYS_COMPARED = 90


class WindowName(StrEnum):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True)
class Window:
    """Days from `first_day` up to, not including, `end_day`; `cut` when the data stopped before the window did."""

    name: WindowName
    first_day: date
    end_day: date
    cut: bool = False

    @property
    def days(self) -> int:
        return (self.end_day - self.first_day).days

    @property
    def compared(self) -> bool:
        """Whether it may be compared: a window cut to fewer than 90 days is not."""
        return not (self.cut and self.days < FEWEST_DAYS_COMPARED)


def windows_of(start: date, end: date | None, last_day: date) -> tuple[Window, ...]:
    """The windows of a family supported in [start, end), or since `start`, with data up to and including `last_day`.

    A window of which no day is left is not among them; there is no window after support that has not ended.
    """
    if end is not None and end < start:
        raise CannotCost(f"Support cannot end on {end}, before it begins on {start}.")
    year = timedelta(days=YEAR)
    beyond = last_day + timedelta(days=1)
    meant = [(WindowName.BEFORE, start - year, start), (WindowName.DURING, start, end)]
    if end is not None:
        meant.append((WindowName.AFTER, end, end + year))
    windows = []
    for name, first, stop in meant:
        cut = stop is None or stop > beyond
        end_day = beyond if stop is None or stop > beyond else stop
        if end_day > first:
            windows.append(Window(name, first, end_day, cut))
    return tuple(windows)


def cost_by_bearer(lines: Iterable[LedgerLine], window: Window) -> dict[str, Decimal]:
    """Pounds in the window by who bears them, not rounded; a bearer that bears nothing there is not among them."""
    borne: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        gbp = line.between(window.first_day, window.end_day)
        if gbp:
            borne[line.bearer] += gbp
    return dict(borne)


def cost_a_year(gbp: Decimal, window: Window) -> Decimal:
    """What was borne in the window, as pounds a year: × 365 ÷ days."""
    return gbp * YEAR / window.days
