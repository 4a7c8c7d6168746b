"""By what reach a family is an actor's today, and until when."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from agencies.actor import Actor
from agencies.models import TeamMembership
from agencies.selectors.posts import live_on
from datasharing.models import Grant
from datasharing.policy import held
from datasharing.vocabulary import Reach


def reach_until(actor: Actor, file: UUID) -> dict[Reach, datetime | None]:
    """Each kind of reach that this actor has on a family behind the door, with the latest end; None: no end is set."""
    now = timezone.now()
    teams = TeamMembership.objects.filter(live_on(timezone.localdate(now)), post_id=actor.post).values("team_id")
    live = Grant.objects.filter(Q(post_id=actor.post) | Q(team__in=teams), file_id=file, starts_at__lte=now)
    found: dict[Reach, datetime | None] = {}
    for kind, ends_at in live.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now)).values_list("kind", "ends_at"):
        reach = Reach(kind)
        if reach in held(actor.role, [reach]):
            before = found.get(reach, ends_at)
            found[reach] = None if before is None or ends_at is None else max(before, ends_at)
    return found
