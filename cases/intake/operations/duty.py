"""Asking the duty custodian whether a seal closes what must be known now, and the custodian's answer.

It is asked of a referral or a family alike, whether anybody is sealed there or not, and costs the same statements: what
may lie behind it is looked for when the custodian reads the question.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Post
from agencies.operations import journal
from agencies.operations.notify import notify, settle_notices
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import RUNS_THE_PLACE, NoticeKind
from cases.intake.permits import ASK_DUTY
from cases.intake.selectors.duty import seals_behind
from cases.intake.selectors.references import file_of
from datasharing import door
from datasharing.models import DutyQuestion, Restriction
from datasharing.operations.restrictions import let_in
from datasharing.selectors.duty import answers_for, on_duty
from datasharing.selectors.holders import governance_leads, kept_out
from datasharing.vocabulary import Event

SHORTEST_REASON = 20
ANSWERED_WITHIN = timedelta(hours=1)


@transaction.atomic
def ask_duty_custodian(actor: Actor, reference: str, *, reason: str, on: datetime | None = None) -> int:
    """Ask about a family, by its file's reference or by that of a referral; returns the question.

    NotFound for whoever has no reach on it. The duty custodian is told at once; where nobody is on duty, whoever is
    next, and the council's governance leads.
    """
    at = on or timezone.now()
    file = door.take_any(actor, file_of(reference))
    if actor.role not in ASK_DUTY:
        raise NotAllowed(_("Emergency duty, child protection and the duty manager ask the duty custodian."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(
            _("Say what you must know and why now, in %(letters)s letters or more.") % {"letters": SHORTEST_REASON},
            field="reason",
        )
    if DutyQuestion.objects.filter(file_id=file.id, asked_by_id=actor.post, answered_at__isnull=True).exists():
        raise Refused(_("You have asked already. Ring the duty custodian."), "reason")
    asked = DutyQuestion.objects.create(file_id=file.id, reason=reason.strip(), asked_by_id=actor.post, asked_at=at)
    journal.record(actor, Event.DUTY_ASKED, families=[file.id], detail={"question": asked.pk}, on=at)
    tell_duty_custodians(on=at)
    return asked.pk


@transaction.atomic
def tell_duty_custodians(*, on: datetime | None = None) -> int:
    """Tell whoever is on duty now of each question that nobody has answered, once; how many were told.

    Where nobody is on duty who may answer it, the council's governance leads are told that somebody must be.
    """
    at = on or timezone.now()
    told = 0
    for asked in DutyQuestion.objects.filter(answered_at__isnull=True).select_related("file__place", "asked_by"):
        event, place, out = f"duty_question:{asked.pk}", asked.file.place.path, kept_out(asked.file_id)
        turn = on_duty(place, at)
        if turn is not None and turn.post not in out and turn.post != asked.asked_by_id:
            told += notify(
                [turn.post],
                NoticeKind.DUTY_ASKED,
                event=event,
                leads_to="cases:duty_question",
                reference=str(asked.pk),
                due_at=asked.asked_at + ANSWERED_WITHIN,
                on=at,
            )
            settle_notices(NoticeKind.DUTY_MISSING, event=event, on=at)
        else:
            leads = governance_leads(place, agencies=(), kinds=RUNS_THE_PLACE) - out
            told += notify(leads, NoticeKind.DUTY_MISSING, event=event, leads_to="datasharing:duty", due_at=at, on=at)
    return told


@transaction.atomic
def answer_duty_question(
    actor: Actor, question: int, *, seals: Collection[int] = (), on: datetime | None = None
) -> datetime | None:
    """Open these seals (restrictions, by number) to whoever asked, for twelve hours, or none; returns when that ends.

    NotFound for whoever is not the duty custodian there at that moment. Whoever asked hears that there is an answer,
    and the same words where nothing was opened whether or not anything could be.
    """
    at = on or timezone.now()
    held = DutyQuestion.objects.select_for_update(of=("self",)).select_related("file__place")
    asked = held.filter(pk=question).first()
    if asked is None or not answers_for(actor, asked.file_id, asked.file.place.path, at):
        raise NotFound
    if Post.objects.filter(pk=asked.asked_by_id, practitioner=actor.practitioner).exists():
        raise NotAllowed(_("You asked this yourself. Somebody else answers it: have another custodian put on duty."))
    if asked.answered_at is not None:
        raise Refused(_("This was answered already."))
    offered = {one.id for one in seals_behind(actor, asked, at) if one.may_open}
    if not set(seals) <= offered:
        raise Invalid(_("Choose among the seals on this page."), field="seals")
    until = None
    for seal in Restriction.objects.select_for_update().filter(pk__in=set(seals)).order_by("pk"):
        until = let_in(actor, seal, asked.asked_by_id, at)
    asked.answered_by_id, asked.answered_at, asked.opened_until = actor.post, at, until
    asked.save(update_fields=["answered_by", "answered_at", "opened_until"])
    settle_notices(NoticeKind.DUTY_ASKED, event=f"duty_question:{asked.pk}", on=at)
    journal.record(
        actor, Event.DUTY_ANSWERED, families=[asked.file_id], detail={"question": asked.pk, "opened": len(set(seals))},
        on=at,
    )  # fmt: skip
    notify(
        [asked.asked_by_id],
        NoticeKind.DUTY_ANSWERED,
        event=f"duty_question:{asked.pk}",
        leads_to="cases:ask_duty",
        reference=asked.file.reference,
        family=asked.file_id,
        on=at,
    )
    return until
