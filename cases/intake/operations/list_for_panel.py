"""Put a referral on the panel's agenda."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Refused
from agencies.vocabulary import TeamKind
from cases.intake.due import due_code
from cases.intake.models import AgendaItem
from cases.intake.operations.take_referral import must_be_matched, take_referral
from cases.intake.selectors.teams import nearest_team
from cases.vocabulary import Event
from datasharing import grants
from datasharing.vocabulary import Reach


@transaction.atomic
def list_for_panel(actor: Actor, reference: str, *, on: datetime | None = None) -> str:
    """List a referral with the panel of the family's place. Returns the panel's name."""
    moment = on or timezone.now()
    file, referral = take_referral(actor, reference)
    must_be_matched(referral)
    if AgendaItem.objects.filter(referral=referral, closed_at__isnull=True).exists():
        raise Refused(_("This referral is on the panel's agenda already."))
    panel = nearest_team(TeamKind.PANEL, file.place)
    if panel is None:
        raise Refused(_("There is no panel where this family lives. Ask the administrator to make one."))
    grant = grants.give_grant(
        actor,
        file.id,
        Reach.PANEL,
        team=panel.id,
        due_at=referral.due_at,
        due_for=due_code(referral.urgency, referral.state),
    )
    AgendaItem.objects.create(
        referral=referral, panel_id=panel.id, grant=grant, listed_by_id=actor.post, listed_at=moment
    )
    journal.record(
        actor,
        Event.PANEL_LISTED,
        families=[file.id],
        detail={"referral": referral.reference, "panel": panel.reference},
        on=moment,
    )
    return panel.name
