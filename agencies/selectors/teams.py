"""Teams and who sits on them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from agencies.models import Team, TeamMembership
from agencies.quorum import Quorum
from agencies.refusals import NotFound
from agencies.selectors.posts import PostSheet, sheet_of
from agencies.vocabulary import TeamKind
from agencies.within import within


@dataclass(frozen=True)
class TeamSheet:
    """One team; `agency_name` is empty where it is made up of several."""

    id: int
    reference: str
    name: str
    kind: TeamKind
    place: str
    place_name: str
    agency_id: int | None
    agency_name: str
    quorum: int
    quorum_kinds: tuple[str, ...]
    quorum_words: str


@dataclass(frozen=True)
class MemberSheet:
    """A post on a team, from a day to a day."""

    post: PostSheet
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class TeamPage:
    """A team with its members of today and those still to come, by name."""

    team: TeamSheet
    members: tuple[MemberSheet, ...]


def teams_inside(place: str, *, kind: TeamKind | None = None, agency: int | None = None) -> list[TeamSheet]:
    """The teams of a place (a path) and its parts, by name; of one kind or one agency (its id) if asked."""
    teams = Team.objects.filter(within(place, "place__path"))
    if kind is not None:
        teams = teams.filter(kind=kind)
    if agency is not None:
        teams = teams.filter(agency_id=agency)
    return [_sheet(team) for team in teams.select_related("place", "agency").order_by("name")]


def team_page(reference: str, *, inside: str, on: date | None = None) -> TeamPage:
    """One team of a place, with its members. Raises NotFound when it lies outside."""
    sheet = next((team for team in teams_inside(inside) if team.reference == reference), None)
    if sheet is None:
        raise NotFound
    memberships = (
        TeamMembership.objects.filter(team_id=sheet.id)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on or timezone.localdate()))
        .select_related("post__practitioner", "post__agency", "post__place")
        .order_by("post__practitioner__name", "starts_on")
    )
    members = (MemberSheet(sheet_of(one.post), one.starts_on, one.ends_on) for one in memberships)
    return TeamPage(sheet, tuple(members))


def _sheet(team: Team) -> TeamSheet:
    return TeamSheet(
        id=team.pk,
        reference=team.reference,
        name=team.name,
        kind=TeamKind(team.kind),
        place=team.place.path,
        place_name=team.place.name,
        agency_id=team.agency_id,
        agency_name=team.agency.name if team.agency else "",
        quorum=team.quorum,
        quorum_kinds=tuple(team.quorum_kinds),
        quorum_words=Quorum(team.quorum, frozenset(team.quorum_kinds)).words if team.quorum else "",
    )
