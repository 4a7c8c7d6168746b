"""The family's own copy of the plan: what may lie on a kitchen table, whoever comes by.

It is the plan as its key worker may see it, less what could be used against somebody: goals about domestic abuse,
actions of a domestic abuse adviser or of a restricted person, goals that the key worker keeps off, needs, agencies,
addresses, costs.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import NotFound
from agencies.selectors.actor import acting
from agencies.vocabulary import EntryKind, Role
from cases.models import Action, KeptOff, PlanComment, PlanLink
from cases.operations.share_plan import live_link
from cases.selectors.head import Head
from cases.selectors.plan import GoalRow, PlanSheet, plan
from cases.vocabulary import Event, Need
from datasharing.selectors.protections import restricted

NEVER = frozenset({Need.DOMESTIC_ABUSE})
"""Needs whose goals never stand on a copy."""


@dataclass(frozen=True)
class OwnAction:
    """What somebody will do: first names of the family, names of practitioners, no agencies."""

    words: str
    who: str
    by: date
    is_done: bool


@dataclass(frozen=True)
class OwnGoal:
    """Something that the family wants to be true, and who does what for it."""

    id: int
    words: str
    is_met: bool
    actions: tuple[OwnAction, ...]


@dataclass(frozen=True)
class LinkRow:
    """A private link as its makers see it; never the secret in it."""

    id: int
    asked_by: str
    asked_at: datetime
    agreed_by: str
    ends_at: datetime
    is_live: bool
    may_agree: bool


@dataclass(frozen=True)
class Said:
    """What the family said through a link, and when."""

    words: str
    said_at: datetime


@dataclass(frozen=True)
class OwnPlan:
    """The copy itself: nothing here names the family, an agency, an address, a need or a cost."""

    agreed_on: date
    family_words: str
    goals: tuple[OwnGoal, ...]
    strengths: tuple[str, ...]
    next_review_on: date | None
    key_worker: str


@dataclass(frozen=True)
class OwnPlanSheet:
    """The copy, beside what only its makers see: what is kept off, the links there were, what the family said."""

    head: Head
    own: OwnPlan | None
    kept_off: tuple[OwnGoal, ...]
    never: int
    links: tuple[LinkRow, ...]
    said: tuple[Said, ...]

    @property
    def live_links(self) -> tuple[LinkRow, ...]:
        """Links that open the plan now, or wait for a second person."""
        return tuple(link for link in self.links if link.is_live)


def own_plan(actor: Actor, reference: str) -> OwnPlanSheet:
    """The family's copy as its key worker prepares it. Raises NotFound where the family is not the actor's."""
    sheet = plan(actor, reference)
    if not sheet.agreed_at:
        return OwnPlanSheet(sheet.head, None, (), 0, (), ())
    goals = _goals(sheet)
    off = set(KeptOff.objects.filter(goal_id__in=goals).values_list("goal_id", flat=True))
    shown = tuple(goal for key, goal in goals.items() if key not in off)
    now = timezone.now()
    links = PlanLink.objects.filter(plan__case__family__file__reference=reference).select_related(
        "asked_by__practitioner", "agreed_by__practitioner"
    )
    said = PlanComment.objects.filter(link__in=links)
    return OwnPlanSheet(
        head=sheet.head,
        own=_own(sheet, shown),
        kept_off=tuple(goal for key, goal in goals.items() if key in off),
        never=sum(1 for goal in sheet.goals if goal.need in NEVER),
        links=tuple(_link(actor, link, now) for link in links[:20]),
        said=tuple(Said(one.words, one.said_at) for one in said),
    )


@transaction.atomic
def linked_plan(secret: str) -> OwnPlan:
    """The copy that a private link opens, as the key worker who turned it on may see it today.

    Raises NotFound where the link was never agreed, has ended, or its key worker may not see the plan any more.
    """
    link = live_link(secret, timezone.now())
    worker = acting(None, link.asked_by_id) if link else None
    if link is None or worker is None:
        raise NotFound
    case = link.plan.case
    sheet = own_plan(worker, case.family.file.reference)
    if sheet.own is None:
        raise NotFound
    journal.record(None, Event.PLAN_LINK_READ, families=[case.family_id], detail={"link": link.pk}, kind=EntryKind.LOOK)
    return sheet.own


def language_of(secret: str) -> str:
    """The language that a link's page speaks; English where the link opens nothing."""
    link = live_link(secret, timezone.now())
    return link.language if link else "en-gb"


def _own(sheet: PlanSheet, goals: tuple[OwnGoal, ...]) -> OwnPlan:
    assert sheet.agreed_at is not None
    words = sheet.family_words.value if sheet.family_words else None
    return OwnPlan(
        agreed_on=timezone.localdate(sheet.agreed_at),
        family_words=words or "",
        goals=goals,
        strengths=tuple(row.evidence.value for row in sheet.strengths if row.evidence.value and row.need not in NEVER),
        next_review_on=sheet.head.next_review_on,
        key_worker=sheet.head.key_worker.partition(",")[0],
    )


def _goals(sheet: PlanSheet) -> dict[int, OwnGoal]:
    rows = [goal for goal in sheet.goals if goal.need not in NEVER and goal.words.value]
    ids = [action.id for goal in rows for action in goal.actions]
    owners = Action.objects.filter(pk__in=ids).values_list(
        "pk", "owner_post__practitioner__name", "owner_post__role", "owner_person_id"
    )
    names = {pk: name or "" for pk, name, _role, _person in owners}
    kept_close = restricted([person for *_rest, person in owners if person])
    left_out = {pk for pk, _name, role, person in owners if role == Role.DA_ADVISER or person in kept_close}
    return {goal.id: _goal(goal, names, left_out) for goal in rows}


def _goal(goal: GoalRow, names: dict[int, str], left_out: set[int]) -> OwnGoal:
    return OwnGoal(
        id=goal.id,
        words=goal.words.value or "",
        is_met=goal.achieved_on is not None,
        actions=tuple(
            OwnAction(
                words=action.words.value or "",
                who=names[action.id] or action.owner.split(" ")[0],
                by=action.due_on,
                is_done=action.done_on is not None,
            )
            for action in goal.actions
            if action.id not in left_out
        ),
    )


def _link(actor: Actor, link: PlanLink, now: datetime) -> LinkRow:
    live = link.ends_at > now
    return LinkRow(
        id=link.pk,
        asked_by=link.asked_by.practitioner.name,
        asked_at=link.asked_at,
        agreed_by=link.agreed_by.practitioner.name if link.agreed_by else "",
        ends_at=link.ends_at,
        is_live=live,
        may_agree=live
        and link.agreed_at is None
        and link.asked_by_id != actor.post
        and actor.role in {Role.TEAM_MANAGER, Role.DA_ADVISER},
    )
