"""The overview: the latest edition of the fixed cube for the reader's place, in one of its fixed bands.

Everything is read from what was published: rounded values, and cells that were withheld and have no value at all.
Rates are worked out from the rounded values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from agencies.vocabulary import EntryKind
from datasharing.statistics import LEAST, rate
from outcomes.cube import ALL, COST, PLACE, SUPPORT, SUPPORTED, TABLES, TIER, Declared, band_words
from outcomes.models import Cell, Edition
from outcomes.vocabulary import Event

Cells = Mapping[tuple[str, str, str, str], Cell]
"""By table, band, row and column."""


@dataclass(frozen=True)
class CellSheet:
    """A published value; None where withheld, or where a rate cannot be worked out because a part of it is."""

    column: str
    value: Decimal | None
    withheld: bool


@dataclass(frozen=True)
class RowSheet:
    """One row of a table."""

    row: str
    words: str
    cells: tuple[CellSheet, ...]


@dataclass(frozen=True)
class TableSheet:
    """One table in one band. `unit` is families, pounds, pounds_a_family, happenings or days; `of` says
    what its rows are."""

    name: str
    title: str
    band: str
    band_words: str
    unit: str
    of: str
    columns: tuple[str, ...]
    column_words: tuple[str, ...]
    rows: tuple[RowSheet, ...]
    note: str

    def value(self, row: str, column: str) -> Decimal | None:
        """A value by its row and column; None where withheld or not there."""
        return next(
            (cell.value for found in self.rows if found.row == row for cell in found.cells if cell.column == column),
            None,
        )


@dataclass(frozen=True)
class BandSheet:
    """A fixed cut that can be chosen."""

    band: str
    words: str


@dataclass(frozen=True)
class OverviewSheet:
    """An edition as its readers see it: the same figures for everybody. `edition` is None before the first.

    `shown` and `cells` count published cells of the declared tables, and all of them.
    """

    place: str
    edition: int | None
    published_at: datetime | None
    covers_to: date | None
    catalogue: str
    base_year: str
    least: int
    band: str
    band_words: str
    bands: tuple[BandSheet, ...]
    tables: tuple[TableSheet, ...]
    shown: int
    cells: int

    def table(self, name: str) -> TableSheet:
        """A table by its name."""
        return next(table for table in self.tables if table.name == name)


UNITS = {COST.name: "pounds_a_family", SUPPORT.name: "pounds", "costed": "happenings", "data_age": "days"}


@transaction.atomic
def overview(actor: Actor, *, band: str = ALL, exported: bool = False) -> OverviewSheet:
    """The latest edition for the actor's place, in a band (one that is not published: all families).

    Statistics, so no family is opened; that somebody read or exported them goes into the journal.
    """
    place = Place.objects.get(path=actor.place)
    edition = Edition.objects.filter(place=place).select_related("catalogue").first()
    event = Event.OVERVIEW_EXPORTED if exported else Event.OVERVIEW_SEEN
    detail = {"edition": edition.pk if edition else None, "place": place.path, "band": band[:220]}
    journal.record(actor, event, kind=EntryKind.LOOK, detail=detail)
    if edition is None:
        return OverviewSheet(place.name, None, None, None, "", "", LEAST, ALL, band_words(ALL, {}), (), (), 0, 0)
    cells = {(cell.table, cell.band, cell.row, cell.column): cell for cell in edition.cells.order_by("pk")}
    names = {part.path: part.name for part in [*place.parts.all(), place]}
    names[place.path] = f"Elsewhere in {place.name}"
    bands = tuple(dict.fromkeys(key[1] for key in cells))
    band = band if band in bands else ALL
    return OverviewSheet(
        place=place.name,
        edition=edition.pk,
        published_at=edition.published_at,
        covers_to=edition.covers_to,
        catalogue=edition.catalogue.version,
        base_year=edition.catalogue.base_year,
        least=LEAST,
        band=band,
        band_words=band_words(band, names),
        bands=tuple(BandSheet(one, band_words(one, names)) for one in sorted(bands, key=_order)),
        tables=tuple(_table(declared, band, names, cells) for declared in TABLES),
        shown=sum(not cell.withheld for cell in cells.values()),
        cells=len(cells),
    )


def _order(band: str) -> tuple[bool, bool, str]:
    """All families first, then intensities, then the parts of the place."""
    return (band != ALL, not band.startswith(TIER), band)


def _table(declared: Declared, band: str, names: Mapping[str, str], cells: Cells) -> TableSheet:
    """A table in a band; one that is not cut by that sort of band is shown for all families."""
    sort = PLACE if band.startswith(PLACE) else TIER
    band = band if sort in declared.by else ALL
    rows = declared.rows or {key[2]: key[2] for key in cells if key[0] == declared.name}
    return TableSheet(
        name=declared.name,
        title=declared.title,
        band=band,
        band_words=band_words(band, names),
        unit=UNITS.get(declared.name, "families"),
        of=declared.of,
        columns=tuple(declared.columns),
        column_words=tuple(declared.columns.values()),
        rows=tuple(
            RowSheet(row, words, tuple(_cell(declared, band, row, column, cells) for column in declared.columns))
            for row, words in rows.items()
        ),
        note=declared.note,
    )


def _cell(declared: Declared, band: str, row: str, column: str, cells: Cells) -> CellSheet:
    found = cells.get((declared.name, band, row, column))
    value = found.value if found else None
    if declared is COST:
        families = cells.get((SUPPORTED.name, band, column, "families"))
        value = rate(value, families.value if families else None)
    return CellSheet(column, value, found is None or value is None)
