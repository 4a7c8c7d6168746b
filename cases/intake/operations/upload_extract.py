"""A partner's file sent by a page: kept sealed, taken in by a job that can be stopped at any moment, and then gone."""

import io
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations.journal import record
from agencies.refusals import Invalid, NotAllowed, Refused
from agencies.selectors.actor import acting
from cases.intake.happenings import Cover
from cases.intake.models import Extract, Upload, UploadPart
from cases.intake.operations.import_extract import (
    ImportedExtract,
    check_may_import,
    import_extract,
    supplier_of_profile,
)
from cases.intake.operations.join_records import join_records
from cases.intake.profile import profile_names, shipped_profile
from cases.vocabulary import Event, UploadState
from datasharing.keys.ring import make_keys
from datasharing.vocabulary import KeyKind

PART = 1 << 20
SILENT_FOR = timedelta(minutes=3)
"""Whoever takes a file in and was not heard of for so long has been stopped; somebody else begins it again."""
GUESSED = 120
"""Bytes of a row, until the file has been read."""


@transaction.atomic
def upload_extract(
    actor: Actor,
    profile: str,
    *,
    content: Iterable[bytes],
    cover: Cover,
    supplier: str = "",
    on: datetime | None = None,
) -> UUID:
    """Keep a file to be taken in; returns the upload. Refused where the actor may not, or the file is too large."""
    at = on or timezone.now()
    if profile not in profile_names():
        raise Invalid(_("Choose what sort of file this is."), "profile")
    if not cover.first_day <= cover.last_day <= cover.supplied_on:
        raise Invalid(_("The first day covered, the last, and the day of supply follow one another."), "covers_to")
    agency = supplier_of_profile(profile, supplier)
    check_may_import(actor, agency)
    held = Upload.objects.create(
        profile=profile, supplier=agency, covers_from=cover.first_day, covers_to=cover.last_day,
        supplied_on=cover.supplied_on, size=0, uploaded_by_id=actor.post, uploaded_at=at,
    )  # fmt: skip
    make_keys(KeyKind.EXTRACT, [held.id])
    largest, left = shipped_profile(profile).bounds.bytes, b""
    number = 0
    for chunk in content:
        held.size += len(chunk)
        if held.size > largest:
            raise Invalid(
                _("A file of this sort can have %(largest)s MB at most.") % {"largest": format(largest >> 20, ",")},
                "file",
            )
        left += chunk
        while len(left) >= PART:
            UploadPart.objects.create(upload=held, number=number, content=left[:PART])
            left, number = left[PART:], number + 1
    if left:
        UploadPart.objects.create(upload=held, number=number, content=left)
    if not held.size:
        raise Invalid(_("This file is empty."), "file")
    held.rows_at_once = held.size // GUESSED
    held.save(update_fields=["size", "rows_at_once"])
    detail = {"profile": profile, "supplier": agency.reference, "bytes": held.size}
    record(actor, Event.EXTRACT_SENT, detail=detail, on=at)
    return held.id


def take_in_uploads(*, on: datetime | None = None) -> int:
    """Take in every file that waits, and begin again those whose job was stopped; returns how many were done."""
    done = 0
    while held := _next(on or timezone.now()):
        _take_in(held)
        done += 1
    return done


@transaction.atomic
def _next(at: datetime) -> Upload | None:
    """The next file to take in, marked as being read, so that no two jobs take one."""
    stopped = Q(state__in=(UploadState.READING, UploadState.JOINING), heard_at__lt=at - SILENT_FOR)
    waiting = Upload.objects.select_for_update(skip_locked=True).filter(Q(state=UploadState.WAITING) | stopped)
    held = waiting.order_by("uploaded_at").first()
    if held:
        held.state, held.heard_at, held.rows_read = UploadState.READING, at, 0
        held.save(update_fields=["state", "heard_at", "rows_read"])
    return held


def _take_in(held: Upload) -> None:
    actor = acting(None, held.uploaded_by_id)
    cover = Cover(held.covers_from, held.covers_to, held.supplied_on)
    try:
        if actor is None:
            raise NotAllowed(_("Whoever sent this file no longer holds the post in which they sent it."))
        with _heard(held.id) as tell:
            done = import_extract(
                actor, held.profile, file=_file(held), cover=cover, supplier=held.supplier.reference, progress=tell
            )
            _now(held.id, UploadState.JOINING)
            join_records(actor)
    except Refused as refused:
        _end(held, UploadState.REFUSED, refused.words, None)
        return
    _end(held, UploadState.IN, _words(done), done.extract)


def _file(held: Upload) -> io.BytesIO:
    """The file as it was sent. Parts are opened one after another."""
    content = io.BytesIO()
    for part in UploadPart.objects.filter(upload=held).order_by("number").iterator(chunk_size=4):
        content.write(part.content)
    content.seek(0)
    return content


class _heard:
    """Tells how far the reading has come, on a connection of its own: the import's is one transaction to the end."""

    def __init__(self, upload: UUID) -> None:
        self._upload = upload
        self._session: psycopg.Connection | None = None

    def __enter__(self) -> Callable[[int], None]:
        given = connection.get_connection_params()
        plain = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
        self._session = psycopg.connect(**plain, autocommit=True)
        return self._tell

    def _tell(self, rows: int) -> None:
        if self._session:
            self._session.execute(
                "UPDATE cases_upload SET rows_read = %s, heard_at = now() WHERE id = %s", [rows, self._upload]
            )

    def __exit__(self, *_: object) -> None:
        if self._session:
            self._session.close()


@transaction.atomic
def _now(upload: UUID, state: UploadState) -> None:
    Upload.objects.filter(pk=upload).update(state=state, heard_at=timezone.now())


@transaction.atomic
def _end(held: Upload, state: UploadState, words: str, extract: int | None) -> None:
    """It is in, or refused: its bytes and their key are let go."""
    if extract is None:
        known = Extract.objects.filter(profile=held.profile, supplier=held.supplier, refusal=words)
        extract = known.order_by("-started_at").values_list("pk", flat=True).first()
    UploadPart.objects.filter(upload=held).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM datasharing_datakey WHERE owner = %s", [held.id])
    Upload.objects.filter(pk=held.pk).update(state=state, words=words, extract_id=extract, heard_at=timezone.now())


def _words(done: ImportedExtract) -> str:
    if done.already:
        return "This file was taken in before. Nothing changed."
    known = f", of them known from earlier files: {done.rows_known:,}" if done.rows_known else ""
    return f"Rows in: {done.rows_in:,}{known}. Set aside: {done.rows_set_aside:,}."
