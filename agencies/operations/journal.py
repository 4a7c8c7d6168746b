"""Writing the journal. No entry, no change: operations call `record` inside their own transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone

from agencies.actor import Actor
from agencies.models import JournalEntry
from agencies.vocabulary import EntryKind


def record(
    actor: Actor | None,
    event: StrEnum,
    *,
    families: Iterable[UUID] = (),
    subjects: Iterable[UUID] = (),
    detail: Mapping[str, Any] | None = None,
    kind: EntryKind = EntryKind.CHANGE,
    on: datetime | None = None,
    practitioner: UUID | None = None,
) -> None:
    """Append one entry. `actor` is None only for what nobody in a post does (a family's own referral, set-up).

    `practitioner` names who signs in, before a post is chosen. `detail` must hold codes, counts and references
    alone; see `JournalEntry`.
    """
    JournalEntry.objects.create(
        recorded_at=on or timezone.now(),
        kind=kind,
        event=str(event),
        post_id=actor.post if actor else None,
        practitioner_id=actor.practitioner if actor else practitioner,
        agency_id=actor.agency if actor else None,
        purpose=actor.purpose if actor else "",
        families=sorted(set(families)),
        subjects=sorted(set(subjects)),
        detail=dict(detail or {}),
    )
