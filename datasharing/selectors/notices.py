"""What a post has been told of and is still to do: what it may know of today, and never more than a kind of task."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Notice
from agencies.refusals import NotFound
from agencies.vocabulary import NoticeKind
from datasharing.models import FamilyFile
from datasharing.visible import visible
from datasharing.vocabulary import Reach

MOST = 200


@dataclass(frozen=True)
class NoticeRow:
    """One notice. `leads_to` is the name of a page's address and `reference` its part of it."""

    id: int
    words: str
    raised_at: datetime
    due_at: datetime | None
    is_new: bool
    leads_to: str
    reference: str


@transaction.atomic
def notices(actor: Actor) -> tuple[NoticeRow, ...]:
    """The open notices of this post, what is due first before the rest.

    One about a family that is no longer the actor's to work with is not among them.
    """
    if not actor.is_live(timezone.localdate()):
        return ()
    held = list(Notice.objects.filter(post_id=actor.post, settled_at__isnull=True)[:MOST])
    mine = still_known(actor, {one.family for one in held if one.family})
    return tuple(
        NoticeRow(
            id=one.pk,
            words=str(NoticeKind(one.kind).label),
            raised_at=one.raised_at,
            due_at=one.due_at,
            is_new=one.seen_at is None,
            leads_to=one.leads_to,
            reference=one.reference,
        )
        for one in sorted(held, key=lambda one: (one.due_at is None, one.due_at or one.raised_at, one.pk))
        if one.family is None or one.family in mine
    )


@transaction.atomic
def still_known(actor: Actor, families: Collection[UUID]) -> set[UUID]:
    """Of these families, those that are still the actor's to work with."""
    references = FamilyFile.objects.filter(pk__in=families).values_list("pk", "reference")
    return {
        family
        for family, reference in references
        if visible(actor, kinds=tuple(Reach), reference=reference, size=1).items
    }


def notice(actor: Actor, wanted: int) -> NoticeRow:
    """One of them. Raises NotFound where it is not among them."""
    found = next((one for one in notices(actor) if one.id == wanted), None)
    if found is None:
        raise NotFound
    return found
