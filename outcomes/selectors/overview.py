"""The overview: the latest edition of the fixed cube for the reader's place, in one of its fixed bands.

Everything is read from what was published: rounded values, and cells that were withheld and have no value at all.
Rates are worked out from the rounded values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from agencies.vocabulary import EntryKind
from datasharing.statistics import LEAST, rate
from outcomes.costing.effect import Estimate
from outcomes.costing.money import NOUGHT
from outcomes.costing.partner_returns import PartnerReturn, WrongPocket, wrong_pocket
from outcomes.cube import (
    ALL,
    BEARER_ROWS,
    COMPARED_FAMILIES,
    COST,
    EFFECT,
    GAINS,
    OUTCOMES,
    PLACE,
    PUT_IN,
    SUPPORTED,
    TABLES,
    TIER,
    TREND,
    Declared,
    Unit,
    band_words,
)
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
    """One table in one band. `of` says what its rows are. A row that was not worked out is not in it."""

    name: str
    title: str
    band: str
    band_words: str
    unit: Unit
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
class ReturnSheet:
    """What one partner put in and gained; pounds as published, None where withheld or not worked out."""

    partner: str
    words: str
    cash: Decimal | None
    in_kind: Decimal | None
    borne_before: Decimal | None
    borne_after: Decimal | None
    gained: Decimal | None


@dataclass(frozen=True)
class ReturnsSheet:
    """Who pays and who gains, for all families of the edition. `wrong_pocket` is None where nobody pays for others."""

    rows: tuple[ReturnSheet, ...]
    wrong_pocket: WrongPocket | None
    gains_known: bool


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
    returns: ReturnsSheet | None
    shown: int
    cells: int

    def table(self, name: str) -> TableSheet:
        """A table by its name."""
        return next(table for table in self.tables if table.name == name)


@transaction.atomic
def overview(actor: Actor, *, band: str = ALL, exported: bool = False) -> OverviewSheet:
    """The latest edition for the actor's place, in a band (one that is not published: all families).

    Statistics, so no family is opened; that somebody read or exported them goes into the journal.
    """
    place = Place.objects.get(path=actor.place)
    edition, band = _edition(place, band)
    event = Event.OVERVIEW_EXPORTED if exported else Event.OVERVIEW_SEEN
    detail = {"edition": edition.pk if edition else None, "place": place.path, "band": band[:220]}
    journal.record(actor, event, kind=EntryKind.LOOK, detail=detail)
    if edition is None:
        return OverviewSheet(place.name, None, None, None, "", "", LEAST, ALL, band_words(ALL, {}), (), (), None, 0, 0)
    cells = {(cell.table, cell.band, cell.row, cell.column): cell for cell in edition.cells.order_by("pk")}
    place = edition.place
    names = {part.path: part.name for part in [*place.parts.all(), place]}
    names[place.path] = _("Elsewhere in %(place)s") % {"place": place.name}
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
        tables=tuple(table for declared in TABLES if (table := _table(declared, band, names, cells)).rows),
        returns=_returns(cells),
        shown=sum(not cell.withheld for cell in cells.values()),
        cells=len(cells),
    )


def _edition(place: Place, band: str) -> tuple[Edition | None, str]:
    """The latest edition that holds the place. One of a whole place opens on the part that the reader is of."""
    paths = [place.path.rsplit("/", up)[0] for up in range(place.path.count("/") + 1)]
    editions = Edition.objects.filter(place__path__in=paths).select_related("catalogue", "place")
    edition = editions.order_by("-published_at").first()
    inside = edition is not None and edition.place_id != place.pk
    return edition, f"{PLACE}{place.path}" if inside and band == ALL else band


def published_cells(edition: int) -> list[tuple[str, str, str, str, Decimal | None]]:
    """Table, band, row, column and value of every cell of an edition; None where withheld. It holds no family."""
    rows = Cell.objects.filter(edition=edition).order_by("pk")
    return list(rows.values_list("table", "band", "row", "column", "value"))


def _returns(cells: Cells) -> ReturnsSheet:
    """A row for each partner that bears or puts in anything, from what is published: nothing else is worked out."""

    def value(table: Declared, row: str, column: str) -> Decimal | None:
        found = cells.get((table.name, ALL, row, column))
        return found.value if found else None

    paid = any(key[0] == PUT_IN.name for key in cells)
    rows = []
    for bearer, words in BEARER_ROWS.items():
        cash, in_kind = (value(PUT_IN, bearer, kind) or (NOUGHT if paid else None) for kind in PUT_IN.columns)
        before, after = (value(COST, bearer, window) for window in ("before", "after"))
        gained = value(GAINS, bearer, "gbp")
        if cash or in_kind or before or after or gained:
            rows.append(ReturnSheet(bearer, words, cash, in_kind, before, after, gained))
    known = [
        PartnerReturn(
            row.words, row.cash, row.in_kind, row.borne_before or NOUGHT, row.borne_after or NOUGHT, row.gained,
            Estimate.COMPARED,
        )
        for row in rows
        if row.gained is not None and row.cash is not None and row.in_kind is not None
    ]  # fmt: skip
    return ReturnsSheet(tuple(rows), wrong_pocket(known), any(row.gained is not None for row in rows))


def _order(band: str) -> tuple[bool, bool, str]:
    """All families first, then intensities, then the parts of the place."""
    return (band != ALL, not band.startswith(TIER), band)


def _table(declared: Declared, band: str, names: Mapping[str, str], cells: Cells) -> TableSheet:
    """A table in a band; one that is not cut by that sort of band is shown for all families."""
    sort = PLACE if band.startswith(PLACE) else TIER
    band = band if sort in declared.by else ALL
    there = {key[2]: key[2] for key in cells if key[:2] == (declared.name, band)}
    rows = {row: words for row, words in declared.rows.items() if row in there} or there
    if declared is TREND:
        rows = {row: f"{date.fromisoformat(row):%-d %b %Y}" for row in there}
    return TableSheet(
        name=declared.name,
        title=declared.title,
        band=band,
        band_words=band_words(band, names),
        unit=declared.unit,
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
    """A published value. Pounds a family are a rate, from rounded pounds and rounded families. What is no cell of this
    edition is nought where only what is more is one."""
    found = cells.get((declared.name, band, row, column))
    if found is None:
        return CellSheet(column, NOUGHT, withheld=False)
    value = found.value
    if declared.unit is Unit.POUNDS_AN_OUTCOME:
        held = cells.get((OUTCOMES.name, band, row, "sustained"))
        value = rate(value, held.value if held else None)
    if declared.unit is Unit.POUNDS_A_FAMILY:
        families = cells.get((*_families_of(declared, band, row, column), "families"))
        value = rate(value, families.value if families else None)
    return CellSheet(column, value, value is None)


def _families_of(declared: Declared, band: str, row: str, column: str) -> tuple[str, str, str]:
    """The cell of the families by which pounds are divided: table, band and row."""
    if declared is EFFECT and row == Estimate.BEFORE_AND_AFTER:
        return SUPPORTED.name, band, "after"
    if declared is EFFECT:
        return COMPARED_FAMILIES.name, band, "compared"
    return SUPPORTED.name, band, column
