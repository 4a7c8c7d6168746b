"""Telling a post that there is something to do. The event itself is in the journal; a notice only points at it.

Called inside the transaction of what happened: no event, no notice.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agencies.models import Notice, Post, TeamMembership
from agencies.selectors.posts import live_on
from agencies.vocabulary import TOLD_ONLY, NoticeKind, Role


@transaction.atomic
def notify(
    posts: Iterable[int],
    kind: NoticeKind,
    *,
    event: str,
    leads_to: str,
    reference: str = "",
    family: UUID | None = None,
    due_at: datetime | None = None,
    on: datetime | None = None,
) -> int:
    """Tell those of these posts that are held today, each once an event; returns how many had not been told.

    `event` names what happened by its number ("access_request:12"), `leads_to` the page and `reference` its part of
    the address. None of them may hold a name or a word about a person.
    """
    at = on or timezone.now()
    told = Post.objects.filter(
        live_on(timezone.localdate(at)), pk__in=set(posts), practitioner__is_active=True
    ).exclude(notices__kind=kind, notices__event=event)
    made = Notice.objects.bulk_create(
        [
            Notice(
                post_id=post,
                kind=kind,
                event=event,
                leads_to=leads_to,
                reference=reference,
                family=family,
                raised_at=at,
                due_at=due_at,
            )
            for post in told.order_by("pk").values_list("pk", flat=True)
        ],
        ignore_conflicts=True,
    )
    return len(made)


def posts_on(teams: Iterable[int], *, roles: Iterable[Role], on: datetime | None = None) -> set[int]:
    """The posts of these roles that sit on any of these teams (by number) today: whom to tell of what came to them."""
    day = timezone.localdate(on or timezone.now())
    sitting = TeamMembership.objects.filter(live_on(day), team_id__in=set(teams), post__role__in=set(roles))
    return set(sitting.values_list("post_id", flat=True))


def settle_notices(kind: NoticeKind, *, event: str, on: datetime | None = None) -> int:
    """What these notices asked for is done: they leave every list. Returns how many there were."""
    open_ones = Notice.objects.filter(kind=kind, event=event, settled_at__isnull=True)
    return open_ones.update(settled_at=on or timezone.now())


def see_notice(post: int, notice: int, *, on: datetime | None = None) -> None:
    """This post has followed the notice; one that asks for no more is settled by it."""
    at = on or timezone.now()
    mine = Notice.objects.filter(pk=notice, post_id=post)
    mine.filter(seen_at__isnull=True).update(seen_at=at)
    mine.filter(kind__in=TOLD_ONLY, settled_at__isnull=True).update(settled_at=at)
