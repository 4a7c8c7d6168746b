"""One more action in the agreed plan: with an owner, a due date, and what must come first."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, Refused
from cases.models import Action, Case, Goal, Plan
from cases.operations.agree_plan import Owners, check_due, check_takes, refuse_circle
from cases.operations.keep_draft import settle_draft
from cases.operations.live_case import live_case, moment, needed_words
from cases.operations.set_urgency import set_urgency
from cases.permits import PERMITS, Step
from cases.vocabulary import Event
from datasharing import door


@transaction.atomic
def add_action(
    actor: Actor,
    family_reference: str,
    *,
    goal: int,
    words: str,
    due_on: date,
    owner_post: int | None = None,
    owner_person: UUID | None = None,
    after: Collection[int] = (),
    before: Collection[int] = (),
    takes: int = 1,
    submission: UUID | None = None,
    on: datetime | None = None,
) -> int:
    """Add an action under a goal; returns it. `after` are actions that must come first, `before` those
    that wait for it.

    Anyone of the team may add one; nobody may make actions wait for one another in a circle.
    """
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.ADD_ACTION].reaches,
        words=_("Only the key worker and the team around the family add actions."),
    )
    case = live_case(file, *PERMITS[Step.ADD_ACTION].states)
    under = Goal.objects.filter(pk=goal, plan__case=case).first()
    if under is None:
        raise Invalid(_("Choose one of the plan's goals."), field="goal")
    if under.achieved_on:
        raise Refused(_("This goal is met. Add the action to a goal that is not."), field="goal")
    Owners(file, case).check(owner_post, owner_person)
    check_due(due_on, timezone.localdate(moment(on)))
    last = Action.objects.filter(goal=under).aggregate(last=Max("position"))["last"] or 0
    action = Action.objects.create(
        goal=under,
        position=last + 1,
        words=needed_words(words, _("what is to be done"), "words"),
        owner_post_id=owner_post,
        owner_person_id=owner_person,
        due_on=due_on,
        takes=check_takes(takes),
    )
    _put_in_order(case, action, set(after), set(before))
    Plan.objects.filter(case=case).update(version=F("version") + 1)
    settle_draft(file.id, actor.post, Step.ADD_ACTION, submission)
    set_urgency(actor, case)
    journal.record(
        actor,
        Event.ACTION_ADDED,
        families=[file.id],
        subjects=[owner_person] if owner_person else [],
        detail={"action": action.pk, "goal": under.pk, "due_on": due_on.isoformat()},
    )
    return action.pk


def _put_in_order(case: Case, action: Action, after: set[int], before: set[int]) -> None:
    actions = {one.pk: one for one in Action.objects.filter(goal__plan__case=case).prefetch_related("comes_after")}
    if not (after | before) <= set(actions) - {action.pk}:
        raise Invalid(_("Choose what must come first from the actions of this plan."), field="after")
    done = [actions[one].words for one in before if actions[one].done_on]
    if done:
        raise Invalid(_("“%(done)s” is done, so it cannot wait for this.") % {"done": done[0]}, field="before")
    waits_for = {one.pk: {other.pk for other in one.comes_after.all()} for one in actions.values()}
    waits_for[action.pk] = after
    for one in before:
        waits_for[one].add(action.pk)
    refuse_circle(waits_for, {one.pk: one.words for one in actions.values()})
    action.comes_after.set(after)
    for one in before:
        actions[one].comes_after.add(action)
