"""Writing the journal. No entry, no change: operations call `record` inside their own transaction."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone

from agencies import merkle
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
    entry = JournalEntry(
        recorded_at=on or timezone.now(),
        kind=kind,
        event=str(event),
        post_id=actor.post if actor else None,
        practitioner_id=actor.practitioner if actor else practitioner,
        agency_id=actor.agency if actor else None,
        purpose=actor.purpose if actor else "",
        families=sorted(set(families)),
        subjects=sorted(set(subjects)),
        detail=_as_stored(detail or {}),
    )
    entry.leaf = merkle.leaf(entry.told())
    entry.save(force_insert=True)


def _as_stored(detail: Mapping[str, Any]) -> dict[str, Any]:
    """What the database gives back of it: JSON, where every key is text."""
    stored: dict[str, Any] = json.loads(json.dumps(dict(detail), default=str))
    return stored
