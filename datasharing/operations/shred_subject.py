"""Making everything that was sealed under one person's key unreadable, for good. The rest of the family stays.

What tells of them and is not under that key (keyed hashes, rows of partners' files) is emptied in the same step: a
model that holds such says what becomes of it (`emptied`).
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

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
        raise Refused(_("There is no key to remove: it was removed before, or this is nobody that we know."))
    everybody = everybody_joined(subject)
    held = DataKey.objects.filter(owner__in=everybody, kind=KeyKind.SUBJECT, wrapped__isnull=False)
    held.update(wrapped=None, shredded_at=on or timezone.now())
    _empty(everybody)
    journal.record(actor, Event.SUBJECT_SHREDDED, subjects=everybody)
    ring.forget()


def _empty(everybody: Collection[UUID]) -> None:
    for model in apps.get_models():
        emptied = getattr(model, "emptied", None)
        if emptied:
            about = [Q(**{f"{path}__in": everybody}) for path in model.subjects]  # type: ignore[attr-defined]
            rows = model._default_manager.filter(*about)
            rows.update(**emptied)


@transaction.atomic
def shred_extracts(seals: Collection[UUID], *, on: datetime | None = None) -> int:
    """Remove the keys of partners' files of which nothing is told any longer; how many there were."""
    held = DataKey.objects.filter(owner__in=seals, kind=KeyKind.EXTRACT, wrapped__isnull=False)
    gone = held.update(wrapped=None, shredded_at=on or timezone.now())
    if gone:
        journal.record(None, Event.EXTRACTS_SHREDDED, detail={"keys": gone}, on=on)
        ring.forget()
    return gone


@transaction.atomic
def shred_file(actor: Actor | None, file: UUID, *, on: datetime | None = None) -> bool:
    """Remove the key of a family's shared records, when everybody they are about is gone. False when it was before."""
    held = DataKey.objects.filter(owner=file, kind=KeyKind.FILE, wrapped__isnull=False)
    if not held.update(wrapped=None, shredded_at=on or timezone.now()):
        return False
    journal.record(actor, Event.FILE_SHREDDED, families=[file], on=on)
    ring.forget()
    return True
