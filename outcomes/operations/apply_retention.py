"""Carrying out what two people have approved: each person in a transaction of their own, and looked at once more.

Stopped at any moment and run again, it goes on with whoever is left. Of a person nothing stays but the anchor that the
journal speaks of; of a family, when everybody is gone, the shared records' key goes too.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agencies.operations import journal
from cases.intake.models import Occurrence
from cases.operations.forget_person import forget_person, people_of
from datasharing.models import DataKey, RetentionLine, RetentionList
from datasharing.operations.retention import approved_lines
from datasharing.operations.shred_subject import shred_file, shred_subject
from datasharing.selectors.due import is_due, is_held
from datasharing.selectors.joined import everybody_joined
from datasharing.vocabulary import Event, KeyKind, LeftBecause
from outcomes.models import LedgerLine, NotCosted


@dataclass(frozen=True)
class Applied:
    """How many people's records were made unreadable, how many families', and how many people were left after all."""

    people: int
    files: int
    left: int


def apply_retention(*, on: datetime | None = None) -> Applied:
    """Carry out every approved list; what was done before is not done again."""
    people = files = left = 0
    for line, subject, place in approved_lines():
        done, with_file = _apply_line(line, subject, place, on or timezone.now())
        people, files, left = people + done, files + with_file, left + (not done)
    _finish(on or timezone.now())
    return Applied(people, files, left)


@transaction.atomic
def _apply_line(number: int, subject: UUID, place: str, at: datetime) -> tuple[bool, int]:
    """One person: whether their records went, and how many files went with them."""
    line = RetentionLine.objects.select_for_update(of=("self",)).select_related("listing__approved_by").get(pk=number)
    if line.done_at is not None or line.left_because or line.listing.withdrawn_at is not None:
        return False, 0
    why = _why_not(subject, place, at)
    if why:
        line.left_because = why
        line.save(update_fields=["left_because"])
        journal.record(
            None, Event.RETENTION_APPLIED, families=[line.file_id], subjects=[subject],
            detail={"list": line.listing_id, "left_because": str(why)}, on=at,
        )  # fmt: skip
        return False, 0
    everybody = everybody_joined(subject)
    LedgerLine.objects.filter(occurrence__subject__in=everybody).delete()
    NotCosted.objects.filter(occurrence__subject__in=everybody).delete()
    Occurrence.objects.filter(subject__in=everybody).delete()
    forget_person(everybody)
    shred_subject(None, subject, on=at)
    files = _shred_files(line.file_id, at)
    line.done_at = at
    line.save(update_fields=["done_at"])
    detail = {"list": line.listing_id, "approved_by": line.listing.approved_by_id, "files": files}
    journal.record(None, Event.RETENTION_APPLIED, families=[line.file_id], subjects=everybody, detail=detail, on=at)
    return True, files


def _why_not(subject: UUID, place: str, at: datetime) -> LeftBecause | None:
    if not DataKey.objects.filter(owner=subject, wrapped__isnull=False).exists():
        return LeftBecause.GONE
    if is_held(subject):
        return LeftBecause.HELD
    return None if is_due(subject, place, on=timezone.localdate(at)) else LeftBecause.NOT_DUE


def _shred_files(file: UUID, at: datetime) -> int:
    people = people_of(file)
    gone = DataKey.objects.filter(owner__in=people, kind=KeyKind.SUBJECT, wrapped__isnull=True).count()
    return int(None not in people and gone == len(people) and shred_file(None, file, on=at))


@transaction.atomic
def _finish(at: datetime) -> None:
    """A list of which nobody is left is done."""
    open_lists = RetentionList.objects.filter(
        approved_at__isnull=False, withdrawn_at__isnull=True, done_at__isnull=True
    )
    open_lists.exclude(lines__in=RetentionLine.objects.filter(done_at__isnull=True, left_because="")).update(done_at=at)
