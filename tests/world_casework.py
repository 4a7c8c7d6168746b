"""Worlds of casework: a family at each step, built by the operations as the pages call them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from agencies.models import Place
from cases.intake.operations.keep_finding_keys import keep_finding_keys
from cases.models import Person, Whereabouts
from cases.operations.agree_plan import NewAction, NewGoal, agree_plan
from cases.operations.allocate_team import allocate_team
from cases.operations.call_meeting import call_meeting
from cases.operations.open_case import open_case
from cases.operations.open_family import open_family
from cases.operations.record_contact import NewPart, record_contact
from cases.operations.record_need import record_need
from cases.operations.review_plan import review_plan
from cases.selectors.plan import plan
from datasharing.models import FamilyFile
from datasharing.operations.anchors import anchor_subject, open_file
from tests.cast import Cast

SURNAMES = ("Orme", "Khan", "Lowe", "Ward", "Hale", "Abbot", "Costa", "Njie", "Singh", "Reyes")
GIVEN = ("Ruth", "Omar", "Tia", "Leo", "Mina", "Jay", "Ada", "Sol", "Ivy", "Max", "Una", "Ben", "Eve", "Kit", "Zoe")


@dataclass(frozen=True)
class World:
    """A family's reference and its people: adults first. `members` are subjects."""

    reference: str
    members: tuple[UUID, ...]
    case: int

    @property
    def parent(self) -> UUID:
        """The first adult."""
        return self.members[0]

    @property
    def child(self) -> UUID:
        """The last child."""
        return self.members[-1]


def waiting(
    cast: Cast, *, people: int = 3, intensity: str = "intensive", level: int = 3, number: int = 0, days_ago: int = 3
) -> World:
    """A family whose case triage opened, waiting for a key worker under the locality team's manager."""
    opened_at = timezone.now() - timedelta(days=days_ago)
    file, members = _family(cast, people, number, opened_at)
    case = open_case(
        cast.panel_chair,
        file.pk,
        level_of_need=level,
        intensity=intensity,
        reasons="Several needs at once, and nobody holds them together.",
        on=opened_at,
    )
    return World(file.reference, tuple(members), case)


def family_known(cast: Cast, *, people: int = 3, number: int = 0) -> str:
    """A family that is known and has never had a case; returns its reference."""
    file, _members = _family(cast, people, number, timezone.now())
    return file.reference


def allocated(cast: Cast, **facts: int | str) -> World:
    """A family with its key worker and, unless it is for advice, a team of police, health and school."""
    world = waiting(cast, **facts)  # type: ignore[arg-type]
    advice = facts.get("intensity") == "advice"
    allocate_team(
        cast.team_manager,
        world.reference,
        key_worker=cast.key_worker.post,
        members=[] if advice else [cast.police.post, cast.health.post, cast.school.post],
        team="" if advice else "locality-north",
    )
    return world


def assessed(cast: Cast, **facts: int | str) -> World:
    """A family with two needs and a strength on record."""
    world = allocated(cast, **facts)
    for need, kind, about in (
        ("education", "need", [world.child]),
        ("money", "need", [world.parent]),
        ("relationships", "strength", []),
    ):
        record_need(
            cast.key_worker,
            world.reference,
            need=need,
            kind=kind,
            evidence=f"What was seen of {need}, by a visit.",
            about=about,
            told_by="person",
        )
    return world


def planned(cast: Cast, *, review_in: int = 42, **facts: int | str) -> World:
    """A family with its one plan: two goals, three actions, one of which waits for another."""
    world = assessed(cast, **facts)
    agree_plan(
        cast.key_worker,
        world.reference,
        goals=plan_goals(cast, world),
        family_words="We can do this if we go one step at a time.",
        next_review_on=in_days(review_in),
    )
    return world


def plan_goals(cast: Cast, world: World) -> list[NewGoal]:
    """Two goals whose actions have three sorts of owner."""
    return [
        NewGoal(
            "education",
            "Every day at school by Easter",
            [
                NewAction("Meet the head of year", in_days(7), owner_post=cast.school.post, name="meet"),
                NewAction("Walk to school together", in_days(14), owner_person=world.parent, after=("meet",)),
            ],
        ),
        NewGoal(
            "money", "Rent paid on time", [NewAction("Draw up a budget", in_days(10), owner_post=cast.key_worker.post)]
        ),
    ]


def contacted(cast: Cast, **facts: int | str) -> World:
    """A family with a plan and a home visit, with a child's own words."""
    world = planned(cast, **facts)  # type: ignore[arg-type]
    visit(cast, world)
    return world


def with_meeting(cast: Cast, world: World) -> World:
    """The same family, asked to a meeting, with a review of an earlier one on record."""
    review_plan(
        cast.key_worker,
        world.reference,
        held_on=in_days(0),
        came=[cast.key_worker.post, cast.school.post],
        others={cast.police.post: "apologies"},
        family_came=world.members,
        goals={goal.id: "better" for goal in plan(cast.key_worker, world.reference).goals},
        decisions="Go on as planned.",
        minutes="Everybody spoke.",
        next_review_on=in_days(30),
    )
    call_meeting(
        cast.key_worker,
        world.reference,
        held_at=timezone.now() + timedelta(days=30),
        place_words="Hill School",
        posts=[cast.police.post, cast.school.post],
        people=world.members,
    )
    return world


def visit(cast: Cast, world: World, *, held_at: datetime | None = None, submission: UUID | None = None) -> int:
    """A home visit by the key worker."""
    return record_contact(
        cast.key_worker,
        world.reference,
        kind="home_visit",
        held_at=held_at or timezone.now() - timedelta(hours=2),
        minutes=50,
        place_words="At home",
        seen=[world.parent, world.child],
        parts=[
            NewPart("contacts", [], "We talked about mornings."),
            NewPart("contacts", [world.child], "I like the breakfast club.", is_child_voice=True),
        ],
        next_step="Ring the school on Monday.",
        submission=submission,
    )


def in_days(days: int) -> date:
    """The day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


def _family(cast: Cast, people: int, number: int, at: datetime) -> tuple[FamilyFile, list[UUID]]:
    file = open_file(cast.screener, place=Place.objects.get(path="ashworth/north"), on=at)
    surname = SURNAMES[number % len(SURNAMES)]
    members = {_person(cast, surname, place): "parent" if place < 2 else "child" for place in range(people)}
    open_family(cast.screener, file.pk, people=members, supplier=cast.screener.agency, on=at)
    return file, list(members)


def _person(cast: Cast, surname: str, place: int) -> UUID:
    """Somebody known to the front door, with an address; the first two are adults."""
    subject = anchor_subject(cast.screener)
    person = Person.objects.create(
        subject=subject,
        given_name=GIVEN[place % len(GIVEN)],
        family_name=surname,
        date_of_birth=in_days(-365 * (30 if place < 2 else 8) - place),
        sex="F" if place % 2 else "M",
        supplier_id=cast.screener.agency,
    )
    Whereabouts.objects.create(
        person=person,
        address="1 High Street",
        postcode="WX10 6DA",
        supplier_id=cast.screener.agency,
        seen_on=in_days(-30),
    )
    keep_finding_keys([subject.pk])
    return subject.pk
