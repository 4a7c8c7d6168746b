"""The named cast of every test: a place, its agencies and teams, and one practitioner for each role.

Five people carry the tests of who may see what: `key_worker` is on the team, `colleague` is in the same agency but
not on the team, `police` is a partner, `outsider` works in another authority, `governance` is the information
governance lead. Everything is made by the operations.
"""

from dataclasses import dataclass, fields
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.utils import timezone

from agencies.access import USUAL_PURPOSE
from agencies.actor import Actor
from agencies.models import Agency, JournalEntry, Place, Post, Practitioner, Team, TeamMembership
from agencies.operations.agencies import add_agency
from agencies.operations.places import add_place
from agencies.operations.posts import give_post
from agencies.operations.practitioners import add_practitioner, set_second_factor
from agencies.operations.teams import add_team, join_team
from agencies.selectors.actor import actor_for
from agencies.sign_in import POST_KEY, SECOND_FACTOR_KEY
from agencies.vocabulary import AgencyKind, PlaceKind, Role, TeamKind
from tests.kept import Kept, keep

PASSWORD = "correct horse battery staple"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

PLACES = (
    ("ashworth", "Ashworth", PlaceKind.AUTHORITY),
    ("ashworth/north", "Ashworth North", PlaceKind.NEIGHBOURHOOD),
    ("ashworth/south", "Ashworth South", PlaceKind.NEIGHBOURHOOD),
    ("brindle", "Brindle", PlaceKind.AUTHORITY),
)
AGENCIES = (
    ("ashworth-council", "Ashworth Council", AgencyKind.COUNCIL, "ashworth"),
    ("ashworth-police", "Ashworth Police", AgencyKind.POLICE, "ashworth"),
    ("ashworth-health", "Ashworth Health Trust", AgencyKind.HEALTH, "ashworth"),
    ("ashworth-jcp", "Jobcentre Plus Ashworth", AgencyKind.JOBCENTRE_PLUS, "ashworth"),
    ("hill-school", "Hill School", AgencyKind.SCHOOL, "ashworth/north"),
    ("ashworth-homes", "Ashworth Homes", AgencyKind.HOUSING, "ashworth"),
    ("bridge-project", "The Bridge Project", AgencyKind.VOLUNTARY, "ashworth"),
    ("brindle-council", "Brindle Council", AgencyKind.COUNCIL, "brindle"),
)
TEAMS = (
    ("front-door", "Front door", TeamKind.FRONT_DOOR, "ashworth", "ashworth-council"),
    ("panel", "Triage panel", TeamKind.PANEL, "ashworth", None),
    ("locality-north", "Locality team north", TeamKind.LOCALITY, "ashworth/north", None),
    ("protection", "Child protection team", TeamKind.PROTECTION, "ashworth", "ashworth-council"),
    ("emergency-duty", "Emergency duty team", TeamKind.EMERGENCY_DUTY, "ashworth", "ashworth-council"),
    ("brindle-front-door", "Brindle front door", TeamKind.FRONT_DOOR, "brindle", "brindle-council"),
)
# name in the cast: (agency, role, place, teams)
POSTS: dict[str, tuple[str, Role, str, tuple[str, ...]]] = {
    "key_worker": ("ashworth-council", Role.KEY_WORKER, "ashworth/north", ("locality-north",)),
    "second_key_worker": ("bridge-project", Role.KEY_WORKER, "ashworth/north", ("locality-north",)),
    "colleague": ("ashworth-council", Role.KEY_WORKER, "ashworth", ()),
    "police": ("ashworth-police", Role.PARTNER_CONTACT, "ashworth", ("locality-north", "ashworth-police-desk")),
    "health": ("ashworth-health", Role.PARTNER_CONTACT, "ashworth", ("locality-north", "ashworth-health-desk")),
    "jobcentre": ("ashworth-jcp", Role.PARTNER_CONTACT, "ashworth", ("locality-north", "ashworth-jcp-desk")),
    "school": ("hill-school", Role.PARTNER_CONTACT, "ashworth/north", ("locality-north", "hill-school-desk")),
    "housing": ("ashworth-homes", Role.PARTNER_CONTACT, "ashworth", ("locality-north", "ashworth-homes-desk")),
    "team_member": ("bridge-project", Role.TEAM_MEMBER, "ashworth/north", ("locality-north",)),
    "outsider": ("brindle-council", Role.KEY_WORKER, "brindle", ()),
    "outside_screener": ("brindle-council", Role.SCREENER, "brindle", ("brindle-front-door",)),
    "governance": ("ashworth-council", Role.GOVERNANCE_LEAD, "ashworth", ()),
    "screener": ("ashworth-council", Role.SCREENER, "ashworth", ("front-door",)),
    "duty_manager": ("ashworth-council", Role.DUTY_MANAGER, "ashworth", ("front-door",)),
    "panel_chair": ("ashworth-council", Role.PANEL_CHAIR, "ashworth", ("panel",)),
    "panel_police": ("ashworth-police", Role.PANEL_MEMBER, "ashworth", ("panel",)),
    "panel_health": ("ashworth-health", Role.PANEL_MEMBER, "ashworth", ("panel",)),
    "team_manager": ("ashworth-council", Role.TEAM_MANAGER, "ashworth/north", ("locality-north",)),
    "social_worker": ("ashworth-council", Role.SOCIAL_WORKER, "ashworth", ("protection",)),
    "emergency_duty": ("ashworth-council", Role.EMERGENCY_DUTY, "ashworth", ("emergency-duty",)),
    "da_adviser": ("bridge-project", Role.DA_ADVISER, "ashworth", ()),
    "claims_officer": ("ashworth-council", Role.CLAIMS_OFFICER, "ashworth", ()),
    "internal_auditor": ("ashworth-council", Role.INTERNAL_AUDITOR, "ashworth", ()),
    "commissioner": ("ashworth-council", Role.COMMISSIONER, "ashworth", ()),
    "administrator": ("ashworth-council", Role.ADMINISTRATOR, "ashworth", ()),
}


@dataclass(frozen=True)
class Cast:
    """An actor for each, with the usual purpose of their role (`actor.for_purpose(...)` for another)."""

    key_worker: Actor
    second_key_worker: Actor
    colleague: Actor
    police: Actor
    health: Actor
    jobcentre: Actor
    school: Actor
    housing: Actor
    team_member: Actor
    outsider: Actor
    outside_screener: Actor
    governance: Actor
    screener: Actor
    duty_manager: Actor
    panel_chair: Actor
    panel_police: Actor
    panel_health: Actor
    team_manager: Actor
    social_worker: Actor
    emergency_duty: Actor
    da_adviser: Actor
    claims_officer: Actor
    internal_auditor: Actor
    commissioner: Actor
    administrator: Actor

    def everybody(self) -> dict[str, Actor]:
        """Every actor by name."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


def email_of(name: str) -> str:
    """The e-mail address with which one of the cast signs in; their password is `PASSWORD`."""
    return f"{name.replace('_', '.')}@example.org"


def a_year_ago() -> date:
    """The first day of everybody's post."""
    return timezone.localdate() - timedelta(days=365)


def make_cast(since: date | None = None) -> Cast:
    """Build the place and everybody in it; their posts began on `since`, by default a year ago."""
    began = since or a_year_ago()
    for path, name, kind in PLACES:
        add_place(None, path, name=name, kind=kind)
    for reference, name, kind, place in AGENCIES:
        add_agency(None, reference, name=name, kind=kind, place=place, contact=f"{name}: 0161 496 0000")
    for reference, name, kind, place, agency in TEAMS:
        add_team(None, reference, name=name, kind=kind, place=place, agency=agency)
    return Cast(**{name: _engage(name, *post, began) for name, post in POSTS.items()})


def _engage(name: str, agency: str, role: Role, place: str, teams: tuple[str, ...], began: date) -> Actor:
    words = name.replace("_", " ").capitalize()
    add_practitioner(None, email_of(name), name=f"{words} Cast", password=PASSWORD)
    post = give_post(
        None, email_of(name), agency=agency, role=role, place=place, title=str(role.label), starts_on=began
    )
    for team in teams:
        join_team(None, team, post=post.pk, starts_on=began)
    return actor_for(post.pk, USUAL_PURPOSE[role])


def sign_in(client: Client, actor: Actor) -> Client:
    """Sign a test client in as an actor: both factors passed, the post chosen."""
    client.force_login(Practitioner.objects.get(pk=actor.practitioner), settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session[POST_KEY] = actor.post
    session[SECOND_FACTOR_KEY] = True
    session.save()
    return client


def give_second_factor(name: str) -> None:
    """Let one of the cast sign in with codes made from `SECRET`."""
    if not Authenticator.objects.filter(user__email=email_of(name)).exists():
        set_second_factor(None, email_of(name), secret=SECRET)


class Made:
    """The cast as the operations made it the first time, for the tests that follow."""

    cast: Cast | None = None
    rows: Kept | None = None


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, in the test's database."""
    tables = (Place, Agency, Team, Practitioner, Post, TeamMembership, JournalEntry)
    if any(table.objects.exists() for table in tables):
        return make_cast()
    if Made.cast is None or Made.rows is None or Made.cast.key_worker.starts_on != a_year_ago():
        Made.cast = make_cast()
        Made.rows = keep(tables)
    else:
        Made.rows.put_back()
    return Made.cast
