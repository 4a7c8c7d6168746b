"""A panel member keeps out: from the next request the family is closed to them, pack included."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from cases.intake.models import Conflict
from cases.intake.operations.take_referral import must_be_open, take_referral
from cases.vocabulary import Event
from datasharing import grants
from datasharing.vocabulary import Reach


@transaction.atomic
def declare_conflict(actor: Actor, reference: str) -> int:
    """Keep out of one referral for a conflict of interest. Only somebody else can let the member in again."""
    file, referral = take_referral(
        actor,
        reference,
        kinds={Reach.PANEL, Reach.REFERRAL},
        words=_("Only a member of the panel or of the front door keeps out of a referral."),
    )
    must_be_open(referral)
    grant = grants.give_grant(actor, file.id, Reach.EXCLUDED, post=actor.post)
    conflict = Conflict.objects.create(referral=referral, post_id=actor.post, grant=grant, declared_at=timezone.now())
    journal.record(
        actor, Event.CONFLICT_DECLARED, families=[file.id], detail={"referral": referral.reference, "post": actor.post}
    )
    return conflict.pk
