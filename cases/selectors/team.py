"""Who works with a family and how to reach them; and who did before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Post, TeamMembership
from agencies.selectors.posts import live_on
from agencies.vocabulary import Role
from cases.models import Case, CaseMember, KeyWorker
from cases.selectors.head import Head, Opened, Section, open_head, section, show
from datasharing import door
from datasharing.shown import Shown
from datasharing.vocabulary import Category


@dataclass(frozen=True)
class Colleague:
    """A practitioner in a post. `part` is what they are to this family; `since` when that began."""

    post: int
    name: str
    title: str
    agency: str
    telephone: str
    email: str
    part: str
    since: datetime | None


@dataclass(frozen=True)
class Before:
    """A key worker from when to when (None: now), with what whoever handed over to them wrote."""

    name: str
    agency: str
    starts_at: datetime
    ends_at: datetime | None
    handover: Shown[str]


@dataclass(frozen=True)
class TeamSheet:
    """The team around the family: key worker first, then the team, then the managers who supervise."""

    head: Head
    team_name: str
    colleagues: tuple[Colleague, ...]
    key_workers: tuple[Before, ...]
    section: Section


def team(actor: Actor, reference: str) -> TeamSheet:
    """The team of a family's latest case. Raises NotFound where the family is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        case = opened.case
        return TeamSheet(
            head=opened.head,
            team_name=case.team.name if case and case.team else "",
            colleagues=colleagues_of(case) if case else (),
            key_workers=_key_workers(opened),
            section=section(file, Category.CONTACTS),
        )


def colleagues_of(case: Case) -> tuple[Colleague, ...]:
    """The key worker of a case, its team, and the managers who supervise: three queries."""
    on_case = CaseMember.objects.filter(case=case, ends_at__isnull=True).select_related(
        "post__practitioner", "post__agency"
    )
    found = [_colleague(case.key_worker, _("Key worker"), case.allocated_at)] if case.key_worker else []
    found += [_colleague(row.post, _("Team"), row.starts_at) for row in on_case]
    return (*found, *(_colleague(post, _("Supervises"), None) for post in _managers_of(case)))


def _managers_of(case: Case) -> list[Post]:
    """The team managers who sit today on the case's locality team: one query."""
    return [row.post for row in _managers({case.team_id} if case.team_id else set())]


def managers_by_team(teams: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The names of the team managers who sit today on each of these teams: one query."""
    found: dict[int, tuple[str, ...]] = {}
    for row in _managers(teams):
        found[row.team_id] = (*found.get(row.team_id, ()), row.post.practitioner.name)
    return found


def _managers(teams: Collection[int]) -> QuerySet[TeamMembership]:
    day = timezone.localdate()
    return (
        TeamMembership.objects.filter(live_on(day), team__in=teams, post__role=Role.TEAM_MANAGER)
        .select_related("post__practitioner", "post__agency")
        .order_by("post__practitioner__name")
    )


def _colleague(post: Post, part: str, since: datetime | None) -> Colleague:
    return Colleague(
        post=post.pk,
        name=post.practitioner.name,
        title=post.title,
        agency=post.agency.name,
        telephone=post.practitioner.telephone,
        email=post.practitioner.email,
        part=part,
        since=since,
    )


def _key_workers(opened: Opened) -> tuple[Before, ...]:
    found = (
        KeyWorker.objects.filter(family_id=opened.file.id)
        .select_related("post__practitioner", "post__agency", "grant__given_by__agency")
        .order_by("-starts_at")
    )
    return tuple(
        Before(
            name=row.post.practitioner.name,
            agency=row.post.agency.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            handover=show(
                opened.file,
                row.handover,
                Category.CONTACTS,
                row.grant.given_by.agency if row.grant.given_by else row.post.agency,
            ),
        )
        for row in found
    )
