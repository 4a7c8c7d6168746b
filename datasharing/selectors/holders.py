"""Who holds a kind of work on a family today: for telling them, never for showing."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Agency, Post
from agencies.places import lies_inside
from agencies.selectors.posts import live_on, live_posts
from agencies.vocabulary import RUNS_THE_PLACE, Role
from datasharing.live import live_at
from datasharing.models import FamilyFile, Grant, Implicated
from datasharing.vocabulary import HOLDERS, Reach


def holders(
    file: UUID, kinds: Collection[Reach], *, roles: Collection[Role] | None = None, about: Collection[UUID] = ()
) -> frozenset[int]:
    """The posts that hold one of these kinds of grant on this file today, themselves or by their team.

    Left out is whoever keeps out of the family, and whoever is implicated in what happened to somebody in `about`.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    place = FamilyFile.objects.values_list("place__path", flat=True).get(pk=file)
    live = Grant.objects.filter(live_at(now), file_id=file)
    found: set[int] = set()
    for grant in live.filter(kind__in=list(kinds)):
        sits = Q(memberships__team_id=grant.team_id, memberships__starts_on__lte=today) & (
            Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
        )
        theirs = Post.objects.filter(live_on(today), Q(pk=grant.post_id) if grant.post_id else sits)
        served = HOLDERS[Reach(grant.kind)] & frozenset(roles or Role)
        for post, role, at in theirs.values_list("pk", "role", "place__path"):
            if role in served and lies_inside(place, at):
                found.add(post)
    return frozenset(found) - kept_out(file, about)


def kept_out(file: UUID, about: Collection[UUID] = ()) -> frozenset[int]:
    """The posts of whoever keeps out of the family or is implicated in what happened to one of these people."""
    now = timezone.now()
    shut = Grant.objects.filter(live_at(now), file_id=file, kind=Reach.EXCLUDED)
    people = Q(practitioner__posts__grants__in=shut)
    teams = Q(memberships__team__in=shut.filter(team__isnull=False).values("team"))
    implicated = Q(practitioner__posts__in=Implicated.objects.filter(subject__in=about).values("post"))
    return frozenset(Post.objects.filter(people | teams | implicated).values_list("pk", flat=True))


def governance_leads(
    place: str, *, agencies: Collection[int] | None = None, kinds: Collection[str] = ()
) -> frozenset[int]:
    """The posts of the information governance leads whose own place holds this one.

    Where `agencies` are given, only those of these agencies, or of agencies of these `kinds`.
    """
    found = live_posts(role=Role.GOVERNANCE_LEAD)
    return frozenset(
        one.id
        for one in found
        if lies_inside(place, one.place) and (agencies is None or one.agency_id in agencies or one.kind in kinds)
    )


def leads_governance(actor: Actor, at: datetime) -> bool:
    """Whether this actor is the information governance lead of whoever runs the place."""
    return actor.role == Role.GOVERNANCE_LEAD and actor.kind in RUNS_THE_PLACE and actor.is_live(timezone.localdate(at))


def agency_names(agencies: Collection[int]) -> dict[int, str]:
    """What these agencies are called."""
    return dict(Agency.objects.filter(pk__in=agencies).values_list("pk", "name"))
