"""Worlds at the front door: a referral at each step, built by the operations as the pages call them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from agencies.actor import Actor
from cases.intake.models import ReferredPerson
from cases.intake.operations.confirm_match import confirm_match
from cases.intake.operations.decide_triage import Decided, decide_triage
from cases.intake.operations.give_information import give_information
from cases.intake.operations.list_for_panel import list_for_panel
from cases.intake.operations.record_basis import record_basis
from cases.intake.operations.request_information import request_information
from cases.intake.operations.submit_referral import Submitted, submit_referral
from cases.intake.report import read_report
from tests.cast import Cast

SURNAMES = ("Orme", "Khan", "Lowe", "Ward", "Hale", "Abbot", "Costa", "Njie", "Singh", "Reyes")
PARTNERS = ("ashworth-police", "ashworth-health", "ashworth-jcp")


@dataclass(frozen=True)
class FrontDoor:
    """A referral at the front door: its reference, its file's reference, its people (subjects, once matched), and the
    requests to partners by agency."""

    reference: str
    file: str
    people: tuple[UUID, ...] = ()
    requests: tuple[int, ...] = ()
    case: int | None = None


def said(number: int = 0, **facts: Any) -> dict[str, Any]:
    """A referral as a partner's system sends it: a mother and two children who live in one home."""
    surname = SURNAMES[number % len(SURNAMES)]
    home = {"address": f"{number + 1} High Street", "postcode": "WX10 8QB"}
    people = [
        _person("Ruth", surname, date(1990 - number % 15, 3, 4), "F", "parent", **home),
        _person("Omar", surname, date(2012, 5, 6 + number % 20), "M", "child", **home),
        _person("Tia", surname, date(2015, 7, 8 + number % 20), "F", "child", **home),
    ]
    usual = {
        "source": "school",
        "consent": "given",
        "immediate_danger": False,
        "needs": ["education", "safeguarding", "work"],
        "concern": "The children come to school late and hungry. Their mother says that money is short.",
        "people": people,
    }
    return usual | facts


def referral(
    cast: Cast, *, by: Actor | None = None, on: datetime | None = None, number: int = 0, **facts: Any
) -> Submitted:
    """A referral from the school (or `by` somebody else), received."""
    report = read_report(said(number, **facts), today=timezone.localdate(on or timezone.now()))
    return submit_referral(by or cast.school, report, on=on)


def matched_referral(cast: Cast, *, place: str = "ashworth/north", **facts: Any) -> FrontDoor:
    """A referral whose people are all new, matched, so that there is a family."""
    sent = referral(cast, **facts)
    positions = ReferredPerson.objects.filter(referral__reference=sent.reference).values_list("position", flat=True)
    made = confirm_match(
        cast.screener, sent.reference, choices=dict.fromkeys(positions, "new"), family="new", place=place
    )
    people = ReferredPerson.objects.filter(referral__reference=sent.reference).values_list("person_id", flat=True)
    return FrontDoor(sent.reference, made.file, tuple(people))


def asked(
    cast: Cast, *, agencies: tuple[str, ...] = PARTNERS, about: tuple[int, ...] = (0, 1), **facts: Any
) -> FrontDoor:
    """A referral on which partners were asked about the mother and the first child."""
    world = matched_referral(cast, **facts)
    record_basis(cast.screener, world.reference, basis="agreed", reason="The mother agreed on the telephone.")
    requests = request_information(
        cast.screener, world.reference, agencies=agencies, about=about, question="What do you know of this home?"
    )
    return FrontDoor(world.reference, world.file, world.people, tuple(requests))


def answered(cast: Cast, **facts: Any) -> FrontDoor:
    """A referral on which police, health and Jobcentre Plus have answered."""
    world = asked(cast, **facts)
    police, health, jobcentre = world.requests
    give_information(cast.police, police, parts={"crime": "Two calls about noise in May."})
    give_information(cast.health, health, parts={"physical_health": "The boy missed two appointments."})
    give_information(cast.jobcentre, jobcentre, parts={}, nothing_known=True)
    return world


def listed(cast: Cast, **facts: Any) -> FrontDoor:
    """A referral with its answers on the panel's agenda."""
    world = answered(cast, **facts)
    list_for_panel(cast.screener, world.reference)
    return world


def decided(cast: Cast, **facts: Any) -> Decided:
    """What the panel left behind when it opened a case for intensive help."""
    world = listed(cast, **facts)
    return decide_triage(
        cast.panel_chair,
        world.reference,
        decision="open_case",
        level_of_need=3,
        intensity="intensive",
        reasons="Several needs at once, and nobody holds them together.",
    )


def case_opened(cast: Cast, **facts: Any) -> FrontDoor:
    """A family on the waiting list, its case opened by the panel."""
    world = listed(cast, **facts)
    made = decide_triage(
        cast.panel_chair,
        world.reference,
        decision="open_case",
        level_of_need=3,
        intensity="intensive",
        reasons="Several needs at once, and nobody holds them together.",
    )
    return FrontDoor(world.reference, world.file, world.people, world.requests, made.case)


def ago(**length: int) -> datetime:
    """A moment so long ago."""
    return timezone.now() - timedelta(**length)


def _person(given: str, family: str, born: date, sex: str, role: str, **home: str) -> dict[str, str]:
    return {
        "given_name": given,
        "family_name": family,
        "date_of_birth": born.isoformat(),
        "sex": sex,
        "role": role,
        **home,
    }
