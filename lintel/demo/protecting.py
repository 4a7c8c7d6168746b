"""What protects people in Ashworth: restrictions, an order, consents, access asked for and taken, requests, cover."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from agencies.actor import Actor
from cases.intake.operations.duty import ask_duty_custodian
from cases.meeting_words import OrderKind
from cases.operations.answer_access_request import check_identity, record_access_request
from cases.operations.cover_absence import cover_absence
from cases.operations.open_in_emergency import open_in_emergency
from cases.operations.protect_member import instruct, record_member_consent, restrict_member
from cases.operations.record_order import record_order
from cases.operations.share_plan import agree_link, share_plan
from cases.selectors.members import MembersSheet, members
from cases.selectors.my_families import my_families
from cases.selectors.own_plan import own_plan
from cases.vocabulary import AskedBy, CaseState, Intensity
from datasharing.operations.access import ask_for_access
from datasharing.operations.duty import put_on_duty
from datasharing.operations.restrictions import confirm_restriction
from datasharing.operations.retention import set_hold
from datasharing.vocabulary import Category, ConsentBy, RestrictionKind
from lintel.demo.words import said


def protect_families(actors: Mapping[str, Actor], now: datetime) -> int:
    """One thing of each sort, each on another family of the first key worker's; returns how many families.

    Nothing where there are too few families with a plan, a team and two parents.
    """
    worker = actors["key.worker"]
    words = said()["protecting"]
    sheets = [members(worker, row.reference) for row in my_families(worker).rows]
    with_team = [one for one in sheets if _has_plan(one) and one.head.intensity.value != str(Intensity.ADVICE.label)]
    planned = [one.head.reference for one in with_team]
    grown = {one.head.reference: [person.subject for person in one.members if not person.is_child] for one in with_team}
    pairs = [one for one in planned[1:] if len(grown[one]) > 1]
    if not pairs or len(planned) < 6:
        return 0
    hurt, *others = pairs[0], *(one for one in planned[1:] if one != pairs[0])
    _keep_apart(actors, hurt, grown[hurt], words, now)
    _consent_and_link(actors, others[0], grown[others[0]], now)
    _ask_and_take(actors, others[1], others[2], words, now)
    _request_and_hold(actors, others[3], grown[others[3]], words, now)
    _cover(actors, now)
    return 5


def _has_plan(sheet: MembersSheet) -> bool:
    return sheet.head.state == CaseState.PLANNED


def _keep_apart(
    actors: Mapping[str, Actor], family: str, grown: list[UUID], words: dict[str, str], now: datetime
) -> None:
    """A guarded address, confirmed; an order between two parents; a safety instruction; a seal that waits."""
    manager, adviser, worker = actors["team.manager"], actors["da.adviser"], actors["key.worker"]
    hers, his = grown[:2]
    held = restrict_member(
        manager, family, subject=hers, kind=RestrictionKind.GUARDED, categories=[Category.WHEREABOUTS],
        reason=words["guarded"], named=[worker.post, adviser.post], on=now - timedelta(days=20),
    )  # fmt: skip
    confirm_restriction(adviser, held, on=now - timedelta(days=19))
    record_order(
        worker, family, protected=hers, kept_away=his, kind=OrderKind.NON_MOLESTATION,
        starts_on=timezone.localdate(now) - timedelta(days=18), ends_on=timezone.localdate(now) + timedelta(days=347),
        words=words["order"], on=now - timedelta(days=18),
    )  # fmt: skip
    instruct(manager, family, words=words["instruction"], on=now - timedelta(days=18))
    restrict_member(
        manager, family, subject=hers, kind=RestrictionKind.SEALED, categories=[Category.DOMESTIC_ABUSE],
        reason=words["sealed"], named=[worker.post, adviser.post], custodians=[manager.post, adviser.post],
        on=now - timedelta(hours=3),
    )  # fmt: skip


def _consent_and_link(actors: Mapping[str, Actor], family: str, grown: list[UUID], now: datetime) -> None:
    """A parent's yes to health's words; a private link to the plan that both have agreed to."""
    worker = actors["key.worker"]
    record_member_consent(
        worker, family, subject=grown[0], categories=[Category.MENTAL_HEALTH, Category.SUBSTANCE_USE], agrees=True,
        by=ConsentBy.PERSON, on=now - timedelta(days=15),
    )  # fmt: skip
    share_plan(worker, family, on=now - timedelta(days=2))
    for link in own_plan(worker, family).live_links:
        agree_link(actors["team.manager"], family, link=link.id, on=now - timedelta(days=1))


def _ask_and_take(actors: Mapping[str, Actor], asked: str, taken: str, words: dict[str, str], now: datetime) -> None:
    """A colleague of the team asks to see more; the emergency duty social worker looked at night, and asked on."""
    ask_for_access(
        actors["health"], asked, categories=[Category.SOCIAL_CARE], reason=words["ask"], on=now - timedelta(hours=5)
    )
    open_in_emergency(
        actors["emergency.duty"], taken, categories=[Category.WHEREABOUTS, Category.SOCIAL_CARE],
        reason=words["emergency"], on=now - timedelta(hours=9),
    )  # fmt: skip
    put_on_duty(
        actors["governance.lead"], post=actors["da.adviser"].post, telephone="01632 960 001",
        starts_at=now - timedelta(days=2), ends_at=now + timedelta(days=5), on=now - timedelta(days=2),
    )  # fmt: skip
    ask_duty_custodian(actors["emergency.duty"], taken, reason=words["duty"], on=now - timedelta(hours=8))


def _request_and_hold(
    actors: Mapping[str, Actor], family: str, grown: list[UUID], words: dict[str, str], now: datetime
) -> None:
    """A parent asked for what is held about them; a complaint stops deletion."""
    today = timezone.localdate(now)
    made = record_access_request(
        actors["key.worker"], family, subject=grown[0], asked_by=AskedBy.PERSON,
        received_on=today - timedelta(days=9), words=words["request"], on=now - timedelta(days=9),
    )  # fmt: skip
    check_identity(actors["governance.lead"], made, how=words["identity"], on=now - timedelta(days=8))
    set_hold(
        actors["governance.lead"], family, reason=words["hold"], review_on=today + timedelta(days=90),
        on=now - timedelta(days=5),
    )  # fmt: skip


def _cover(actors: Mapping[str, Actor], now: datetime) -> None:
    """The second key worker stands in for the first next week, for two families."""
    manager, worker = actors["team.manager"], actors["key.worker"]
    monday = timezone.localdate(now) + timedelta(days=7 - timezone.localdate(now).weekday())
    theirs = [row.reference for row in my_families(worker).rows if row.state_words == str(CaseState.PLANNED.label)]
    cover_absence(
        manager, worker=worker.post, deputy=actors["key.worker.2"].post, families=theirs[:2],
        starts_on=monday, ends_on=monday + timedelta(days=4), on=now,
    )  # fmt: skip
