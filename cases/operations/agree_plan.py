"""Plan: the family and the team agree the one plan, with goals under needs and actions with owner and due date."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, Refused
from cases.models import Action, Case, CaseMember, Goal, NeedRecord, Plan
from cases.operations.hand_off import hand_off
from cases.operations.keep_draft import settle_draft
from cases.operations.live_case import Taken, live_case, member_ids, moment, needed_words
from cases.operations.set_urgency import set_urgency
from cases.ordering import circle_in
from cases.permits import PERMITS, Step
from cases.selectors.handing_off import plan_document
from cases.vocabulary import CaseState, Event, HandOffKind, Intensity, Need, NeedKind
from datasharing import door

LONGEST_AHEAD_DAYS = 3 * 365
"""How far ahead a review or an action may fall due; further is a slip of the pen."""

MOST_WORKING_DAYS = 260
"""How many working days one action may take: a year's."""


class NewAction(NamedTuple):
    """An action to be agreed: its owner is a post of the team or a subject of the family, one of the two.

    `name` is a word by which other actions of the same plan name it in `after`, the actions that must come first.
    `takes` is in working days.
    """

    words: str
    due_on: date
    owner_post: int | None = None
    owner_person: UUID | None = None
    name: str = ""
    after: tuple[str, ...] = ()
    takes: int = 1


class NewGoal(NamedTuple):
    """A goal to be agreed, under a need that is recorded."""

    need: str
    words: str
    actions: Sequence[NewAction] = ()


@transaction.atomic
def agree_plan(
    actor: Actor,
    family_reference: str,
    *,
    goals: Sequence[NewGoal],
    family_words: str,
    next_review_on: date,
    submission: UUID | None = None,
    on: datetime | None = None,
) -> int:
    """Agree the one plan; the case is *planned*. Returns the plan.

    Each goal stands under a need on record; advice needs none, and has one goal. `family_words` are the family's own.
    """
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.AGREE_PLAN].reaches,
        words=gettext("Only the key worker agrees the plan with the family."),
    )
    case = live_case(file, *PERMITS[Step.AGREE_PLAN].states)
    at = moment(on)
    today = timezone.localdate(at)
    goals = [NewGoal(*goal) for goal in goals]
    _check_goals(case, goals)
    check_next_review(next_review_on, today)
    plan = Plan.objects.create(
        case=case,
        supplier_id=actor.agency,
        agreed_by_id=actor.post,
        agreed_at=at,
        family_words=needed_words(
            family_words, gettext("what the family said of the plan, in their own words"), "family_words"
        ),
        next_review_on=next_review_on,
    )
    written = _write_goals(plan, goals, Owners(file, case), today)
    case.state = CaseState.PLANNED
    case.save(update_fields=["state"])
    settle_draft(file.id, actor.post, Step.AGREE_PLAN, submission)
    set_urgency(actor, case)
    journal.record(
        actor,
        Event.PLAN_AGREED,
        families=[file.id],
        subjects=[action.owner_person_id for action in written if action.owner_person_id],
        detail={
            "plan": plan.pk,
            "goals": [goal.need for goal in goals],
            "actions": len(written),
            "next_review_on": next_review_on.isoformat(),
        },
    )
    hand_off(case, HandOffKind.PLAN, f"plan:{plan.pk}:{plan.version}", plan_document, on=at)
    return plan.pk


class Owners:
    """Who may own an action: the practitioners of the case's team, and the people of the family."""

    def __init__(self, file: Taken, case: Case) -> None:
        team = CaseMember.objects.filter(case=case, ends_at__isnull=True).values_list("post_id", flat=True)
        self.posts = {case.key_worker_id, *team}
        self.people = set(member_ids(file))

    def check(self, post: int | None, person: UUID | None) -> None:
        """Refuse an action without exactly one owner of the team or the family."""
        if (post is None) == (person is None):
            raise Invalid(gettext("Choose who does it: one practitioner, or one member of the family."), field="owner")
        if post is not None and post not in self.posts:
            raise Invalid(gettext("Choose a practitioner who works with this family."), field="owner")
        if person is not None and person not in self.people:
            raise Invalid(gettext("Choose somebody who belongs to this family."), field="owner")


def check_next_review(day: date | None, today: date) -> None:
    """Refuse a next review that is missing, not ahead, or too far ahead."""
    if day is None:
        raise Invalid(gettext("Set the date of the next review."), field="next_review_on")
    if day <= today:
        raise Invalid(gettext("The next review must be after today."), field="next_review_on")
    if (day - today).days > LONGEST_AHEAD_DAYS:
        raise Invalid(gettext("The next review must be within three years."), field="next_review_on")


def check_due(day: date, today: date) -> None:
    """Refuse an action due before today, or too far ahead."""
    if day < today:
        raise Invalid(gettext("An action must be due today or later."), field="due_on")
    if (day - today).days > LONGEST_AHEAD_DAYS:
        raise Invalid(gettext("An action must be due within three years."), field="due_on")


def check_takes(days: int) -> int:
    """How many working days an action takes; refused where it is none, or more than a year's."""
    if not 1 <= days <= MOST_WORKING_DAYS:
        raise Invalid(
            gettext("An action takes from 1 to %(most_working_days)s working days.")
            % {"most_working_days": MOST_WORKING_DAYS},
            field="takes",
        )
    return days


def refuse_circle(waits_for: dict[int, set[int]], words: dict[int, str]) -> None:
    """Refuse actions that wait for one another in a circle, naming them."""
    circle = circle_in(waits_for)
    if circle:
        named = gettext(" waits for ").join(f"“{words[step]}”" for step in reversed(circle))
        raise Invalid(
            gettext("Actions cannot wait for one another in a circle: %(named)s.") % {"named": named}, field="after"
        )


def _check_goals(case: Case, goals: Sequence[NewGoal]) -> None:
    if not goals:
        raise Invalid(gettext("Enter at least one goal."), field="goals")
    if case.intensity == Intensity.ADVICE and len(goals) > 1:
        raise Invalid(gettext("Advice has one goal. A family that needs more goes back to the panel."), field="goals")
    recorded = set(NeedRecord.objects.filter(case=case, kind=NeedKind.NEED).values_list("need", flat=True))
    for goal in goals:
        if goal.need not in Need.values:
            raise Invalid(gettext("Choose the need that each goal is for."), field="goals")
        if goal.need not in recorded and case.intensity != Intensity.ADVICE:
            label = Need(goal.need).label
            raise Refused(
                gettext("No need in “%(label)s” is recorded for this family. Record the need before a goal for it.")
                % {"label": label},
                field="goals",
            )


def _write_goals(plan: Plan, goals: Sequence[NewGoal], owners: Owners, today: date) -> list[Action]:
    written: list[Action] = []
    named: dict[str, Action] = {}
    waiting: list[tuple[Action, Iterable[str]]] = []
    for place, goal in enumerate(goals, 1):
        kept = Goal.objects.create(
            plan=plan,
            need=goal.need,
            words=needed_words(goal.words, gettext("what each goal is"), "goals"),
            position=place,
        )
        for number, draft in enumerate((NewAction(*action) for action in goal.actions), 1):
            owners.check(draft.owner_post, draft.owner_person)
            check_due(draft.due_on, today)
            action = Action.objects.create(
                goal=kept,
                position=number,
                words=needed_words(draft.words, gettext("what is to be done"), "words"),
                owner_post_id=draft.owner_post,
                owner_person_id=draft.owner_person,
                due_on=draft.due_on,
                takes=check_takes(draft.takes),
            )
            written.append(action)
            if draft.name:
                named[draft.name] = action
            waiting.append((action, draft.after))
    unknown = {name for _, after in waiting for name in after} - set(named)
    if unknown:
        raise Invalid(gettext("Choose what must come first from the actions of this plan."), field="after")
    waits_for = {action.pk: {named[name].pk for name in after} for action, after in waiting}
    refuse_circle(waits_for, {action.pk: action.words for action in written})
    for action, _ in waiting:
        action.comes_after.set(waits_for[action.pk])
    return written
