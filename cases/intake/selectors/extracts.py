"""Files taken in, for whoever supplied them and for administrators: what became of each, and its rows set aside."""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from uuid import UUID

from django.db.models import Max, Min, QuerySet, Sum
from django.utils import timezone

from agencies.actor import Actor
from agencies.places import lies_inside
from agencies.refusals import NotFound
from agencies.vocabulary import Role
from cases.intake.models import Extract, ExtractRow, Upload
from cases.intake.names import neutralise
from cases.intake.profile import profile_names, shipped_profile
from cases.intake.reading import MENDING
from cases.vocabulary import ExtractState, RowStatus, UploadState

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


@dataclass(frozen=True)
class UploadSheet:
    """A file on its way in. `per_cent` is of what it is thought to have; `stopped`: it will be begun again."""

    id: UUID
    profile: str
    words: str
    supplier: str
    uploaded_at: datetime
    state: str
    state_words: str
    rows_read: int
    per_cent: int
    outcome: str
    extract: int | None
    stopped: bool

    @property
    def is_done(self) -> bool:
        """Whether it is in, or refused."""
        return self.state in (UploadState.IN, UploadState.REFUSED)


@dataclass(frozen=True)
class CoverRow:
    """What one partner's files of one sort cover in all, when the latest was supplied, and how many days ago."""

    supplier: str
    place: str
    profile: str
    words: str
    covers_from: date
    covers_to: date
    supplied_on: date
    days_old: int
    rows_in: int


def _words(profile: str) -> str:
    """What a sort of file is called; its bare name where the profile is not among those in use any more."""
    return shipped_profile(profile).words if profile in profile_names() else profile


def cover_of(suppliers: Collection[int] | None = None) -> tuple[CoverRow, ...]:
    """What partners' files cover: by partner and sort of file, whoever they are about. None for all partners."""
    posted = Extract.objects.filter(state=ExtractState.POSTED)
    if suppliers is not None:
        posted = posted.filter(supplier__in=suppliers)
    rows = posted.values("supplier__name", "supplier__place__path", "profile").annotate(
        first=Min("covers_from"), last=Max("covers_to"), supplied=Max("supplied_on"), rows=Sum("rows_in")
    )
    today = timezone.localdate()
    return tuple(
        CoverRow(
            supplier=row["supplier__name"],
            place=row["supplier__place__path"],
            profile=row["profile"],
            words=_words(row["profile"]),
            covers_from=row["first"],
            covers_to=row["last"],
            supplied_on=row["supplied"],
            days_old=(today - row["last"]).days,
            rows_in=row["rows"],
        )
        for row in rows.order_by("supplier__name", "profile")
    )


def cover_near(place: str) -> tuple[CoverRow, ...]:
    """What the files of the partners of a place cover: the same whether or not they tell of a family there."""
    return tuple(row for row in cover_of() if lies_inside(place, row.place))


def my_cover(actor: Actor) -> tuple[CoverRow, ...]:
    """The same, of the files that this actor may see."""
    if actor.role in (Role.ADMINISTRATOR, Role.GOVERNANCE_LEAD):
        return cover_of()
    return cover_of([actor.agency])


def uploads(actor: Actor) -> tuple[UploadSheet, ...]:
    """Files on their way in that the actor may see, and those that came last."""
    held = Upload.objects.select_related("supplier").order_by("-uploaded_at")
    if actor.role not in (Role.ADMINISTRATOR, Role.GOVERNANCE_LEAD):
        held = held.filter(supplier_id=actor.agency)
    return tuple(_upload(one) for one in held[:20])


def upload(actor: Actor, wanted: UUID) -> UploadSheet:
    """One of them. NotFound for whoever may not see it."""
    found = next((one for one in uploads(actor) if one.id == wanted), None)
    if found is None:
        raise NotFound
    return found


def extract_sheet(actor: Actor, extract: int) -> ExtractSheet:
    """One file that was taken in. NotFound for whoever may not see it."""
    return _sheet(_seen(actor, extract))


def _upload(held: Upload) -> UploadSheet:
    reading = held.state in (UploadState.READING, UploadState.JOINING)
    silent = reading and held.heard_at is not None and held.heard_at < timezone.now() - timedelta(minutes=3)
    guessed = max(held.rows_at_once, held.rows_read, 1)
    return UploadSheet(
        id=held.pk,
        profile=held.profile,
        words=shipped_profile(held.profile).words,
        supplier=held.supplier.name,
        uploaded_at=held.uploaded_at,
        state=held.state,
        state_words=str(UploadState(held.state).label),
        rows_read=held.rows_read,
        per_cent=100 if held.state == UploadState.JOINING else min(99, 100 * held.rows_read // guessed),
        outcome=held.words,
        extract=held.extract_id,
        stopped=silent,
    )


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
        state=str(ExtractState(extract.state).label),
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
