"""The agencies, teams and practitioners of a place, built by the operations from a plain description."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agencies.access import USUAL_PURPOSE
from agencies.actor import Actor
from agencies.languages import as_written
from agencies.operations.agencies import add_agency
from agencies.operations.places import add_place
from agencies.operations.posts import give_post
from agencies.operations.practitioners import add_practitioner, set_second_factor
from agencies.operations.teams import add_team, join_team, set_quorum
from agencies.selectors.actor import actor_for
from agencies.vocabulary import AgencyKind, PlaceKind, Role, TeamKind
from datasharing.operations import load_rulebook, sign_agreement
from datasharing.rulebook import agreements


@dataclass(frozen=True)
class Body:
    """An agency. `place` is a path; `contact` is shown where nothing else may be."""

    reference: str
    name: str
    kind: AgencyKind
    place: str
    contact: str


@dataclass(frozen=True)
class Standing:
    """A team; `agency` is None where people of several agencies sit together."""

    reference: str
    name: str
    kind: TeamKind
    place: str
    agency: str | None = None
    quorum: int = 0
    quorum_kinds: tuple[AgencyKind, ...] = ()


@dataclass(frozen=True)
class Somebody:
    """A practitioner in a post; in several, where the same address comes again. `teams` are references."""

    email: str
    name: str
    agency: str
    role: Role
    place: str
    title: str = ""
    teams: tuple[str, ...] = ()
    capacity: int = 10


@dataclass(frozen=True)
class House:
    """A place and its parts (path, name, kind), and everybody in it."""

    places: tuple[tuple[str, str, PlaceKind], ...]
    bodies: tuple[Body, ...]
    teams: tuple[Standing, ...]
    people: tuple[Somebody, ...]


def build_house(house: House, *, password: str, since: date, secrets: Mapping[str, str] | None = None) -> list[Actor]:
    """Build a house from nothing; returns who acts, in the order of its people. Posts begin on `since`.

    `secrets` gives each address the secret of its second factor; whoever has none there sets up their own.
    """
    for path, name, kind in house.places:
        add_place(None, path, name=name, kind=kind)
    for body in house.bodies:
        add_agency(None, body.reference, name=body.name, kind=body.kind, place=body.place, contact=body.contact)
    for team in house.teams:
        add_team(None, team.reference, name=team.name, kind=team.kind, place=team.place, agency=team.agency)
        if team.quorum:
            set_quorum(None, team.reference, members=team.quorum, kinds=team.quorum_kinds)
    for email, name in {one.email: one.name for one in house.people}.items():
        add_practitioner(None, email, name=name, password=password)
    actors = [engage(one, since=since) for one in house.people]
    for email, secret in (secrets or {}).items():
        set_second_factor(None, email, secret=secret)
    return actors


def engage(one: Somebody, *, since: date) -> Actor:
    """Give a practitioner their post, and put it on its teams."""
    post = give_post(
        None,
        one.email,
        agency=one.agency,
        role=one.role,
        place=one.place,
        title=one.title or as_written(one.role.label),
        starts_on=since,
        capacity=one.capacity,
    )
    for team in one.teams:
        join_team(None, team, post=post.pk, starts_on=since)
    return actor_for(post.pk, USUAL_PURPOSE[one.role])


def sign_rulebook(leads: Iterable[Actor]) -> int:
    """Load the rulebook that ships, and have each information governance lead sign what their agency is party to.

    Returns how many signatures there are.
    """
    load_rulebook(None)
    signed = 0
    for lead in leads:
        for row in agreements():
            if lead.kind in row.kinds:
                sign_agreement(lead, row.reference)
                signed += 1
    return signed
