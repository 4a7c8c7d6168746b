"""Close: the case ends with an outcome and a follow-up date; reach ends with it, but for monitoring."""

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, Refused
from cases.models import Case, CaseMember, Goal, KeyWorker, StepUp
from cases.operations.hand_off import hand_off
from cases.operations.live_case import Taken, live_case, moment, needed_words, optional_words
from cases.permits import NOT_CHOSEN, PERMITS, Step
from cases.selectors.handing_off import closure_document
from cases.urgency import DueFor, end_of
from cases.vocabulary import CaseState, ClosingOutcome, Event, HandOffKind
from datasharing import door, grants
from datasharing.vocabulary import Reach

ENDING: tuple[Reach, ...] = (Reach.KEY_WORKER, Reach.TEAM, Reach.SUPERVISION)


@transaction.atomic
def close_case(
    actor: Actor,
    family_reference: str,
    *,
    outcome: str,
    closing_words: str,
    follow_up_on: date,
    not_reviewed: str = "",
    on: datetime | None = None,
) -> int:
    """Close the case; returns it. Whoever measures outcomes does so first, in the same transaction.

    Every goal must have been reviewed, or `not_reviewed` says why one was not. Refused while a step up is open.
    """
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.CLOSE].reaches,
        words=_("Only the key worker or the team manager can close a case."),
    )
    case = live_case(file, *PERMITS[Step.CLOSE].states)
    at = moment(on)
    if outcome not in ClosingOutcome.values or outcome in NOT_CHOSEN:
        raise Invalid(_("Choose how the case ended."), field="outcome")
    _refuse_open_step_up(file)
    reason = optional_words(not_reviewed, _("why a goal was not reviewed"), "not_reviewed")
    _check_goals(case, outcome, reason)
    words = needed_words(closing_words, _("what was achieved and what the family goes on with"), "closing_words")
    if follow_up_on is None:
        raise Invalid(_("Set the date on which somebody follows up."), field="follow_up_on")
    if follow_up_on <= timezone.localdate(at):
        raise Invalid(_("The follow-up must be after the day of closing."), field="follow_up_on")
    return end_case(
        actor,
        file,
        case,
        outcome=outcome,
        words=words + (f"\n\nGoals not reviewed: {reason}" if reason else ""),
        follow_up_on=follow_up_on,
        at=at,
    )


@transaction.atomic
def end_case(
    actor: Actor, file: Taken, case: Case, *, outcome: str, words: str, follow_up_on: date | None, at: datetime
) -> int:
    """The step itself, inside its caller's transaction and under its lock. Returns the case."""
    hand_off(
        case,
        HandOffKind.CLOSURE,
        f"closure:{case.pk}",
        partial(closure_document, outcome=outcome, words=words, follow_up_on=follow_up_on),
        on=at,
    )
    case.state, case.closed_at, case.closed_by_id = CaseState.CLOSED, at, actor.post
    case.outcome, case.follow_up_on = outcome, follow_up_on
    case.closing_words = words
    case.save(update_fields=["state", "closed_at", "closed_by", "outcome", "closing_words", "follow_up_on"])
    _end_reach(actor, file, case, at)
    journal.record(actor, Event.CASE_CLOSED, families=[file.id], detail={"case": case.pk, "outcome": str(outcome)})
    return case.pk


def _check_goals(case: Case, outcome: str, reason: str) -> None:
    if case.state == CaseState.ALLOCATED:
        if outcome in {ClosingOutcome.ACHIEVED, ClosingOutcome.PARTLY}:
            raise Refused(_("No plan was agreed, so no goals were achieved. Choose another outcome."), field="outcome")
        return
    not_met = Goal.objects.filter(plan__case=case, achieved_on__isnull=True)
    if outcome == ClosingOutcome.ACHIEVED and not_met.exists():
        raise Refused(_("Not every goal is met. Review the plan, or choose “goals partly achieved”."), field="outcome")
    unreviewed = not_met.filter(reviewed__isnull=True).first()
    if unreviewed and not reason:
        raise Refused(
            _("“%(unreviewed)s” was never reviewed. Review the plan before closing, or say why it was not reviewed.")
            % {"unreviewed": unreviewed.words},
            field="not_reviewed",
        )


def _refuse_open_step_up(file: Taken) -> None:
    """A step up is open until its strategy discussion is on record."""
    if StepUp.objects.filter(file_id=file.id, strategy="").exists():
        raise Refused(
            _("A step up to protection is open for this family. Record its strategy discussion before the case closes.")
        )


def _end_reach(actor: Actor, file: Taken, case: Case, at: datetime) -> None:
    grants.end_grants(actor, file.id, kinds=ENDING, at=at)
    KeyWorker.objects.filter(case=case, ends_at__isnull=True).update(ends_at=at)
    CaseMember.objects.filter(case=case, ends_at__isnull=True).update(ends_at=at)
    follow_up = end_of(case.follow_up_on) if case.follow_up_on else None
    grants.give_grant(
        actor,
        file.id,
        Reach.MONITORING,
        post=case.key_worker_id,
        due_at=follow_up,
        due_for=DueFor.FOLLOW_UP if follow_up else "",
        starts_at=at,
    )
    if case.team_id:
        grants.give_grant(
            actor,
            file.id,
            Reach.MONITORING,
            team=case.team_id,
            due_at=follow_up,
            due_for=DueFor.FOLLOW_UP if follow_up else "",
            starts_at=at,
        )
