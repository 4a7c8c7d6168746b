"""The overview's tables and sections, made from its sheet. No tables of the database."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from agencies.languages import told
from agencies.words import Words
from outcomes.costing.effect import Estimate
from outcomes.selectors.overview import OverviewSheet, ReturnsSheet, TableSheet
from outcomes.views.overview_pictures import WITHHELD, cell_words, listed
from outcomes.views.words import pounds_words

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SECTIONS = (
    ("cost", Words("What families cost"), ("cost", "supported", "trend")),
    ("saved", Words("What support saved"), ("effect", "effect_families")),
    ("returns", Words("Who pays and who gains"), ("gains", "support")),
    ("outcomes", Words("What came of it"), ("outcomes", "help", "help_by", "outcome_cost", "claims")),
    ("families", Words("Families and their help"), ("steps", "tiers", "caseloads", "needs")),
    ("equality", Words("Whom help reaches"), ("ethnicity", "disability", "sex")),
    ("records", Words("What the records hold"), ("costed", "rows", "data_age")),
)
"""Each part of the page: its name, its heading, and its tables in order. The first sees what matters most first."""


def as_table(sheet: TableSheet) -> dict[str, Any]:
    """A table as `ui/table.html` takes it."""
    columns = [{"label": told(words), "numeric": True} for words in sheet.column_words]
    title = told(sheet.title)
    return {
        "name": sheet.name,
        "title": f"{title}: {told(sheet.band_words).lower()}" if sheet.band != "all" else title,
        "columns": [{"label": told(sheet.of)}, *columns],
        "rows": [[told(row.words), *(cell_words(sheet, cell) for cell in row.cells)] for row in sheet.rows],
        "note": told(sheet.note),
    }


def returns_table(sheet: ReturnsSheet) -> dict[str, Any]:
    """Who pays and who gains, side by side."""
    columns = [
        _("Put in, cash"),
        _("Put in, in kind"),
        _("Bore, year before"),
        _("Bore, year after"),
        _("Gained in a year"),
    ]
    rows = [
        [
            told(row.words),
            _pounds(row.cash, places=2),
            _pounds(row.in_kind, places=2),
            _pounds(row.borne_before),
            _pounds(row.borne_after),
            _pounds(row.gained) if sheet.gains_known else _("not estimated"),
        ]
        for row in sheet.rows
    ]
    return {
        "title": _("Who pays and who gains, by partner"),
        "columns": [{"label": _("Partner")}, *({"label": words, "numeric": True} for words in columns)],
        "rows": rows,
        "note": _(
            "Put in: over all of support, to the penny. Borne: by all families compared, in a year. Gained: by the "
            "compared estimate, the share that can be had as cash. The fall from before to after is no return."
        ),
    }


def wrong_pocket_words(sheet: ReturnsSheet) -> str:
    """Who pays for what others gain, in a sentence; empty where nobody does."""
    if sheet.wrong_pocket is None:
        return ""
    return _(
        "The wrong pocket: %(payers)s than was gained in a year is put in, while %(gainers)s than was put in is "
        "gained. An investment agreement can share it."
    ) % {"payers": _more(sheet.wrong_pocket.payers), "gainers": _more(sheet.wrong_pocket.gainers)}


def _more(partners: Iterable[tuple[str, Decimal]]) -> str:
    return listed(
        [
            _("%(name)s %(gbp)s more") % {"name": told(name), "gbp": pounds_words(gbp, places=0)}
            for name, gbp in partners
        ]
    )


def estimate_words(sheet: OverviewSheet) -> list[dict[str, str]]:
    """What each estimate of this edition can say, and what it cannot."""
    there = {row.row for table in sheet.tables if table.name == "effect" for row in table.rows}
    return [
        {"heading": told(one.heading), "can": told(one.can_say), "cannot": told(one.cannot_say)}
        for one in Estimate
        if one.value in there
    ]


def _pounds(value: Decimal | None, places: int = 0) -> str:
    return told(WITHHELD) if value is None else pounds_words(value, places=places)


def export_rows(sheet: OverviewSheet) -> Iterator[list[str]]:
    """Every table of the sheet as lines of a CSV file, with its head; no cell can be read as a formula."""
    yield ["table", "families", "row", "column", "value", "unit"]
    for table in sheet.tables:
        for row in table.rows:
            for cell, words in zip(row.cells, table.column_words, strict=True):
                value = WITHHELD if cell.value is None else str(plain(cell.value))
                line = [table.title, table.band_words, row.words, words]
                yield [*(neutral(text) for text in line), value, table.unit.replace("_", " ")]


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula. A number that is one of ours needs none of it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def plain(value: Decimal) -> Decimal:
    """A figure without what it does not say: no pence where there are none."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.quantize(Decimal("0.01"))
