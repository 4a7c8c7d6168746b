"""A partner answers: one box for each category that its kind of agency supplies, sealed from the other partners."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import settle_notices
from agencies.refusals import Invalid, NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.intake.models import AnswerPart, InformationRequest, Referral
from cases.intake.operations.request_information import raise_urgency
from cases.intake.selectors.references import NO_FILE
from cases.intake.supplies import supplied_by
from cases.operations.live_case import optional_words
from cases.vocabulary import Event, ReferralState, Urgency
from datasharing import door, grants
from datasharing.vocabulary import Category, Reach


@transaction.atomic
def give_information(
    actor: Actor,
    request_id: int,
    *,
    parts: Mapping[str, str],
    nothing_known: bool = False,
    act_now: bool = False,
    on: datetime | None = None,
) -> int:
    """Answer a request for the agency that was asked. `parts` maps categories to words; empty ones are left out.

    `act_now` turns the referral red at once. Returns the request. Refused once it is answered, or its time is over
    because the referral was decided.
    """
    moment = on or timezone.now()
    request = _take_request(actor, request_id)
    told = _parts(actor, parts)
    if nothing_known and told:
        raise Invalid(_("You ticked that nothing is known, and wrote something. Keep one of the two."), "nothing_known")
    if not nothing_known and not told:
        raise Invalid(_("Write in at least one box, or tick that nothing is known."), "nothing_known")
    if nothing_known and act_now:
        raise Invalid(_("Say what has to be acted on now."), "act_now")
    request.answered_by_id, request.answered_at = actor.post, moment
    request.act_now, request.nothing_known = act_now, nothing_known
    request.save(update_fields=["answered_by", "answered_at", "act_now", "nothing_known"])
    subjects = [person for person in request.about.values_list("person_id", flat=True) if person]
    for category, words in told.items():
        AnswerPart.objects.create(request=request, category=category, words=words).about.set(subjects)  # type: ignore[arg-type]
    grants.end_grant(actor, request.grant_id)
    settle_notices(NoticeKind.INFORMATION_ASKED, event=f"request:{request.pk}", on=moment)
    referral = request.referral
    if act_now and referral.urgency != Urgency.RED:
        raise_urgency(actor, referral, Urgency.RED)
    journal.record(
        actor,
        Event.INFORMATION_GIVEN,
        families=[referral.file_id],
        subjects=subjects,
        detail={
            "referral": referral.reference,
            "categories": sorted(map(str, told)),
            "nothing_known": nothing_known,
            "act_now": act_now,
        },
        on=moment,
    )
    return request.pk


def _take_request(actor: Actor, request_id: int) -> InformationRequest:
    """The request to this actor's agency, locked with its file. NotFound for everybody else's."""
    held = InformationRequest.objects.filter(pk=request_id, agency_id=actor.agency).values_list(
        "referral__file__reference", "answered_by_id", "referral__state"
    )
    reference, answered_by, state = held.first() or (NO_FILE, None, "")
    if answered_by == actor.post:
        raise Refused(_("You have answered this request already. To add to it, ring the front door."))
    if state == ReferralState.TRIAGED:
        raise Refused(_("This referral has been decided, and the request with it. Nothing more is needed."))
    file = door.take(actor, reference, kinds={Reach.ASKED}, words=_("This was asked of another agency."))
    request = InformationRequest.objects.select_for_update().filter(pk=request_id, agency_id=actor.agency).first()
    if request is None:
        raise NotFound(str(request_id))
    if request.answered_at:
        raise Refused(_("Your agency has answered this request already. To add to it, ring the front door."))
    request.referral = Referral.objects.select_for_update().get(pk=request.referral_id, file_id=file.id)
    return request


def _parts(actor: Actor, parts: Mapping[str, str]) -> dict[Category, str]:
    allowed = supplied_by(actor.kind)
    told: dict[Category, str] = {}
    for name, words in parts.items():
        if name not in allowed:
            raise Invalid(
                _("%(agency_name)s does not answer about %(name)s.") % {"agency_name": actor.agency_name, "name": name},
                f"part_{name}",
            )
        kept = optional_words(words, _("this answer"), f"part_{name}")
        if kept:
            told[Category(name)] = kept
    return told
