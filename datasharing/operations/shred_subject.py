"""Making everything that was sealed under one person's key unreadable, for good. The rest of the family stays."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Refused
from datasharing.keys import ring
from datasharing.models import DataKey
from datasharing.selectors.joined import everybody_joined
from datasharing.vocabulary import Event, KeyKind


@transaction.atomic
def shred_subject(actor: Actor | None, subject: UUID, *, on: datetime | None = None) -> None:
    """Remove the key of one person, and of whoever was joined to them. Refused when it was removed or never there.

    What was sealed while two people were thought to be two lies under both keys.
    """
    held = DataKey.objects.select_for_update().filter(owner=subject, kind=KeyKind.SUBJECT, wrapped__isnull=False)
    if not held.exists():
        raise Refused("There is no key to remove: it was removed before, or this is nobody that we know.")
    everybody = everybody_joined(subject)
    held = DataKey.objects.filter(owner__in=everybody, kind=KeyKind.SUBJECT, wrapped__isnull=False)
    held.update(wrapped=None, shredded_at=on or timezone.now())
    journal.record(actor, Event.SUBJECT_SHREDDED, subjects=everybody)
    ring.forget()


@transaction.atomic
def shred_file(actor: Actor | None, file: UUID, *, on: datetime | None = None) -> bool:
    """Remove the key of a family's shared records, when everybody they are about is gone. False when it was before."""
    held = DataKey.objects.filter(owner=file, kind=KeyKind.FILE, wrapped__isnull=False)
    if not held.update(wrapped=None, shredded_at=on or timezone.now()):
        return False
    journal.record(actor, Event.FILE_SHREDDED, families=[file], on=on)
    ring.forget()
    return True
