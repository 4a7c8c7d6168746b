"""Take rows that were set aside in again, mended: each finds its way back by the line it had in the first file."""

from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations.journal import record
from agencies.refusals import NotFound, Refused
from cases.intake.happenings import Cover
from cases.intake.models import Extract, ExtractRow, Occurrence
from cases.intake.operations.copying import copy_in
from cases.intake.operations.import_extract import (
    OCCURRENCE_COLUMNS,
    PERSON_COLUMNS,
    TAKEN_IN,
    check_may_import,
    lock_supply,
    occurrence_values,
    person_values,
)
from cases.intake.prints import face_print, row_print
from cases.intake.profile import shipped_profile
from cases.intake.reading import ReadRow, SetAsideRow, mended_cells_of, read_mended
from cases.vocabulary import Event, ExtractState, RowStatus
from datasharing.keys.ring import key_of
from datasharing.operations.anchors import anchor_subjects


@dataclass(frozen=True)
class MendedRows:
    """How many rows went in now, how many had gone in before, how many still fail, and how many lines are unknown."""

    mended: int
    before: int
    failing: int
    unknown: int


@transaction.atomic
def resend_set_aside(actor: Actor | None, extract: int, *, file: BinaryIO) -> MendedRows:
    """Take a mended file of rows set aside in. Sent twice, it goes in once. NotFound when there is no such extract.

    Refused when all that the file told was forgotten meanwhile. A row that still fails stays set aside, with the new
    reason; one whose line was not set aside is left alone.
    """
    held = Extract.objects.select_related("supplier").filter(pk=extract, state=ExtractState.POSTED).first()
    if held is None:
        raise NotFound
    check_may_import(actor, held.supplier)
    lock_supply(held.profile, held.supplier)
    if key_of(held.seal) is None:
        raise Refused(_("What stood in this file has been forgotten. Send these rows in a new file."), "file")
    profile = shipped_profile(held.profile)
    cover = Cover(held.covers_from, held.covers_to, held.supplied_on)
    aside = {row.line: row for row in held.lines.filter(status__in=(RowStatus.SET_ASIDE, RowStatus.MENDED))}
    mended = before = failing = unknown = 0
    for row in read_mended(file, profile, cover):
        known = aside.get(row.line)
        if known is None:
            unknown += 1
        elif known.status == RowStatus.MENDED:
            before += 1
        elif isinstance(row, SetAsideRow):
            failing += 1
            known.column, known.reason = row.column[:80], row.reason[:300]
            known.raw = mended_cells_of(row.text)
            known.save()
        else:
            mended += 1
            _take_in(known, row, held)
    if mended or failing:
        held.rows_in += mended
        held.rows_set_aside -= mended
        held.save()
        detail = {"extract": held.pk, "profile": held.profile, "rows_mended": mended, "rows_failing": failing}
        record(actor, Event.EXTRACT_IMPORTED, detail=detail)
    return MendedRows(mended, before, failing, unknown)


def _take_in(known: ExtractRow, row: ReadRow, extract: Extract) -> None:
    """The row set aside becomes one that is in; alike to others, it is one more of them."""
    fingerprint, person = row_print(row.fingerprint), person_values(row.person)
    alike = ExtractRow.objects.filter(
        fingerprint=fingerprint, extract__profile=extract.profile, extract__supplier=extract.supplier,
        status__in=TAKEN_IN,
    ).aggregate(most=Max("occurrence"))  # fmt: skip
    [subject] = anchor_subjects(1)
    for name, value in zip(PERSON_COLUMNS, person, strict=True):
        setattr(known, name, value)
    known.status, known.subject_id = RowStatus.MENDED, subject
    known.fingerprint, known.face = fingerprint, face_print(person)
    known.occurrence = (alike["most"] or 0) + 1
    known.column = known.reason = ""
    known.raw = None
    known.save()
    copy_in(Occurrence, OCCURRENCE_COLUMNS, occurrence_values(row.events, known.pk, subject, extract.supplier_id))
