"""Offer help: a screener or duty manager decides, with a reason, to offer one suggested household help."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound, Refused
from cases.operations.live_case import needed_words
from datasharing.keys.ring import make_keys
from datasharing.vocabulary import KeyKind
from outcomes.models import HelpOffer, Suggestion
from outcomes.selectors.identifying import kept_out_of, receiving
from outcomes.vocabulary import Event

LEAST_REASON = 20
"""Characters: fewer say nothing that somebody could be held to."""


@transaction.atomic
def offer_help(actor: Actor, reference: str, *, reason: str, on: datetime | None = None) -> str:
    """Record the decision; only then does the evidence for this household open. Returns the reference.

    Raises NotFound for a reference that is not on this front door's list. Deciding twice is refused.
    """
    door = receiving(actor, timezone.localdate()).door
    found = (
        Suggestion.objects.select_for_update(of=("self",))
        .filter(reference=reference, run__place=door.place_id, run__agency=actor.agency)
        .first()
    )
    if found is None or found.household_id in kept_out_of(actor):
        raise NotFound
    if found.offer_id is not None:
        raise Refused(_("Help is to be offered to this household already. Read what was decided."))
    if found.household_id is None:
        raise Refused(_("Who lives together was settled anew since this list was made. Identify households again."))
    words = needed_words(reason, _("why this household should be offered help"), "reason")
    if len(words) < LEAST_REASON:
        raise Invalid(
            _("Say in at least %(least)s characters why help should be offered.") % {"least": LEAST_REASON},
            field="reason",
        )
    offer = HelpOffer(
        household_id=found.household_id,
        place_id=door.place_id,
        reference=found.reference,
        reason=words,
        decided_at=on or timezone.now(),
        decided_by_id=actor.post,
    )
    make_keys(KeyKind.OFFER, [offer.seal])
    offer.save()
    found.offer = offer
    found.save(update_fields=["offer"])
    journal.record(actor, Event.HELP_OFFERED, detail={"suggestion": found.reference, "offer": offer.pk})
    return found.reference
