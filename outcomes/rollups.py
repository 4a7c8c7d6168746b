"""One family's ledger rolled up: pounds by window, quarter and bearer, and what breaks its outcomes. Pure.

Every sum is to the penny before it is kept, so that what is added up of rollups equals what is added up of the ledger.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from outcomes.costing.ledger import LedgerLine
from outcomes.costing.money import pounds
from outcomes.costing.statement import Borne
from outcomes.costing.windows import Window
from outcomes.cube import BEARERS, OTHER_BEARER
from outcomes.sustained import Break

ONE_DAY = timedelta(days=1)

Pounds = Mapping[str, Decimal]
"""By one of the cube's bearers; who bears nothing is not in it."""


YEARS_SHOWN = 6
QUARTERS_A_YEAR = 4


@dataclass(frozen=True)
class Rollup:
    """Pounds a year by window that can be compared, pounds by quarter (its last day), and breaks by need."""

    windows: Mapping[str, Pounds]
    quarters: Mapping[str, Pounds]
    breaks: tuple[tuple[str, Break], ...]


def quarters_before(last_day: date, *, years: int = YEARS_SHOWN) -> list[date]:
    """The first days of as many quarters as `years` overlapping years take, and the day after the last of them.

    Quarters begin in January, April, July and October; the last is the last that ended by `last_day`.
    """
    after = last_day + ONE_DAY
    end = date(after.year, (after.month - 1) // 3 * 3 + 1, 1)
    days = [end]
    for _ in range(years + QUARTERS_A_YEAR - 1):
        first = days[-1]
        days.append(date(first.year - (first.month == 1), (first.month - 4) % 12 + 1, 1))
    return days[::-1]


def bearer_of(bearer: str) -> str:
    """The bearer under which the cube counts it."""
    return bearer if bearer in BEARERS else OTHER_BEARER


def by_bearer(amounts: Iterable[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """Pounds to the penny by the cube's bearers; who bears nothing is not among them."""
    sums: dict[str, Decimal] = {}
    for bearer, gbp in amounts:
        if gbp:
            name = bearer_of(bearer)
            sums[name] = sums.get(name, Decimal(0)) + pounds(gbp)
    return sums


def roll_up(
    rows: Sequence[Borne],
    windows: Sequence[Window],
    lines: Sequence[LedgerLine],
    quarters: Sequence[date],
    breaks: Iterable[tuple[str, Break]],
) -> Rollup:
    """`rows` are costs by bearer in `windows`; `quarters` the first day of each, and the day after the last."""
    return Rollup(
        windows={
            str(window.name): by_bearer((row.bearer, row.a_year[place]) for row in rows)
            for place, window in enumerate(windows)
            if window.compared
        },
        quarters={
            (end - ONE_DAY).isoformat(): found
            for first, end in pairwise(quarters)
            if (found := by_bearer((line.bearer, line.between(first, end)) for line in lines))
        },
        breaks=tuple(breaks),
    )


def written(rollup: Rollup) -> dict[str, Any]:
    """As JSON holds it; pounds and days as text."""
    return {
        "windows": {name: {bearer: str(gbp) for bearer, gbp in held.items()} for name, held in rollup.windows.items()},
        "quarters": {day: {bearer: str(gbp) for bearer, gbp in held.items()} for day, held in rollup.quarters.items()},
        "breaks": [
            [need, one.on.isoformat(), one.until.isoformat() if one.until else None, one.words]
            for need, one in rollup.breaks
        ],
    }


def read(held: Mapping[str, Any]) -> Rollup:
    """What `written` wrote."""
    return Rollup(
        windows=_pounds(held["windows"]),
        quarters=_pounds(held["quarters"]),
        breaks=tuple(
            (need, Break(date.fromisoformat(on), date.fromisoformat(until) if until else None, words))
            for need, on, until, words in held["breaks"]
        ),
    )


def _pounds(held: Mapping[str, Mapping[str, str]]) -> dict[str, Pounds]:
    return {name: {bearer: Decimal(gbp) for bearer, gbp in sums.items()} for name, sums in held.items()}
