"""Review: the team around the family looks at each goal, decides, and sets the next date before it closes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, Refused
from cases.models import Case, Goal, Plan, Review, ReviewGoal
from cases.operations.agree_plan import Owners, check_next_review
from cases.operations.attendance import TookPart, check_attendance, tell_of_minutes, write_attendance
from cases.operations.hand_off import hand_off
from cases.operations.keep_draft import settle_draft
from cases.operations.live_case import live_case, moment, needed_words, optional_words
from cases.operations.set_urgency import set_urgency
from cases.permits import PERMITS, Step
from cases.selectors.handing_off import plan_document
from cases.vocabulary import Event, HandOffKind, Progress
from datasharing import door

CHANGED = gettext_lazy(
    "Somebody changed this plan while you were writing. Nothing of yours is lost: look at what changed, and send it "
    "again to record it beside theirs."
)


@transaction.atomic
def review_plan(
    actor: Actor,
    family_reference: str,
    *,
    held_on: date,
    came: Sequence[int],
    decisions: str,
    goals: Mapping[int, str | tuple[str, str]],
    next_review_on: date,
    family_words: str = "",
    others: Mapping[int, str] | None = None,
    family_came: Collection[UUID] = (),
    meeting: int | None = None,
    minutes: str = "",
    submission: UUID | None = None,
    version: int | None = None,
    on: datetime | None = None,
) -> int:
    """Record a review; returns it. Sent twice under one `submission`, it is recorded once. Refused where the plan is
    not of the `version` that was reviewed any more.

    `came` are posts of the team, `others` those who took part in another way, or not ("apologies", "report",
    "absent"); `family_came` members of the family. `meeting` is the meeting that this review is of: whoever was asked
    to it and is not named did not come. `minutes` are for all who were asked, who are told that they can be read.
    `goals` maps each goal not yet met to its progress. A progress stands alone ("better") or with words (("better",
    "goes to school most days")).
    """
    file = door.take(
        actor, family_reference, kinds=PERMITS[Step.REVIEW].reaches, words=_("Only the key worker records a review.")
    )
    already = Review.objects.filter(submission=submission, case__family_id=file.id).first() if submission else None
    if already:
        return already.pk
    case = live_case(file, *PERMITS[Step.REVIEW].states)
    at = moment(on)
    today = timezone.localdate(at)
    plan = case.plan
    if version is not None and version != plan.version:
        raise Refused(str(CHANGED))
    _check_day(case, plan, held_on, today)
    check_next_review(next_review_on, max(held_on, today))
    took_part = check_attendance(
        file, case, TookPart(frozenset(came), dict(others or {}), frozenset(family_came), meeting), Owners(file, case)
    )
    review = Review.objects.create(
        case=case,
        held_on=held_on,
        decisions=needed_words(decisions, _("what was decided"), "decisions"),
        family_words=optional_words(family_words, _("the family's own words"), "family_words"),
        minutes=optional_words(minutes, _("the minutes"), "minutes"),
        next_review_on=next_review_on,
        supplier_id=actor.agency,
        recorded_by_id=actor.post,
        recorded_at=at,
        submission=submission,
    )
    write_attendance(review, took_part)
    _write_goals(review, plan, goals)
    plan.next_review_on, plan.version = next_review_on, plan.version + 1
    plan.save(update_fields=["next_review_on", "version"])
    settle_draft(file.id, actor.post, Step.REVIEW, submission)
    set_urgency(actor, case)
    journal.record(
        actor,
        Event.REVIEW_HELD,
        families=[file.id],
        detail={
            "review": review.pk,
            "held_on": held_on.isoformat(),
            "came": sorted(set(came)),
            "next_review_on": next_review_on.isoformat(),
        },
    )
    tell_of_minutes(actor, file, review, at)
    hand_off(case, HandOffKind.PLAN, f"plan:{plan.pk}:{plan.version}", plan_document, on=at)
    return review.pk


def _check_day(case: Case, plan: Plan, held_on: date, today: date) -> None:
    if held_on > today:
        raise Invalid(_("The review must be held today or earlier."), field="held_on")
    if held_on < timezone.localdate(plan.agreed_at):
        raise Invalid(_("The review cannot be before the plan was agreed."), field="held_on")
    last = Review.objects.filter(case=case).first()
    if last and held_on < last.held_on:
        raise Invalid(
            _("The last review was on %(held_on)s; this one cannot be before it.")
            % {"held_on": dateformat.format(last.held_on, "j F Y")},
            field="held_on",
        )


def _write_goals(review: Review, plan: Plan, goals: Mapping[int, str | tuple[str, str]]) -> None:
    open_goals = {goal.pk: goal for goal in Goal.objects.filter(plan=plan, achieved_on__isnull=True)}
    if set(goals) - set(open_goals):
        raise Invalid(_("Review the goals of this plan that are not yet met."), field="goals")
    missing = [goal for key, goal in open_goals.items() if key not in goals]
    if missing:
        raise Invalid(
            _("Say how each goal stands: “%(missing)s” has no answer yet.") % {"missing": missing[0].words},
            field="goals",
        )
    for key, answer in goals.items():
        progress, words = (answer, "") if isinstance(answer, str) else answer
        if progress not in Progress.values:
            raise Invalid(_("Choose met, better, no change or worse for each goal."), field="goals")
        ReviewGoal.objects.create(
            review=review,
            goal=open_goals[key],
            progress=progress,
            words=optional_words(words, _("the words on a goal"), "goals"),
        )
        if progress == Progress.MET:
            open_goals[key].achieved_on = review.held_on
            open_goals[key].save(update_fields=["achieved_on"])
