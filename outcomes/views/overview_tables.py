"""The overview's tables, chart descriptions and export rows, made from its sheet. No tables of the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from outcomes.selectors.overview import CellSheet, OverviewSheet, TableSheet
from outcomes.views.words import pounds_words

WITHHELD = "withheld"
NOT_THE_EFFECT = "not the effect of support"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Picture:
    """A chart: its name in the address, its title, and what it says in words for whoever cannot see it."""

    name: str
    title: str
    alt: str
    note: str


def as_table(sheet: TableSheet) -> dict[str, Any]:
    """A table as `ui/table.html` takes it."""
    columns = [{"label": words, "numeric": True} for words in sheet.column_words]
    return {
        "name": sheet.name,
        "title": f"{sheet.title}: {sheet.band_words.lower()}" if sheet.band != "all" else sheet.title,
        "columns": [{"label": sheet.of}, *columns],
        "rows": [[row.words, *(cell_words(sheet, cell) for cell in row.cells)] for row in sheet.rows],
        "note": sheet.note,
    }


def cell_words(sheet: TableSheet, cell: CellSheet) -> str:
    """A value in the words of its unit; "withheld" where there is none."""
    if cell.value is None:
        return WITHHELD
    if sheet.unit.startswith("pounds"):
        return pounds_words(cell.value, places=0)
    return f"{cell.value:,.0f}"


def pictures(sheet: OverviewSheet) -> tuple[Picture, ...]:
    """The charts of the overview."""
    return (_cost_picture(sheet), _steps_picture(sheet))


def _cost_picture(sheet: OverviewSheet) -> Picture:
    table = sheet.table("cost")
    windows = dict(zip(table.columns, table.column_words, strict=True))
    whole = [
        f"{pounds_words(value, places=0)} in the {windows[column].lower()}"
        if column != "during"
        else f"{pounds_words(value, places=0)} a year during support"
        for column in table.columns
        if (value := table.value("total", column)) is not None
    ]
    most = max(
        ((row.words, value) for row in table.rows if row.row != "total" and (value := table.value(row.row, "before"))),
        key=lambda found: found[1],
        default=None,
    )
    said = f"On average a family cost {_listed(whole)}." if whole else "The totals are withheld."
    bore = f" Before support, {most[0]} bore most: {pounds_words(most[1], places=0)}." if most else ""
    alt = (
        f"Bars for each partner before, during and after support. {said}{bore} "
        f"The change between before and after is {NOT_THE_EFFECT}."
    )
    note = (
        f"Pounds of {sheet.base_year} a family and year; {sheet.band_words.lower()}. The change between before and "
        f"after is {NOT_THE_EFFECT}: families come when things are at their worst."
    )
    return Picture("cost", "What a family costs in a year, by who bears it", alt, note)


def _steps_picture(sheet: OverviewSheet) -> Picture:
    table = sheet.table("steps")
    said = [
        f"{value:,.0f} {row.words.lower()}"
        for row in table.rows
        if (value := table.value(row.row, "families")) is not None
    ]
    alt = f"Bars of how many families are at each step: {_listed(said) or 'all withheld'}."
    return Picture("steps", "Families at each step", alt, "Rounded to five. A withheld step has no bar.")


def chart_rows(sheet: OverviewSheet, name: str) -> list[dict[str, str | float]] | None:
    """The bars of a chart, withheld ones left out; None where there is no such chart."""
    if name == "cost":
        table = sheet.table("cost")
        return [
            {"row": row.words, "column": words, "value": float(cell.value), "said": cell_words(table, cell)}
            for row in table.rows
            if row.row != "total"
            for cell, words in zip(row.cells, table.column_words, strict=True)
            if cell.value is not None
        ]
    if name == "steps":
        table = sheet.table("steps")
        return [
            {"row": row.words, "column": "", "value": float(value), "said": f"{value:,.0f}"}
            for row in table.rows
            if (value := table.value(row.row, "families")) is not None
        ]
    return None


def export_rows(sheet: OverviewSheet) -> Iterator[list[str]]:
    """Every table of the sheet as lines of a CSV file, with its head; no cell can be read as a formula."""
    yield ["table", "families", "row", "column", "value", "unit"]
    for table in sheet.tables:
        for row in table.rows:
            for cell, words in zip(row.cells, table.column_words, strict=True):
                value = WITHHELD if cell.value is None else str(_plain(cell.value))
                line = [table.title, table.band_words, row.words, words, value, table.unit.replace("_", " ")]
                yield [neutral(text) for text in line]


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.quantize(Decimal("0.01"))


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else "".join(words)
