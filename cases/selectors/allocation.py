"""What somebody needs to allocate a family: workers with live caseload and headroom, teams, and a suggestion."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Post, Team, TeamMembership
from agencies.selectors.posts import PostSheet, live_on
from agencies.vocabulary import Role, TeamKind
from cases.caseload import Candidate, plain, suggest, weights
from cases.models import Case
from cases.selectors.caseloads import key_workers_for, loads
from cases.selectors.head import Head, Opened, Section, open_head, section
from cases.vocabulary import Intensity
from datasharing import door
from datasharing.door import OpenFile
from datasharing.models import Grant
from datasharing.places import lies_inside
from datasharing.vocabulary import HOLDERS, Category, Reach


@dataclass(frozen=True)
class Worker:
    """A key worker who could take the family. `load`, `capacity` and `headroom` are weighted; see `caseload.toml`."""

    post: int
    name: str
    agency: str
    place: str
    load: Decimal
    capacity: int
    headroom: Decimal
    is_suggested: bool
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        """The worker and the room they have, in one line."""
        room = (
            _("room for %(headroom)s more") % {"headroom": plain(self.headroom)} if self.headroom > 0 else _("no room")
        )
        return _("carries %(load)s of %(capacity)s, %(room)s; %(agency)s, %(place)s") % {
            "load": plain(self.load),
            "capacity": self.capacity,
            "room": room,
            "agency": self.agency,
            "place": self.place,
        }


@dataclass(frozen=True)
class Sitting:
    """Somebody who sits on a locality team and could be its named person for their agency."""

    post: int
    name: str
    title: str
    agency: str


@dataclass(frozen=True)
class LocalityTeam:
    """A standing team that covers the family, with those who sit on it today."""

    reference: str
    name: str
    members: tuple[Sitting, ...]


@dataclass(frozen=True)
class AllocationSheet:
    """What the allocate page shows. `weight` is what this family would add; `team` the team that is proposed."""

    head: Head
    waits_since: datetime | None
    is_advice: bool
    weight: Decimal
    workers: tuple[Worker, ...]
    teams: tuple[LocalityTeam, ...]
    team: str
    section: Section

    @property
    def suggested(self) -> Worker | None:
        """The worker to think of first, if anybody has room."""
        return next((one for one in self.workers if one.is_suggested), None)


def allocation(actor: Actor, reference: str) -> AllocationSheet:
    """The sheet for allocating, or changing, a key worker. Raises NotFound where the family is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        case = opened.case
        intensity = case.intensity if case else Intensity.OUTREACH
        shut_out = _excluded(file)
        teams, sitting = _teams(file, shut_out)
        return AllocationSheet(
            head=opened.head,
            waits_since=case.opened_at if case else None,
            is_advice=intensity == Intensity.ADVICE,
            weight=weights()[Intensity(intensity)],
            workers=_workers(opened, intensity, shut_out, sitting),
            teams=teams,
            team=_proposed(case, teams),
            section=section(file, Category.NEEDS),
        )


def _workers(opened: Opened, intensity: str, shut_out: set[UUID], sitting: set[int]) -> tuple[Worker, ...]:
    posts = [post for post in key_workers_for(opened.file.place) if post.practitioner not in shut_out]
    carried = loads([post.id for post in posts])
    candidates = [
        Candidate(post.id, carried[post.id], post.capacity, post.id in sitting, _near(post)) for post in posts
    ]
    best = suggest(candidates, intensity)
    found = [
        Worker(
            post=post.id,
            name=post.name,
            agency=post.agency_name,
            place=post.place_name,
            load=one.load,
            capacity=one.capacity,
            headroom=one.headroom,
            is_suggested=best is not None and best.post == post.id,
            reasons=best.reasons if best is not None and best.post == post.id else (),
        )
        for post, one in zip(posts, candidates, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_suggested, -one.headroom, one.name)))


def _near(post: PostSheet) -> int:
    """The narrower a worker's place, the nearer they work."""
    return post.place.count("/")


def _teams(file: OpenFile, shut_out: set[UUID]) -> tuple[tuple[LocalityTeam, ...], set[int]]:
    """The teams that cover the family, and every post that sits on one: two queries."""
    day = timezone.localdate()
    teams = [
        team
        for team in Team.objects.filter(kind=TeamKind.LOCALITY).select_related("place")
        if lies_inside(file.place, team.place.path)
    ]
    rows = (
        TeamMembership.objects.filter(live_on(day), team__in=teams, post__practitioner__is_active=True)
        .select_related("post__practitioner", "post__agency")
        .order_by("post__agency__name", "post__practitioner__name")
    )
    by_team: dict[int, list[Post]] = {team.pk: [] for team in teams}
    for row in rows:
        if row.post.practitioner_id not in shut_out:
            by_team[row.team_id].append(row.post)
    found = tuple(
        LocalityTeam(team.reference, team.name, tuple(_sitting(post) for post in by_team[team.pk] if _can_join(post)))
        for team in teams
    )
    return found, {post.pk for posts in by_team.values() for post in posts}


def _can_join(post: Post) -> bool:
    return post.role in HOLDERS[Reach.TEAM] and post.role != Role.KEY_WORKER


def _sitting(post: Post) -> Sitting:
    return Sitting(post.pk, post.practitioner.name, post.title, post.agency.name)


def _excluded(file: OpenFile) -> set[UUID]:
    """The practitioners who keep out of this family; never shown, only left out."""
    found = Grant.objects.filter(file_id=file.id, kind=Reach.EXCLUDED, starts_at__lte=timezone.now()).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now())
    )
    return set(found.exclude(post=None).values_list("post__practitioner_id", flat=True))


def _proposed(case: Case | None, teams: tuple[LocalityTeam, ...]) -> str:
    references = [team.reference for team in teams]
    if case and case.team and case.team.reference in references:
        return case.team.reference
    return references[0] if references else ""
