"""Ask partners: each once, about the people ticked, with one question, by the clock of the referral's urgency."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify, posts_on
from agencies.refusals import Invalid, Refused
from agencies.vocabulary import NoticeKind
from cases import clocks
from cases.intake.due import ANSWER, due_code, is_more_urgent
from cases.intake.models import InformationRequest, Referral, ReferredPerson
from cases.intake.operations.record_basis import NOBODY
from cases.intake.operations.referral_clock import set_referral_clock
from cases.intake.operations.take_referral import must_be_matched, take_referral
from cases.intake.selectors.teams import Askable, askable_agencies
from cases.intake.supplies import supplied_by
from cases.operations.live_case import needed_words
from cases.vocabulary import Event, SaidConsent, Urgency
from datasharing import grants
from datasharing.vocabulary import HOLDERS, Reach


@transaction.atomic
def request_information(
    actor: Actor,
    reference: str,
    *,
    agencies: Collection[str],
    about: Collection[int],
    question: str,
    urgency: str = "",
    on: datetime | None = None,
) -> list[int]:
    """Ask these agencies (references) about the people at these positions. Returns the requests.

    `urgency` may raise the referral's own. All are asked, or none.
    """
    moment = on or timezone.now()
    file, referral = take_referral(actor, reference)
    must_be_matched(referral)
    _must_have_basis(referral)
    words = needed_words(question, _("the question"), "question")
    people = _people(referral, about)
    wanted = _agencies(file.place, agencies)
    _refuse_asked(referral, wanted)
    if urgency:
        _raise_urgency(actor, referral, urgency)
    due_at = clocks.information_due(moment, referral.urgency)
    subjects = [person.person_id for person in people if person.person_id]
    requests = []
    for agency in wanted:
        grant = grants.give_grant(
            actor,
            file.id,
            Reach.ASKED,
            team=agency.desk,
            due_at=due_at,
            due_for=due_code(referral.urgency, ANSWER),
            asked_about=subjects,
        )
        request = InformationRequest.objects.create(
            referral=referral,
            agency_id=agency.id,
            grant=grant,
            question=words,
            asked_by_id=actor.post,
            asked_at=moment,
            due_at=due_at,
        )
        request.about.set(people)
        notify(
            posts_on([agency.desk], roles=HOLDERS[Reach.ASKED], on=moment),
            NoticeKind.INFORMATION_ASKED,
            event=f"request:{request.pk}",
            leads_to="cases:asked_request",
            reference=str(request.pk),
            family=file.id,
            due_at=due_at,
            on=moment,
        )
        requests.append(request.pk)
    journal.record(
        actor,
        Event.INFORMATION_REQUESTED,
        families=[file.id],
        subjects=subjects,
        detail={
            "referral": referral.reference,
            "agencies": [agency.reference for agency in wanted],
            "basis": referral.asking_basis,
        },
        on=moment,
    )
    return requests


def _must_have_basis(referral: Referral) -> None:
    if referral.asking_basis:
        return
    if referral.said_consent == SaidConsent.REFUSED:
        raise Refused(str(NOBODY))
    raise Refused(_("Record first whether the family agreed, or why it was not asked. Then partners can be asked."))


def _people(referral: Referral, about: Collection[int]) -> list[ReferredPerson]:
    people = list(ReferredPerson.objects.filter(referral=referral, position__in=about).order_by("position"))
    if not people:
        raise Invalid(_("Tick at least one person to ask about."), "about")
    if len(people) != len(set(about)):
        raise Invalid(_("Choose people of this referral."), "about")
    return people


def _agencies(place: str, references: Collection[str]) -> list[Askable]:
    if not references:
        raise Invalid(_("Tick at least one partner to ask."), "agencies")
    known = {agency.reference: agency for agency in askable_agencies(place) if supplied_by(agency.kind)}
    strange = sorted(set(references) - set(known))
    if strange:
        raise Invalid(
            _("%(strange)s is not a partner that can be asked where this family lives.") % {"strange": strange[0]},
            "agencies",
        )
    return [known[reference] for reference in dict.fromkeys(references)]


def _refuse_asked(referral: Referral, wanted: Collection[Askable]) -> None:
    """A partner is asked once at a time."""
    open_now = set(
        InformationRequest.objects.filter(referral=referral, answered_at__isnull=True).values_list(
            "agency_id", flat=True
        )
    )
    already = [agency.name for agency in wanted if agency.id in open_now]
    if already:
        raise Refused(
            _("%(already)s: asked already, and the answer has not come yet.") % {"already": _(" and ").join(already)},
            "agencies",
        )


def _raise_urgency(actor: Actor, referral: Referral, urgency: str) -> None:
    if urgency not in Urgency.values:
        raise Invalid(_("Choose red, amber or green."), "urgency")
    if urgency == referral.urgency:
        return
    if not is_more_urgent(urgency, referral.urgency):
        raise Refused(_("The urgency of a referral can be raised, not lowered."), "urgency")
    raise_urgency(actor, referral, urgency)


def raise_urgency(actor: Actor, referral: Referral, urgency: str) -> None:
    """Make a referral more urgent; its clock and its grants follow, red ones to the emergency duty team too."""
    referral.urgency = urgency
    if urgency == Urgency.RED:
        referral.due_at = min(referral.due_at, clocks.contact_decision_due(timezone.now(), urgency))
    referral.save(update_fields=["urgency", "due_at"])
    set_referral_clock(actor, referral.file_id)
