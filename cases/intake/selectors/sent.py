"""What somebody who sent a referral may know of it: that it is here, and in the end what became of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import NotFound
from agencies.vocabulary import EntryKind
from cases.intake.codes import STATUS, hashed
from cases.intake.models import Referral, TriageDecision
from cases.vocabulary import Decision, ReferralState
from datasharing.vocabulary import Event

LOOKING = _("We have your referral. Somebody at the front door is looking at it.")
HELP = _("We have looked at it. Help is being offered to the family, and a worker will be in touch with them.")
OTHERWISE = _("We have looked at it. We will be in touch with the family about where they can get help.")
NOTHING = _(
    "We have looked at it and will not be taking it further now. If you are still worried, ring or refer again."
)

OUTCOMES: dict[str, str] = {
    Decision.OPEN_CASE: HELP,
    Decision.JOIN_CASE: HELP,
    Decision.STEP_UP: HELP,
    Decision.SIGNPOST: OTHERWISE,
    Decision.NO_ACTION: NOTHING,
}
"""One wording for every kind of help: whether the family was known, or protection was called, is not the sender's."""


@dataclass(frozen=True)
class SentSheet:
    """A sender's referral. `status` is received or decided; `words` are safe to pass on."""

    reference: str
    sender_reference: str
    received_at: datetime
    status: str
    words: str
    decided_at: datetime | None


def sent_sheet(actor: Actor, reference: str) -> SentSheet:
    """The status of a referral that this actor sent in this post. NotFound for everybody else."""
    referral = Referral.objects.filter(reference=reference, sent_by_id=actor.post).first()
    if referral is None:
        raise NotFound(reference)
    return _sheet(actor, referral, "sender")


def asked_sheet_of_family(reference: str, code: str) -> SentSheet | None:
    """What became of a family's own referral, for whoever has its code. None for any other pair, all alike."""
    kept = hashed(STATUS, code)
    found = Referral.objects.filter(
        reference=reference.strip().upper()[:12], family_code=kept or "none", sender__isnull=True
    )
    referral = found.first()
    return _sheet(None, referral, "family") if referral else None


def _sheet(actor: Actor | None, referral: Referral, reader: str) -> SentSheet:
    decided = (
        TriageDecision.objects.filter(referral=referral).order_by("-decided_at", "-pk").first()
        if referral.state == ReferralState.TRIAGED
        else None
    )
    journal.record(
        actor,
        Event.RECORD_SEEN,
        families=[referral.file_id],
        detail={"referral": referral.reference, "as": reader},
        kind=EntryKind.LOOK,
    )
    return SentSheet(
        reference=referral.reference,
        sender_reference=referral.sender_reference,
        received_at=referral.received_at,
        status="decided" if decided else "received",
        words=gettext(OUTCOMES[Decision(decided.decision)] if decided else LOOKING),
        decided_at=decided.decided_at if decided else None,
    )
