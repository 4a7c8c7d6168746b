"""Emergency access as the governance leads of its place see it: who took it, why, and who must review it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import NotFound
from agencies.vocabulary import RUNS_THE_PLACE, EntryKind, Role
from agencies.within import within
from datasharing.models import EmergencyAccess
from datasharing.operations.emergency import suppliers_seen
from datasharing.selectors.holders import agency_names, kept_out
from datasharing.vocabulary import Category, Event

MOST = 100


@dataclass(frozen=True)
class ReviewRow:
    """One agency whose information was seen, and what its lead said; `was_right` is None until then."""

    agency: str
    was_right: bool | None
    words: str
    reviewed_at: datetime | None


@dataclass(frozen=True)
class EmergencyRow:
    """One emergency access. `waiting` are the agencies that have yet to review it."""

    id: int
    reference: str
    who: str
    taken_at: datetime
    until: datetime | None
    categories: tuple[str, ...]
    reason: str
    reviews: tuple[ReviewRow, ...]
    waiting: tuple[str, ...]
    may_review: bool

    @property
    def is_over(self) -> bool:
        """Whether its twelve hours have passed."""
        return self.until is not None and self.until <= timezone.now()


def emergencies_waiting(actor: Actor) -> tuple[EmergencyRow, ...]:
    """Those that this lead may see and that stay on the desk: running, or seen and not reviewed by all."""
    rows = (_row(actor, one) for one in _held(actor).order_by("taken_at")[:MOST])
    return tuple(row for row in rows if row is not None and (row.waiting or not row.is_over))


@transaction.atomic
def emergency(actor: Actor, access: int) -> EmergencyRow:
    """One of them. NotFound for whoever may not see it. Reading why it was taken is a look, and is written down."""
    held = _held(actor).filter(pk=access).first()
    row = _row(actor, held) if held else None
    if held is None or row is None:
        raise NotFound
    journal.record(actor, Event.JOURNAL_SEEN, families=[held.grant.file_id], kind=EntryKind.LOOK)
    return row


def _held(actor: Actor) -> QuerySet[EmergencyAccess]:
    """Those of the actor's own place: another is looked for as one that is not there."""
    place = "grant__file__place__path"
    inside = within(actor.place, place)
    return (
        EmergencyAccess.objects.filter(inside)
        .select_related("grant__file__place", "grant__post__practitioner", "grant__post__agency")
        .prefetch_related("reviews__supplier")
    )


def _row(actor: Actor, held: EmergencyAccess) -> EmergencyRow | None:
    """For the lead of an agency that supplied something seen, that took it, or that runs the place."""
    file, post = held.grant.file, held.grant.post
    if actor.role != Role.GOVERNANCE_LEAD or post is None:
        return None
    seen = suppliers_seen(held)
    concerned = actor.agency in seen or actor.agency == post.agency_id or actor.kind in RUNS_THE_PLACE
    if not concerned or actor.post in kept_out(file.pk):
        return None
    done = {one.supplier_id: one for one in held.reviews.all()}
    names = agency_names(seen | done.keys())
    return EmergencyRow(
        id=held.pk,
        reference=file.reference,
        who=f"{post.practitioner.name}, {post.title}, {post.agency.name}",
        taken_at=held.taken_at,
        until=held.grant.ends_at,
        categories=tuple(str(Category(word).label) for word in held.grant.categories),
        reason=held.reason,
        reviews=tuple(
            ReviewRow(names[key], one.was_right, one.words, one.reviewed_at) for key, one in sorted(done.items())
        ),
        waiting=tuple(sorted(names[key] for key in seen - done.keys())),
        may_review=actor.agency in seen - done.keys() and post.practitioner_id != actor.practitioner,
    )
