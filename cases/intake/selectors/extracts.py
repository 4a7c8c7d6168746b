"""Files taken in, for whoever supplied them and for administrators: what became of each, and its rows set aside."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

from django.db.models import QuerySet

from agencies.actor import Actor
from agencies.refusals import NotFound
from agencies.vocabulary import Role
from cases.intake.models import Extract, ExtractRow
from cases.intake.names import neutralise
from cases.intake.profile import shipped_profile
from cases.intake.reading import MENDING
from cases.vocabulary import ExtractState, RowStatus

SHOWN = 50


@dataclass(frozen=True)
class ExtractSheet:
    """One file: what it is, the days it covers (both included), and what became of it."""

    extract: int
    profile: str
    words: str
    supplier: str
    covers_from: date
    covers_to: date
    supplied_on: date
    state: str
    started_at: datetime
    rows_in: int
    rows_set_aside: int
    refusal: str


@dataclass(frozen=True)
class SetAsideSheet:
    """One row set aside: its line in the file (the header is line 1), the column at fault, and why."""

    line: int
    column: str
    reason: str
    cells: tuple[str, ...]


def extracts(actor: Actor) -> list[ExtractSheet]:
    """The latest files that the actor may see, newest first."""
    return [_sheet(extract) for extract in _visible(actor).select_related("supplier")[:SHOWN]]


def set_aside_rows(actor: Actor, extract: int) -> list[SetAsideSheet]:
    """The first rows of a file that are set aside, in their order. NotFound when the actor may not see the file."""
    return [_row(row) for row in _set_aside(_seen(actor, extract))[:SHOWN]]


def set_aside_file(actor: Actor, extract: int) -> Iterator[str]:
    """The rows set aside as a file to mend and send again: comma-separated, UTF-8 with a byte order mark, neutralised.

    NotFound, before the first line, when the actor may not see the file.
    """
    held = _seen(actor, extract)
    return _lines(held)


def _visible(actor: Actor) -> QuerySet[Extract]:
    if actor.role in (Role.ADMINISTRATOR, Role.GOVERNANCE_LEAD):
        return Extract.objects.all()
    return Extract.objects.filter(supplier_id=actor.agency)


def _seen(actor: Actor, extract: int) -> Extract:
    held = _visible(actor).filter(pk=extract).first()
    if held is None:
        raise NotFound
    return held


def _set_aside(extract: Extract) -> QuerySet[ExtractRow]:
    return extract.lines.filter(status=RowStatus.SET_ASIDE).order_by("line")


def _sheet(extract: Extract) -> ExtractSheet:
    return ExtractSheet(
        extract=extract.pk,
        profile=extract.profile,
        words=shipped_profile(extract.profile).words,
        supplier=extract.supplier.name,
        covers_from=extract.covers_from,
        covers_to=extract.covers_to,
        supplied_on=extract.supplied_on,
        state=ExtractState(extract.state).label,
        started_at=extract.started_at,
        rows_in=extract.rows_in,
        rows_set_aside=extract.rows_set_aside,
        refusal=extract.refusal,
    )


def _row(row: ExtractRow) -> SetAsideSheet:
    return SetAsideSheet(row.line, row.column, row.reason, tuple(row.raw or ()))


def _lines(extract: Extract) -> Iterator[str]:
    headers = shipped_profile(extract.profile).headers
    yield "\ufeff" + _csv([*MENDING, *headers])
    for row in _set_aside(extract).iterator(chunk_size=1_000):
        cells = [neutralise(cell) for cell in row.raw or ()]
        cells += [""] * (len(headers) - len(cells))
        yield _csv([str(row.line), row.column, row.reason, *cells[: len(headers)]])


def _csv(cells: list[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
