"""The families and referrals that the journeys meet, built by the operations and kept for a whole file of tests."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from cases.models import Case
from outcomes.operations.post_costs import post_costs
from outcomes.operations.post_support_costs import post_support_costs
from outcomes.operations.publish_overview import publish_overview
from tests import world as front_door
from tests import world_casework as casework
from tests.cast import Cast
from tests.outcomes.tables.ledger_world import covered, supported, told, weeks_of_support
from tests.outcomes.tables.overview_world import families

STARTED = date(2025, 1, 8)


@dataclass(frozen=True)
class House:
    """A server and the people who work with it; every agreement is signed."""

    server: str
    cast: Cast


@dataclass(frozen=True)
class Working:
    """A family without a plan for each way of coming, by its place in the list of ways."""

    begun: tuple[casework.World, ...]


def families_to_work_with(cast: Cast, ways: int) -> Working:
    """A key worker's list: some families at each step, and one to be planned for each way of coming."""
    begun = tuple(casework.assessed(cast, number=place) for place in range(ways))
    covered()
    for place, world in enumerate(begun):
        told(world)
        started = timezone.localdate() - timedelta(days=80)
        weeks_of_support(supported(world, started, None, f"S{place:04}"), [90, 30, 45])
        Case.objects.filter(pk=world.case).update(allocated_at=timezone.now() - timedelta(days=75))
    post_costs(None)
    post_support_costs(None)
    casework.contacted(cast, number=5, review_in=9)
    casework.planned(cast, number=6, people=5, review_in=30)
    casework.allocated(cast, number=7, intensity="advice")
    casework.allocated(cast, number=8, intensity="outreach", level=2)
    return Working(begun)


@dataclass(frozen=True)
class AtTheDoor:
    """References: for each way of coming a new referral of a family known before, and one of a child in danger."""

    new: tuple[str, ...]
    red: tuple[str, ...]


def referrals_at_the_door(cast: Cast, ways: int) -> AtTheDoor:
    """An inbox: what is new, what is red, and others further on."""
    sent, red = [], []
    for place in range(ways):
        front_door.matched_referral(cast, number=place)
        sent.append(front_door.referral(cast, by=cast.police, number=place, source="police").reference)
        red.append(front_door.referral(cast, number=25 + place, immediate_danger=True).reference)
    front_door.answered(cast, number=6)
    front_door.listed(cast, number=7)
    casework.waiting(cast, number=8, days_ago=9)
    return AtTheDoor(tuple(sent), tuple(red))


def a_published_overview(cast: Cast) -> None:
    """Forty families of which partners told, in two parts of the place, and an edition of their figures."""
    covered()
    families(cast, 14, tier="intensive")
    families(cast, 10, tier="outreach", place="ashworth/south")
    families(cast, 8, tier="outreach", state="planned", needs=("education", "money"))
    families(cast, 4, tier="advice")
    families(cast, 4, tier="intensive", state="allocated", place="ashworth/south")
    post_costs(None)
    publish_overview(None, "ashworth")
