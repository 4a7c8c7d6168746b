"""Step up to protection: anyone, alone, from any step, before anything else. The panel notes it afterwards."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify, posts_on
from agencies.refusals import Invalid, NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases import clocks
from cases.intake.due import PROTECTION, due_code
from cases.intake.models import Referral, StepUp
from cases.intake.operations.referral_clock import protection_teams
from cases.operations.live_case import needed_words, optional_words
from cases.vocabulary import Event, ReferralState, Urgency
from datasharing import door, grants
from datasharing.models import FamilyFile
from datasharing.vocabulary import HOLDERS, Reach

LONGEST_AGO = timedelta(days=2)


@transaction.atomic
def step_up(
    actor: Actor,
    reference: str,
    *,
    called_at: datetime,
    spoken_to: str,
    reason: str,
    strategy: str = "",
    on: datetime | None = None,
) -> int:
    """Record the call to protection about the family of this file, or of a referral that the actor has sent.

    The red clock of the strategy discussion starts with the call. The protection team, the emergency duty team and
    the front door's duty manager have the family from this moment. Returns the step up.
    """
    moment = on or timezone.now()
    file_id, referral = _take(actor, reference)
    if called_at > moment + timedelta(minutes=1):
        raise Invalid(_("The call cannot lie in the future. Ring first, then record it."), "called_at")
    if called_at < moment - LONGEST_AGO:
        raise Invalid(_("The call was more than two days ago. Ring again now, and record that call."), "called_at")
    who = needed_words(spoken_to, _("whom you spoke to"), "spoken_to")[:120]
    why = needed_words(reason, _("why this is about protection"), "reason")
    place = FamilyFile.objects.values_list("place__path", flat=True).get(pk=file_id)
    teams = protection_teams(place)
    if not teams:
        raise Refused(_("No protection team works where this family lives. Ring 999, or the council."))
    due_at = clocks.strategy_discussion_due(called_at)
    given = [
        grants.give_grant(
            actor, file_id, Reach.PROTECTION, team=team, due_at=due_at, due_for=due_code(Urgency.RED, PROTECTION)
        )
        for team in teams
    ]
    made = StepUp.objects.create(
        file_id=file_id,
        referral=referral,
        grant=given[0],
        called_at=called_at,
        spoken_to=who,
        reason=why,
        strategy=optional_words(strategy, _("the strategy discussion"), "strategy"),
        strategy_due_at=due_at,
        recorded_by_id=actor.post,
        recorded_at=moment,
    )
    journal.record(
        actor,
        Event.STEPPED_UP,
        families=[file_id],
        detail={"step_up": made.pk, "referral": referral.reference if referral else "", "teams": teams},
        on=moment,
    )
    notify(
        posts_on(teams, roles=HOLDERS[Reach.PROTECTION], on=moment) - {actor.post},
        NoticeKind.STEPPED_UP,
        event=f"step_up:{made.pk}",
        leads_to="cases:step_up",
        reference=FamilyFile.objects.values_list("reference", flat=True).get(pk=file_id),
        family=file_id,
        due_at=due_at,
        on=moment,
    )
    return made.pk


def _take(actor: Actor, reference: str) -> tuple[UUID, Referral | None]:
    """The file, locked: by any reach, or for whoever sent a referral that is not yet decided."""
    sent = (
        Referral.objects.filter(reference=reference, sent_by_id=actor.post)
        .exclude(state=ReferralState.TRIAGED)
        .select_related(None)
        .first()
    )
    if sent:
        FamilyFile.objects.select_for_update().get(pk=sent.file_id)
        return sent.file_id, sent
    try:
        file = door.take_any(actor, reference)
    except NotFound:
        of = Referral.objects.filter(reference=reference).values_list("file__reference", flat=True).first()
        if of is None:
            raise
        file = door.take_any(actor, of)
    waiting = Referral.objects.filter(file_id=file.id).exclude(state=ReferralState.TRIAGED).order_by("due_at").first()
    return file.id, waiting
