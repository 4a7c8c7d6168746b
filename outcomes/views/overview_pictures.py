"""The charts of the overview: what each shows, the words that say it, and its bars and lines. Published cells alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from outcomes.charts import Bar, grouped_bars, lines
from outcomes.selectors.overview import CellSheet, OverviewSheet, TableSheet
from outcomes.views.words import pounds_words

WITHHELD = "withheld"
NOT_THE_EFFECT = "not the effect of support"


@dataclass(frozen=True)
class Picture:
    """A chart: its name in the address, its title, and what it says in words for whoever cannot see it."""

    name: str
    title: str
    alt: str
    note: str


def cell_words(sheet: TableSheet, cell: CellSheet) -> str:
    """A value in the words of its unit; "withheld" where there is none."""
    if cell.value is None:
        return WITHHELD
    if sheet.unit.startswith("pounds"):
        return pounds_words(cell.value, places=2 if sheet.unit == "pounds_and_pence" else 0)
    return f"{cell.value:,.0f}"


def pictures(sheet: OverviewSheet) -> dict[str, Picture]:
    """The charts of which the sheet holds any figure, by name."""
    there = {table.name for table in sheet.tables}
    return {name: describe(sheet) for name, (describe, _) in PICTURES.items() if name in there}


def draw(sheet: OverviewSheet, name: str) -> str:
    """One of `pictures` as SVG."""
    return PICTURES[name][1](sheet)


def _cost(sheet: OverviewSheet) -> Picture:
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
    said = f"On average a family cost {listed(whole)}." if whole else "The totals are withheld."
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


def _cost_bars(sheet: OverviewSheet) -> str:
    table = sheet.table("cost")
    bars: list[Bar] = [
        {"row": row.words, "column": words, "value": float(cell.value), "said": cell_words(table, cell)}
        for row in table.rows
        if row.row != "total"
        for cell, words in zip(row.cells, table.column_words, strict=True)
        if cell.value
    ]
    return grouped_bars(bars, series=table.column_words, description=_cost(sheet).alt)


def _steps(sheet: OverviewSheet) -> Picture:
    table = sheet.table("steps")
    said = [
        f"{value:,.0f} {row.words.lower()}"
        for row in table.rows
        if (value := table.value(row.row, "families")) is not None
    ]
    alt = f"Bars of how many families are at each step: {listed(said) or 'all withheld'}."
    return Picture("steps", "Families at each step", alt, "Rounded to five. A withheld step has no bar.")


def _steps_bars(sheet: OverviewSheet) -> str:
    table = sheet.table("steps")
    bars: list[Bar] = [
        {"row": row.words, "column": "", "value": float(value), "said": f"{value:,.0f}"}
        for row in table.rows
        if (value := table.value(row.row, "families")) is not None
    ]
    return grouped_bars(bars, series=(), description=_steps(sheet).alt)


def _trend(sheet: OverviewSheet) -> Picture:
    table = sheet.table("trend")
    told = [(row.words, value) for row in table.rows if (value := table.value(row.row, "total")) is not None]
    first, last = (told[0], told[-1]) if told else (("", None), ("", None))
    said = (
        f"All partners together bore {pounds_words(first[1], places=0)} in the year to {first[0]} and "
        f"{pounds_words(last[1], places=0)} in the year to {last[0]}."
        if first[1] is not None and last[1] is not None
        else "The totals are withheld."
    )
    alt = f"A line for all partners together, year by year to the end of each quarter. {said}"
    return Picture("trend", "What families with a case cost, year by year", alt, table.note)


def _trend_lines(sheet: OverviewSheet) -> str:
    table = sheet.table("trend")
    points: list[Bar] = [
        {"row": f"{row.row}|{row.words}", "column": "", "value": float(value), "said": pounds_words(value, places=0)}
        for row in table.rows
        if (value := table.value(row.row, "total")) is not None
    ]
    return lines(points, description=_trend(sheet).alt)


def _gains(sheet: OverviewSheet) -> Picture:
    table = sheet.table("gains")
    said = [
        f"{row.words} {pounds_words(value, places=0)}"
        for row in table.rows
        if (value := table.value(row.row, "gbp")) is not None
    ]
    alt = f"Bars of what each partner gained in a year: {listed(said) or 'all withheld'}."
    return Picture("gains", "What each partner gained in a year", alt, table.note)


def _gains_bars(sheet: OverviewSheet) -> str:
    table = sheet.table("gains")
    bars: list[Bar] = [
        {"row": row.words, "column": "", "value": float(value), "said": pounds_words(value, places=0)}
        for row in table.rows
        if (value := table.value(row.row, "gbp")) is not None
    ]
    return grouped_bars(bars, series=(), description=_gains(sheet).alt)


PICTURES: dict[str, tuple[Callable[[OverviewSheet], Picture], Callable[[OverviewSheet], str]]] = {
    "cost": (_cost, _cost_bars),
    "steps": (_steps, _steps_bars),
    "trend": (_trend, _trend_lines),
    "gains": (_gains, _gains_bars),
}


def listed(words: Sequence[str]) -> str:
    """Words with commas, and "and" before the last."""
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else "".join(words)
