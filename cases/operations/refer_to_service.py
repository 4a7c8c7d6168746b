"""Refer a family member to a service of the directory, with their yes; and record what comes of it, step by step."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.once import refused_if_there
from agencies.refusals import Invalid, NotFound, Refused
from cases.models import DirectoryEntry, ServiceNews, ServiceReferral
from cases.operations.live_case import live_case, moment, optional_words, people_of
from cases.operations.record_need import USUAL_CATEGORY
from cases.permits import PERMITS, Step
from cases.vocabulary import HELP_GOES_ON, Event, HelpResult, HelpState, Need
from datasharing import door
from datasharing.vocabulary import Category

PERMIT = PERMITS[Step.REFER_TO_SERVICE]
NOT_YOURS = gettext_lazy("Only the key worker and the team around the family refer to services.")


@transaction.atomic
def refer_to_service(
    actor: Actor,
    family_reference: str,
    *,
    entry: int,
    need: str,
    agreed: bool,
    about: UUID | None = None,
    words: str = "",
    submission: UUID | None = None,
    on: datetime | None = None,
) -> int:
    """Refer somebody (or, without `about`, the whole family) to a service. Returns the referral.

    Sent twice by the same form it is recorded once. Refused without their yes, and while they are with it already.
    """
    file = door.take(actor, family_reference, kinds=PERMIT.reaches, words=str(NOT_YOURS))
    case = live_case(file, *PERMIT.states)
    at = moment(on)
    before = ServiceReferral.objects.filter(submission=submission, case=case).first() if submission else None
    if before is not None:
        return before.pk
    service = DirectoryEntry.objects.filter(pk=entry, gone_at__isnull=True).select_related("feed__place").first()
    if service is None:
        raise Invalid(_("Choose a service of the directory."), "entry")
    if not service.is_running:
        raise Refused(_("The directory says that this service has closed. Choose another."), "entry")
    if need not in Need.values:
        raise Invalid(_("Choose what need it is for."), "need")
    if not agreed:
        raise Invalid(_("Ask them first. Nobody is referred to a service without their yes."), "agreed")
    people = people_of(file, [about] if about else [], field="about")
    with refused_if_there(_("They are with this service already. Record what became of that."), "entry"):
        made = ServiceReferral.objects.create(
            case=case,
            entry=service,
            about_id=people[0] if people else None,
            need=need,
            category=USUAL_CATEGORY.get(Need(need), Category.NEEDS),
            words=optional_words(words, _("why, and what is hoped for"), "words"),
            agreed_on=timezone.localdate(at),
            supplier_id=actor.agency,
            referred_by_id=actor.post,
            referred_at=at,
            submission=submission,
        )
    journal.record(
        actor,
        Event.SERVICE_REFERRED,
        families=[file.id],
        subjects=people,
        detail={"referral": made.pk, "service": service.pk, "category": str(made.category)},
        on=at,
    )
    return made.pk


@transaction.atomic
def record_service_news(
    actor: Actor,
    family_reference: str,
    referral: int,
    *,
    state: str,
    happened_on: date,
    words: str = "",
    result: str = "",
    on: datetime | None = None,
) -> int:
    """Record that a service took somebody on, or not; that they came; or that it ended, and what came of it.

    It goes forward only. Returns the row of news.
    """
    file = door.take(actor, family_reference, kinds=PERMIT.reaches, words=str(NOT_YOURS))
    live_case(file, *PERMIT.states)
    held = ServiceReferral.objects.select_for_update().filter(pk=referral, case__family_id=file.id).first()
    if held is None:
        raise NotFound(str(referral))
    at = moment(on)
    if state not in HELP_GOES_ON[held.state]:
        if not HELP_GOES_ON[held.state]:
            raise Refused(_("This referral has ended. Refer again if they want to go back."), "state")
        raise Invalid(_("Choose what became of it."), "state")
    if (state == HelpState.ENDED) != bool(result) or (result and result not in HelpResult.values):
        raise Invalid(_("Say what came of it, when it has ended and only then."), "result")
    if not timezone.localdate(held.referred_at) <= happened_on <= timezone.localdate(at):
        raise Invalid(_("The day lies between the referral and today."), "happened_on")
    held.state, held.result = state, result
    held.ended_on = happened_on if not HELP_GOES_ON[state] else None
    held.save(update_fields=["state", "result", "ended_on"])
    news = ServiceNews.objects.create(
        referral=held,
        state=state,
        words=optional_words(words, _("what became of it"), "words"),
        happened_on=happened_on,
        recorded_by_id=actor.post,
        recorded_at=at,
    )
    journal.record(
        actor,
        Event.SERVICE_NEWS_RECORDED,
        families=[file.id],
        subjects=[held.about_id] if held.about_id else [],
        detail={"referral": held.pk, "state": str(state), "category": str(held.category)},
        on=at,
    )
    return news.pk
