"""What a page, the API and the command show of a family's costs: sheets, and how they are made of ledger entries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from agencies.languages import told
from cases.intake.profile import event_codes
from cases.selectors.head import Head
from datasharing.policy import Reason
from datasharing.shown import Padlock
from outcomes.budgets.vocabulary import partner_words
from outcomes.catalogues import shipped_catalogue
from outcomes.costing.ledger import ONE_DAY, Event, LedgerLine
from outcomes.costing.statement import Borne, after_less_before, borne, together
from outcomes.costing.windows import Window
from outcomes.selectors.family_ledgers import LedgerEntry
from outcomes.selectors.need_costs import NeedCost
from outcomes.selectors.support_windows import ShownCatalogue, SupportDates
from outcomes.vocabulary import BEARER_WORDS, SupportKind
from outcomes.vocabulary import Window as WindowWords


@dataclass(frozen=True)
class WindowSheet:
    """A window; `last_day` belongs to it. `cut` when the data ended first; not `compared` under 90 days."""

    name: str
    words: str
    first_day: date
    last_day: date
    days: int
    cut: bool
    compared: bool


@dataclass(frozen=True)
class BearerRow:
    """Pounds, not rounded, that one bearer bore in each window, in their order, and a year where compared.

    `change` is a year after support less a year before: not the effect of support.
    """

    bearer: str
    words: str
    gbp: tuple[Decimal, ...]
    a_year: tuple[Decimal | None, ...]
    change: Decimal | None


@dataclass(frozen=True)
class CostLine:
    """One price on one thing that happened: what, when, who bears it, which unit cost, from where, how sure.

    `gbp` is what falls in each window; `last_day` is empty for what happened on a day.
    """

    happened: str
    code: str
    first_day: date
    last_day: date | None
    bearer: str
    bearer_words: str
    unit_cost: str
    item: str
    source: str
    confidence: str
    price_year: str
    gbp: tuple[Decimal, ...]


@dataclass(frozen=True)
class NotCostedLine:
    """Something that happened and has no pounds, or not all of them, and why. Never nought pounds."""

    happened: str
    code: str
    first_day: date
    unit_costs: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class SupportRow:
    """What a partner put into the support of the family: minutes, and pounds not rounded."""

    partner: str
    words: str
    kind_words: str
    unit_cost: str
    minutes: int
    gbp: Decimal


@dataclass(frozen=True)
class CostStatement:
    """The costs that the reader may see. `total` only where every part may be seen by this reader, else None.

    `catalogue` is empty before costs are posted; `windows` before there is data.
    """

    support_reference: str
    started_on: date | None
    ended_on: date | None
    last_day_of_data: date | None
    catalogue: str
    base_year: str
    values_said: str
    windows: tuple[WindowSheet, ...]
    rows: tuple[BearerRow, ...]
    total: BearerRow | None
    lines: tuple[CostLine, ...]
    outside: int
    not_costed: tuple[NotCostedLine, ...]
    support: tuple[SupportRow, ...]


@dataclass(frozen=True)
class FamilyCosts:
    """The costs page of a family: its head, the statement, and what of it is closed to this reader, by rule.

    `needs` says of each need what it cost in the statement's windows, beside how far the family has come with it.
    """

    head: Head
    statement: CostStatement
    needs: tuple[NeedCost, ...]
    padlocks: tuple[Padlock, ...]
    why: tuple[Reason, ...]


def statement(
    dates: SupportDates | None,
    windows: Sequence[Window],
    last_day: date | None,
    catalogue: ShownCatalogue | None,
    entries: Iterable[LedgerEntry],
    support: Iterable[SupportRow],
    *,
    whole: bool,
) -> CostStatement:
    """The statement of these entries. `whole` says that nothing was kept back, so that a total may be shown.

    `outside` counts the lines that fall in no window.
    """
    entries = list(entries)
    lines = [line for entry in entries for line in entry.lines]
    rows = borne(lines, windows)
    shown = [_cost_line(line, windows) for line in lines]
    inside = tuple(line for line in shown if any(line.gbp))
    return CostStatement(
        support_reference=dates.support_reference if dates else "",
        started_on=dates.started_on if dates else None,
        ended_on=dates.ended_on if dates else None,
        last_day_of_data=last_day,
        catalogue=catalogue.version if catalogue else "",
        base_year=catalogue.base_year if catalogue else "",
        values_said=shipped_catalogue(catalogue.version).values_said if catalogue else "",
        windows=tuple(_window(window) for window in windows),
        rows=tuple(_row(row, windows) for row in rows),
        total=_row(together(rows, windows), windows) if whole and windows else None,
        lines=inside,
        outside=len(shown) - len(inside),
        not_costed=tuple(
            NotCostedLine(_happened(one.event.code), one.event.code, one.event.first_day, one.unit_costs, one.why.words)
            for entry in entries
            for one in entry.not_costed
            if any(_falls_in(one.event, window) for window in windows)
        ),
        support=tuple(support),
    )


def support_row(partner: str, kind: str, unit_cost: str, minutes: int, gbp: Decimal) -> SupportRow:
    """What a partner put in, with its words."""
    return SupportRow(partner, partner_words(partner), str(SupportKind(kind).label), unit_cost, minutes, gbp)


def _window(window: Window) -> WindowSheet:
    return WindowSheet(
        name=str(window.name),
        words=str(WindowWords(window.name).label),
        first_day=window.first_day,
        last_day=window.end_day - timedelta(days=1),
        days=window.days,
        cut=window.cut,
        compared=window.compared,
    )


def _row(row: Borne, windows: Sequence[Window]) -> BearerRow:
    words = told(BEARER_WORDS.get(row.bearer, row.bearer)) if row.bearer else _("All partners together")
    return BearerRow(row.bearer, words, row.gbp, row.a_year, after_less_before(row, windows))


def _cost_line(line: LedgerLine, windows: Sequence[Window]) -> CostLine:
    prices = shipped_catalogue(line.catalogue)
    unit_cost = prices.unit_costs[line.unit_cost]
    return CostLine(
        happened=_happened(line.event.code),
        code=line.event.code,
        first_day=line.from_day,
        last_day=None if line.per_days is None else line.end_day - timedelta(days=1),
        bearer=line.bearer,
        bearer_words=told(BEARER_WORDS.get(line.bearer, line.bearer)),
        unit_cost=line.unit_cost,
        item=unit_cost.item,
        source=unit_cost.source,
        confidence=unit_cost.confidence,
        price_year=unit_cost.price_year,
        gbp=tuple(line.between(window.first_day, window.end_day) for window in windows),
    )


def _happened(code: str) -> str:
    """An event's code in words."""
    known = event_codes().get(code)
    return known.words if known else code


def _falls_in(event: Event, window: Window) -> bool:
    end_day = event.end_day or event.first_day + ONE_DAY
    return event.first_day < window.end_day and window.first_day < end_day
