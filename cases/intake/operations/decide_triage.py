"""Triage: what is to be done about a referral, at what level of need, how much, and why. Appended, never edited."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify, settle_notices
from agencies.refusals import Invalid, NotAllowed, Refused
from agencies.vocabulary import NoticeKind
from cases.intake.models import AgendaItem, InformationRequest, Referral, StepUp, TriageDecision
from cases.intake.operations.check_quorum import check_quorum
from cases.intake.operations.referral_clock import set_referral_clock
from cases.intake.operations.take_referral import must_be_matched, take_referral
from cases.intake.selectors.seats import PANEL_ROLES
from cases.models import Case
from cases.operations.live_case import needed_words, optional_words
from cases.operations.open_case import LEVELS, open_case
from cases.urgency import waiting_due
from cases.vocabulary import CaseState, Decision, Event, Intensity, ReferralState, Urgency
from datasharing import grants
from datasharing.door import OpenFile
from datasharing.vocabulary import Reach

WITHOUT_PANEL = frozenset({Decision.JOIN_CASE, Decision.SIGNPOST, Decision.NO_ACTION, Decision.STEP_UP})


@dataclass(frozen=True)
class Decided:
    """What a decision left behind: the family's file, and the case that was opened or joined, if any."""

    file: str
    case: int | None


@transaction.atomic
def decide_triage(
    actor: Actor,
    reference: str,
    *,
    decision: str,
    reasons: str,
    level_of_need: int | None = None,
    intensity: str = "",
    conditions: str = "",
    dissent: str = "",
    signposted_to: str = "",
    locality: str = "",
    present: Collection[int] = (),
    on: datetime | None = None,
) -> Decided:
    """Decide on a referral: one on an agenda by its panel; without a panel the front door may advise, signpost, join
    the family to its live case, note a step up that was made, or take no further action.

    `present` are the members of the panel who take part beside the actor; without its quorum the panel decides nothing.
    """
    moment = on or timezone.now()
    file, referral = take_referral(
        actor, reference, kinds={Reach.PANEL, Reach.REFERRAL}, words=_("Only the panel or the front door decides.")
    )
    must_be_matched(referral)
    why = needed_words(reasons, _("the reasons"), "reasons")
    given = {
        "conditions": optional_words(conditions, _("the conditions"), "conditions"),
        "dissent": optional_words(dissent, _("who disagreed and why"), "dissent"),
        "signposted_to": optional_words(signposted_to, _("the service"), "signposted_to")[:200],
    }
    _check_decision(file, decision, level_of_need, intensity, given["signposted_to"])
    item = AgendaItem.objects.filter(referral=referral, closed_at__isnull=True).first()
    _check_who(actor, item, decision, intensity)
    taking_part = check_quorum(actor, item, present, moment) if item else set()
    opens = decision == Decision.OPEN_CASE
    row = TriageDecision.objects.create(
        referral=referral,
        decision=decision,
        level_of_need=level_of_need,
        intensity=intensity if opens else "",
        reasons=why,
        decided_by_id=actor.post,
        decided_at=moment,
        **given,
    )
    row.present.set(taking_part)
    referral.state = ReferralState.TRIAGED
    referral.save(update_fields=["state"])
    case = _case(actor, file, referral, row, locality, moment)
    _end_reach(actor, file, referral, item, opens, moment)
    if item:
        StepUp.objects.filter(file_id=file.id, noted_at__isnull=True).update(noted_at=moment)
    journal.record(
        actor,
        Event.TRIAGE_DECIDED,
        families=[file.id],
        detail={
            "referral": referral.reference,
            "decision": str(decision),
            "level_of_need": level_of_need,
            "intensity": row.intensity,
            "by_panel": item is not None,
            "present": sorted(taking_part),
        },
        on=moment,
    )
    if referral.sent_by_id and referral.sent_by_id != actor.post:
        notify(
            [referral.sent_by_id],
            NoticeKind.REFERRAL_DECIDED,
            event=f"referral:{referral.pk}",
            leads_to="cases:sent",
            reference=referral.reference,
            on=moment,
        )
    return Decided(file.reference, case)


def _check_decision(
    file: OpenFile, decision: str, level_of_need: int | None, intensity: str, signposted_to: str
) -> None:
    if decision not in Decision.values:
        raise Invalid(_("Choose what is to be done."), "decision")
    if level_of_need is not None and level_of_need not in LEVELS:
        raise Invalid(_("Choose a level of need from 1 to 4."), "level_of_need")
    live = Case.objects.filter(family_id=file.id).exclude(state=CaseState.CLOSED).exists()
    if decision == Decision.OPEN_CASE:
        if live:
            raise Refused(_("This family has a live case. Choose to join it."), "decision")
        if level_of_need is None:
            raise Invalid(_("Choose a level of need from 1 to 4."), "level_of_need")
        if intensity not in Intensity.values:
            raise Invalid(_("Choose how much help: intensive, outreach or advice."), "intensity")
    if decision == Decision.JOIN_CASE and not live:
        raise Refused(_("This family has no live case to join. Choose to open one."), "decision")
    if decision == Decision.SIGNPOST and not signposted_to:
        raise Invalid(_("Name the service to which the family is signposted."), "signposted_to")
    if decision == Decision.STEP_UP and not StepUp.objects.filter(file_id=file.id).exists():
        raise Refused(_("Step up to protection first: ring, and record the call. Then decide."), "decision")


def _check_who(actor: Actor, item: AgendaItem | None, decision: str, intensity: str) -> None:
    """A referral on an agenda is the panel's to decide; one that is not, the front door's, within bounds."""
    if item is not None:
        if actor.role not in PANEL_ROLES:
            raise NotAllowed(_("This referral is on the panel's agenda: the panel decides on it."))
        return
    if actor.role in PANEL_ROLES:
        raise Refused(_("This referral is not on the panel's agenda."))
    if decision not in WITHOUT_PANEL and intensity != Intensity.ADVICE:
        raise Refused(
            _(
                "Intensive help and outreach are decided by the panel: put the referral on its agenda. Without the "
                "panel you can give advice, signpost, join a live case or take no further action."
            ),
            "decision",
        )


def _case(
    actor: Actor, file: OpenFile, referral: Referral, row: TriageDecision, locality: str, moment: datetime
) -> int | None:
    if row.decision == Decision.OPEN_CASE and row.level_of_need:
        return open_case(
            actor,
            file.id,
            level_of_need=row.level_of_need,
            intensity=row.intensity,
            reasons=row.reasons,
            referral=referral.pk,
            locality=locality,
            urgency=referral.urgency,
            on=moment,
        )
    if row.decision == Decision.JOIN_CASE:
        return Case.objects.exclude(state=CaseState.CLOSED).values_list("pk", flat=True).get(family_id=file.id)
    return None


def _end_reach(
    actor: Actor, file: OpenFile, referral: Referral, item: AgendaItem | None, opens: bool, moment: datetime
) -> None:
    """The front door's and the partners' reach ends with the decision; the panel's stays until it has allocated."""
    for request in InformationRequest.objects.filter(referral=referral):
        grants.end_grant(actor, request.grant_id)
        settle_notices(NoticeKind.INFORMATION_ASKED, event=f"request:{request.pk}", on=moment)
    if item:
        item.closed_at = moment
        item.save(update_fields=["closed_at"])
        if opens:
            due = waiting_due(moment, Urgency(referral.urgency))
            grants.set_due(actor, file.id, kinds={Reach.PANEL}, due_at=due.at, due_for=str(due.reason))
        else:
            grants.end_grant(actor, item.grant_id)
    set_referral_clock(actor, file.id)
