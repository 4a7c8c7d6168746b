"""Which team a step goes to: the nearest of its kind that works where the family is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.models import Agency, Place, Team
from agencies.places import lies_inside, meet
from agencies.refusals import Invalid
from agencies.vocabulary import AgencyKind, TeamKind


@dataclass(frozen=True)
class TeamFound:
    """A team, the agency that it belongs to (None where people of several sit together), and its place."""

    id: int
    reference: str
    name: str
    agency: int | None
    agency_kind: AgencyKind | None
    place: str
    place_id: int
    place_name: str


def teams_covering(kind: TeamKind, place: str) -> list[TeamFound]:
    """The teams of a kind in whose place this place lies, the nearest first."""
    held = [team for team in _teams(kind) if lies_inside(place, team.place)]
    return sorted(held, key=lambda team: (-len(team.place), team.reference))


def teams_within(kind: TeamKind, place: str) -> list[TeamFound]:
    """The teams of a kind whose place is a part of this one, by their names."""
    return sorted((team for team in _teams(kind) if lies_inside(team.place, place)), key=lambda team: team.name)


def nearest_team(kind: TeamKind, place: str) -> TeamFound | None:
    """The nearest team of a kind that covers a place, if there is one."""
    return next(iter(teams_covering(kind, place)), None)


def front_doors(place: str | None = None) -> list[TeamFound]:
    """The front doors that somebody in this place may send to; all of them for somebody without a place."""
    doors = [team for team in _teams(TeamKind.FRONT_DOOR) if team.agency is not None]
    if place is None:
        return sorted(doors, key=lambda team: team.name)
    covering = [team for team in doors if lies_inside(place, team.place)]
    if covering:
        return sorted(covering, key=lambda team: -len(team.place))[:1]
    return sorted((team for team in doors if meet(team.place, place)), key=lambda team: team.name)


def front_door(place: str | None, reference: str = "") -> TeamFound:
    """The one front door for a sender in this place. `reference` chooses among several."""
    doors = front_doors(place)
    if reference:
        doors = [team for team in front_doors() if team.reference == reference]
    if not doors:
        raise Invalid(_("There is no front door here to send this to. Ring the council."), "front_door")
    if len(doors) > 1:
        names = ", ".join(f"{team.reference} ({team.name})" for team in doors)
        raise Invalid(_("Say which front door this is for: %(names)s.") % {"names": names}, "front_door")
    return doors[0]


def desk_of(agency: int) -> TeamFound | None:
    """An agency's desk."""
    return next((team for team in _teams(TeamKind.DESK) if team.agency == agency), None)


@dataclass(frozen=True)
class Askable:
    """An agency that can be asked about a family, at its desk."""

    id: int
    reference: str
    name: str
    kind: AgencyKind
    desk: int


def askable_agencies(place: str) -> list[Askable]:
    """The agencies whose desk covers a place, by name."""
    desks = {team.agency: team.id for team in teams_covering(TeamKind.DESK, place)}
    return [
        Askable(agency.pk, agency.reference, agency.name, AgencyKind(agency.kind), desks[agency.pk])
        for agency in Agency.objects.filter(pk__in=[pk for pk in desks if pk]).order_by("name")
    ]


def locality_choices(place: str) -> list[tuple[str, str]]:
    """Reference and name of the locality teams that can take a family of this place: the nearest, or those inside."""
    covering = teams_covering(TeamKind.LOCALITY, place)[:1]
    return [(team.reference, team.name) for team in covering or teams_within(TeamKind.LOCALITY, place)]


def places_within(place: str) -> list[tuple[str, str]]:
    """The path and name of a place and of every part of it."""
    return [(path, name) for path, name in Place.objects.values_list("path", "name") if lies_inside(path, place)]


def _teams(kind: TeamKind) -> list[TeamFound]:
    return [
        TeamFound(
            id=team.pk,
            reference=team.reference,
            name=team.name,
            agency=team.agency_id,
            agency_kind=AgencyKind(team.agency.kind) if team.agency else None,
            place=team.place.path,
            place_id=team.place_id,
            place_name=team.place.name,
        )
        for team in Team.objects.filter(kind=kind).select_related("place", "agency").order_by("pk")
    ]


def other_front_doors(place: str) -> list[tuple[str, str]]:
    """The front doors of other authorities than the one in which this place lies, to choose from."""
    mine = {door.place for door in front_doors(place)}
    others = [door for door in front_doors() if not any(meet(door.place, one) for one in mine | {place})]
    return [(door.reference, f"{door.place_name}: {door.name}") for door in others]
