"""Who saw a category of a family: to tell them that something of it was wrong. Never for showing."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from agencies.models import JournalEntry
from agencies.selectors.actor import acting
from agencies.vocabulary import AgencyKind, EntryKind
from datasharing import door
from datasharing.selectors.joined import files_joined
from datasharing.vocabulary import Category, Event


def saw(file: UUID, category: Category, *, since: datetime) -> frozenset[int]:
    """The posts that looked at this category of the family's record, or took it out, since then."""
    looks = JournalEntry.objects.filter(
        families__overlap=files_joined(file),
        kind=EntryKind.LOOK,
        event__in=[Event.RECORD_SEEN, Event.EXPORTED],
        recorded_at__gte=since,
        detail__seen__has_key=str(category),
        post__isnull=False,
    )
    return frozenset(post for post in looks.values_list("post_id", flat=True).distinct() if post)


def may_be_told_of(
    reference: str,
    posts: Collection[int],
    *,
    category: Category,
    supplier: int,
    supplier_kind: AgencyKind,
    subjects: Collection[UUID],
) -> frozenset[int]:
    """Those of these posts to whom such a record of this family is open today: a notice tells nobody of any other."""
    told = set()
    for post in sorted(posts):
        actor = acting(None, post)
        if actor and door.may_see(actor, reference, category, supplier, supplier_kind, subjects):
            told.add(post)
    return frozenset(told)
