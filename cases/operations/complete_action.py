"""An action of the plan is done."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.models import Action, Plan
from cases.operations.live_case import live_case, moment, post_words
from cases.operations.set_urgency import set_urgency
from cases.permits import PERMITS, Step
from cases.vocabulary import Event
from datasharing import door
from datasharing.vocabulary import Reach


@transaction.atomic
def complete_action(
    actor: Actor, family_reference: str, *, action: int, done_on: date | None = None, on: datetime | None = None
) -> int:
    """Mark an action as done, today or on an earlier day; returns it. Marked twice, it is done once.

    The key worker may mark any action; others of the team their own. Refused while what must come first is not done.
    """
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.COMPLETE_ACTION].reaches,
        words=_("Only the key worker and the team around the family mark actions as done."),
    )
    case = live_case(file, *PERMITS[Step.COMPLETE_ACTION].states)
    found = (
        Action.objects.filter(pk=action, goal__plan__case=case)
        .select_related("goal__plan", "owner_post__practitioner", "owner_post__agency")
        .first()
    )
    if found is None:
        raise NotFound
    if Reach.KEY_WORKER not in file.reaches and found.owner_post_id != actor.post:
        owner = post_words(found.owner_post) if found.owner_post else _("a member of the family")
        raise NotAllowed(_("This action is for %(owner)s. The key worker can mark it as done.") % {"owner": owner})
    if found.done_on:
        return found.pk
    today = timezone.localdate(moment(on))
    day = done_on or today
    if day > today:
        raise Invalid(_("An action can be done today or earlier, not in the future."), field="done_on")
    if day < timezone.localdate(found.goal.plan.agreed_at):
        raise Invalid(_("An action cannot be done before the plan was agreed."), field="done_on")
    first = [action.words for action in found.comes_after.filter(done_on__isnull=True)]
    if first:
        named = ", ".join(f"“{words}”" for words in first)
        raise Refused(
            _("“%(found)s” waits for %(named)s, which must be done first.") % {"found": found.words, "named": named}
        )
    found.done_on = day
    found.save(update_fields=["done_on"])
    Plan.objects.filter(case=case).update(version=F("version") + 1)
    set_urgency(actor, case)
    journal.record(
        actor,
        Event.ACTION_DONE,
        families=[file.id],
        subjects=[found.owner_person_id] if found.owner_person_id else [],
        detail={"action": found.pk, "done_on": day.isoformat()},
    )
    return found.pk
