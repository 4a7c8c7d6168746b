"""Where a member of the family lives now, as somebody told the worker; what was said before stays, with its day."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound
from cases.models import Whereabouts
from cases.operations.live_case import may_know, moment, needed_words, optional_words
from cases.permits import PERMITS, Step
from cases.vocabulary import Event
from datasharing import door

LONGEST = {"address": 300, "postcode": 10, "telephone": 40}


@transaction.atomic
def record_whereabouts(
    actor: Actor,
    family_reference: str,
    subject: UUID,
    *,
    address: str,
    postcode: str = "",
    telephone: str = "",
    on: datetime | None = None,
) -> int:
    """Record where somebody lives from today on; returns the record.

    NotFound for whoever is not in the family, or not the actor's to know of.
    """
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.ADD_MEMBER].reaches,
        words=_("Only the key worker, the team manager or a social worker records where somebody lives."),
    )
    if not may_know(file, subject):
        raise NotFound(family_reference)
    at = moment(on)
    told = {
        "address": needed_words(address, _("the address"), "address"),
        "postcode": optional_words(postcode, _("the postcode"), "postcode").upper(),
        "telephone": optional_words(telephone, _("the telephone number"), "telephone"),
    }
    for field, words in told.items():
        if len(words) > LONGEST[field]:
            raise Invalid(
                _("Shorten it: at most %(longest)s letters can be kept.") % {"longest": LONGEST[field]}, field
            )
    made = Whereabouts.objects.create(
        person_id=subject, supplier_id=actor.agency, seen_on=timezone.localdate(at), **told
    )
    journal.record(actor, Event.WHEREABOUTS_RECORDED, families=[file.id], subjects=[subject], on=at)
    return made.pk
