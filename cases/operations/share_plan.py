"""The family's own copy of the plan: what is kept off it, and a private link to it, with a second person's yes.

The second yes is asked for every family alike: to ask it only where there is danger would tell that there is.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.tokens import digest_of
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import Role
from cases.models import Goal, KeptOff, Plan, PlanComment, PlanLink
from cases.operations.live_case import live_case, moment, needed_words
from cases.permits import COPIED_BY, PERMITS, Step
from cases.vocabulary import Event
from datasharing import door
from datasharing.belt import Work, open_also, working
from datasharing.door import OpenFile
from datasharing.vocabulary import Reach

LASTS = timedelta(days=14)
LANGUAGES = ("en-gb", "cy")
LONGEST_COMMENT = 2_000
MOST_COMMENTS = 20
"""How many comments one link takes: a person says what they think of a plan in fewer."""


@transaction.atomic
def share_plan(actor: Actor, family_reference: str, *, language: str = "en-gb", on: datetime | None = None) -> str:
    """Ask for a private link to the family's plan; returns the link's secret, which is shown once.

    It opens nothing until a manager or a domestic abuse adviser has agreed, and ends 14 days from now. A link that was
    there before ends.
    """
    file, plan = _take(actor, family_reference, Step.SHARE_PLAN, _("Only the key worker turns on a private link."))
    if language not in LANGUAGES:
        raise Invalid(_("Choose English or Welsh."), field="language")
    at = moment(on)
    PlanLink.objects.filter(plan=plan, ends_at__gt=at).update(ends_at=at)
    secret = secrets.token_urlsafe(32)
    link = PlanLink.objects.create(
        plan=plan, digest=digest_of(secret), language=language, asked_by_id=actor.post, asked_at=at, ends_at=at + LASTS
    )
    journal.record(actor, Event.PLAN_LINK_ASKED, families=[file.id], detail={"link": link.pk})
    return secret


@transaction.atomic
def agree_link(actor: Actor, family_reference: str, *, link: int, on: datetime | None = None) -> None:
    """A manager or a domestic abuse adviser agrees that this family may be given the link, this time."""
    file = door.take_any(actor, family_reference)
    may = Reach.SUPERVISION in file.reaches or (actor.role is Role.DA_ADVISER and Reach.TEAM in file.reaches)
    if not may:
        raise NotAllowed(_("A manager or a domestic abuse adviser of this family agrees to a private link."))
    at = moment(on)
    held = PlanLink.objects.select_for_update().filter(pk=link, plan__case__family_id=file.id).first()
    if held is None:
        raise NotFound(family_reference)
    if held.asked_by_id == actor.post:
        raise NotAllowed(_("You asked for this link yourself. Somebody else agrees to it."))
    if held.agreed_at or held.ends_at <= at:
        raise Refused(_("This link has been agreed already, or has ended."))
    held.agreed_by_id, held.agreed_at = actor.post, at
    held.save(update_fields=["agreed_by", "agreed_at"])
    journal.record(actor, Event.PLAN_LINK_AGREED, families=[file.id], detail={"link": held.pk})


@transaction.atomic
def end_link(actor: Actor, family_reference: str, *, link: int, on: datetime | None = None) -> None:
    """End a link now. Anybody who works with the family may, alone: closing needs no second person."""
    file = door.take_any(actor, family_reference)
    if not file.reaches & COPIED_BY:
        raise NotAllowed(_("Somebody who works with this family ends its link."))
    at = moment(on)
    if not PlanLink.objects.filter(pk=link, plan__case__family_id=file.id, ends_at__gt=at).update(ends_at=at):
        raise Refused(_("This link has ended already."))
    journal.record(actor, Event.PLAN_LINK_ENDED, families=[file.id], detail={"link": link})


@transaction.atomic
def keep_off(actor: Actor, family_reference: str, *, goal: int, off: bool, on: datetime | None = None) -> None:
    """Keep a goal, and what is done for it, off the family's copy; or put it back."""
    file, plan = _take(actor, family_reference, Step.SHARE_PLAN, _("Only the key worker says what stands on the copy."))
    held = Goal.objects.filter(pk=goal, plan=plan).first()
    if held is None:
        raise NotFound(family_reference)
    if off:
        _row, changed = KeptOff.objects.get_or_create(
            goal=held, defaults={"kept_by_id": actor.post, "kept_at": moment(on)}
        )
    else:
        changed = bool(KeptOff.objects.filter(goal=held).delete()[0])
    if changed:
        event = Event.GOAL_KEPT_OFF if off else Event.GOAL_PUT_BACK
        journal.record(actor, event, families=[file.id], detail={"goal": held.pk})


@transaction.atomic
def comment_on_plan(secret: str, *, words: str, on: datetime | None = None) -> None:
    """What a family says of its plan, through its link. Raises NotFound where the link opens nothing."""
    at = moment(on)
    link = live_link(secret, at)
    if link is None:
        raise NotFound
    open_also([link.plan.case.family_id])
    said = needed_words(words, _("what you want to say"), "words")
    if len(said) > LONGEST_COMMENT:
        raise Invalid(
            _("Shorten what you want to say to %(longest_comment)s letters.")
            % {"longest_comment": format(LONGEST_COMMENT, ",")},
            field="words",
        )
    if link.comments.count() >= MOST_COMMENTS:
        raise Refused(
            _("This page has taken as many comments as it can. Tell your key worker the rest."), field="words"
        )
    comment = PlanComment.objects.create(link=link, words=said, said_at=at)
    detail = {"link": link.pk, "comment": comment.pk}
    journal.record(None, Event.PLAN_COMMENTED, families=[link.plan.case.family_id], detail=detail)


def live_link(secret: str, at: datetime) -> PlanLink | None:
    """The link that this secret opens at a moment: agreed, not ended, of a case that is not closed; else nothing."""
    with working(Work.OWN_LINK):
        return (
            PlanLink.objects.filter(digest=digest_of(secret), agreed_at__lte=at, ends_at__gt=at)
            .filter(plan__case__closed_at__isnull=True)
            .select_related("plan__case__family__file")
            .first()
        )


def _take(actor: Actor, family_reference: str, step: Step, words: str) -> tuple[OpenFile, Plan]:
    permit = PERMITS[step]
    file = door.take(actor, family_reference, kinds=permit.reaches, words=words)
    return file, live_case(file, *permit.states).plan
