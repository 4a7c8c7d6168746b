"""Opening a family's file, and anchoring people: the bare keys on which everything shared hangs."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from datasharing.belt import open_also
from datasharing.keys.ring import make_keys
from datasharing.models import DataSubject, FamilyFile
from datasharing.vocabulary import Event, KeyKind

AT_ONCE = 5_000
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""Letters and digits that nobody mistakes for one another, and that spell no word."""


@transaction.atomic
def open_file(actor: Actor | None, *, place: Place, on: datetime | None = None) -> FamilyFile:
    """A new file for a family that somebody worries about, under a random reference that says nothing of it.

    It is open to this transaction, as if the door had opened it.
    """
    file = FamilyFile.objects.create(reference=_new_reference(), place=place, opened_at=on or timezone.now())
    open_also([file.id])
    make_keys(KeyKind.FILE, [file.id])
    journal.record(actor, Event.FILE_OPENED, families=[file.id], detail={"place": place.path})
    return file


@transaction.atomic
def anchor_subject(actor: Actor | None) -> DataSubject:
    """A new anchor for one person."""
    subject = DataSubject.objects.create()
    make_keys(KeyKind.SUBJECT, [subject.id])
    journal.record(actor, Event.SUBJECT_ANCHORED, subjects=[subject.id])
    return subject


@transaction.atomic
def anchor_subjects(count: int) -> list[UUID]:
    """Anchors for many people at once, as an import makes them; the import's own journal entry speaks of them."""
    made = [uuid4() for _ in range(count)]
    for first in range(0, count, AT_ONCE):
        some = made[first : first + AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO datasharing_datasubject (id) SELECT unnest(%s::uuid[])", [some])
        make_keys(KeyKind.SUBJECT, some)
    return made


def _new_reference() -> str:
    while True:
        reference = "F" + "".join(secrets.choice(ALPHABET) for _ in range(7))
        if not FamilyFile.objects.filter(reference=reference).exists():
            return reference
