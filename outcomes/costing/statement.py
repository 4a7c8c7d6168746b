"""What a family cost whom in each window, from its ledger lines. Pure. Source: costing.md sections 1 and 2."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from outcomes.costing.ledger import LedgerLine
from outcomes.costing.money import NOUGHT
from outcomes.costing.windows import Window, WindowName, cost_a_year


@dataclass(frozen=True)
class Borne:
    """Pounds, not rounded, in each of a family's windows, in their order; `a_year` is None where not compared."""

    bearer: str
    gbp: tuple[Decimal, ...]
    a_year: tuple[Decimal | None, ...]


def borne(lines: Iterable[LedgerLine], windows: Sequence[Window]) -> tuple[Borne, ...]:
    """What each bearer bore in each window, by bearer; who bears nothing in any of them is not among them."""
    sums: dict[str, list[Decimal]] = {}
    for line in lines:
        for place, window in enumerate(windows):
            gbp = line.between(window.first_day, window.end_day)
            if gbp:
                sums.setdefault(line.bearer, [NOUGHT] * len(windows))[place] += gbp
    return tuple(_borne(bearer, sums[bearer], windows) for bearer in sorted(sums))


def together(rows: Iterable[Borne], windows: Sequence[Window]) -> Borne:
    """All bearers as one; its `bearer` is empty."""
    sums = [NOUGHT] * len(windows)
    for row in rows:
        sums = [so_far + gbp for so_far, gbp in zip(sums, row.gbp, strict=True)]
    return _borne("", sums, windows)


def after_less_before(row: Borne, windows: Sequence[Window]) -> Decimal | None:
    """Pounds a year after support less before it: not the effect of support. None where either is not compared."""
    a_year = {window.name: gbp for window, gbp in zip(windows, row.a_year, strict=True)}
    before, after = a_year.get(WindowName.BEFORE), a_year.get(WindowName.AFTER)
    return None if before is None or after is None else after - before


def _borne(bearer: str, sums: Sequence[Decimal], windows: Sequence[Window]) -> Borne:
    a_year = tuple(
        cost_a_year(gbp, window) if window.compared else None for gbp, window in zip(sums, windows, strict=True)
    )
    return Borne(bearer, tuple(sums), a_year)
