"""The charts of the overview: what each shows, the words that say it, and its bars and lines. Published cells alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.languages import told
from agencies.words import Words
from outcomes.charts import Bar, grouped_bars, lines
from outcomes.selectors.overview import CellSheet, OverviewSheet, TableSheet
from outcomes.views.words import pounds_words

WITHHELD = Words("withheld")


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
        return told(WITHHELD)
    if sheet.unit.startswith("pounds"):
        return pounds_words(cell.value, places=2 if sheet.unit == "pounds_and_pence" else 0)
    return f"{cell.value:,.0f}"


def pictures(sheet: OverviewSheet) -> dict[str, Picture]:
    """The charts of which the sheet holds any figure, by name."""
    there = {table.name for table in sheet.tables}
    return {name: describe(sheet) for name, (describe, _draw) in PICTURES.items() if name in there}


def draw(sheet: OverviewSheet, name: str) -> str:
    """One of `pictures` as SVG."""
    return PICTURES[name][1](sheet)


def _cost(sheet: OverviewSheet) -> Picture:
    table = sheet.table("cost")
    windows = dict(zip(table.columns, table.column_words, strict=True))
    whole = [
        _("%(gbp)s in the %(window)s") % {"gbp": pounds_words(value, places=0), "window": told(windows[column]).lower()}
        if column != "during"
        else _("%(gbp)s a year during support") % {"gbp": pounds_words(value, places=0)}
        for column in table.columns
        if (value := table.value("total", column)) is not None
    ]
    most = max(
        ((row.words, value) for row in table.rows if row.row != "total" and (value := table.value(row.row, "before"))),
        key=lambda found: found[1],
        default=None,
    )
    said = [_("Bars for each partner before, during and after support.")]
    said.append(
        _("On average a family cost %(sums)s.") % {"sums": listed(whole)} if whole else _("The totals are withheld.")
    )
    if most:
        given = {"partner": told(most[0]), "gbp": pounds_words(most[1], places=0)}
        said.append(_("Before support, %(partner)s bore most: %(gbp)s.") % given)
    said.append(_("The change between before and after is not the effect of support."))
    note = _(
        "Pounds of %(base)s a family and year; %(band)s. The change between before and after is not the effect of "
        "support: families come when things are at their worst."
    ) % {"base": sheet.base_year, "band": told(sheet.band_words).lower()}
    return Picture("cost", _("What a family costs in a year, by who bears it"), " ".join(said), note)


def _cost_bars(sheet: OverviewSheet) -> str:
    table = sheet.table("cost")
    bars: list[Bar] = [
        {"row": told(row.words), "column": told(words), "value": float(cell.value), "said": cell_words(table, cell)}
        for row in table.rows
        if row.row != "total"
        for cell, words in zip(row.cells, table.column_words, strict=True)
        if cell.value
    ]
    return grouped_bars(bars, series=[told(words) for words in table.column_words], description=_cost(sheet).alt)


def _steps(sheet: OverviewSheet) -> Picture:
    table = sheet.table("steps")
    said = [
        f"{value:,.0f} {told(row.words).lower()}"
        for row in table.rows
        if (value := table.value(row.row, "families")) is not None
    ]
    alt = _("Bars of how many families are at each step: %(said)s.") % {"said": listed(said) or _("all withheld")}
    return Picture("steps", _("Families at each step"), alt, _("Rounded to five. A withheld step has no bar."))


def _steps_bars(sheet: OverviewSheet) -> str:
    table = sheet.table("steps")
    bars: list[Bar] = [
        {"row": told(row.words), "column": "", "value": float(value), "said": f"{value:,.0f}"}
        for row in table.rows
        if (value := table.value(row.row, "families")) is not None
    ]
    return grouped_bars(bars, series=(), description=_steps(sheet).alt)


def _trend(sheet: OverviewSheet) -> Picture:
    table = sheet.table("trend")
    years = [(row.words, value) for row in table.rows if (value := table.value(row.row, "total")) is not None]
    first, last = (years[0], years[-1]) if years else (("", None), ("", None))
    said = (
        _("All partners together bore %(first)s in the year to %(start)s and %(last)s in the year to %(end)s.")
        % {
            "first": pounds_words(first[1], places=0),
            "start": first[0],
            "last": pounds_words(last[1], places=0),
            "end": last[0],
        }
        if first[1] is not None and last[1] is not None
        else _("The totals are withheld.")
    )
    alt = _("A line for all partners together, year by year to the end of each quarter. %(said)s") % {"said": said}
    return Picture("trend", _("What families with a case cost, year by year"), alt, told(table.note))


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
        f"{told(row.words)} {pounds_words(value, places=0)}"
        for row in table.rows
        if (value := table.value(row.row, "gbp")) is not None
    ]
    alt = _("Bars of what each partner gained in a year: %(said)s.") % {"said": listed(said) or _("all withheld")}
    return Picture("gains", _("What each partner gained in a year"), alt, told(table.note))


def _gains_bars(sheet: OverviewSheet) -> str:
    table = sheet.table("gains")
    bars: list[Bar] = [
        {"row": told(row.words), "column": "", "value": float(value), "said": pounds_words(value, places=0)}
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
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
