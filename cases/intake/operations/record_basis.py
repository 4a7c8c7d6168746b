"""Before any partner is asked: did the family agree, and if it was not asked, why not."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, Refused
from cases.intake.operations.take_referral import must_be_matched, take_referral
from cases.operations.live_case import optional_words
from cases.vocabulary import AskingBasis, Event, SaidConsent

NOT_ASKED = frozenset({AskingBasis.UNSAFE, AskingBasis.PREJUDICE, AskingBasis.UNREACHABLE})
NOBODY = gettext_lazy(
    "The family said no, and significant harm is not suspected: nobody may be asked about them. Offer help again, "
    "signpost them to another service, or close the referral."
)


@transaction.atomic
def record_basis(actor: Actor, reference: str, *, basis: str, reason: str = "", manager: str = "") -> str:
    """Record on what basis partners may be asked. Everything but agreement needs a reason and the manager told.

    Returns the basis. Refused where the family said no and nothing overrides it.
    """
    file, referral = take_referral(actor, reference)
    must_be_matched(referral)
    if basis not in AskingBasis.values:
        raise Invalid(_("Say on what basis partners may be asked."), "basis")
    why = optional_words(reason, _("the reason"), "reason")
    who = optional_words(manager, _("the manager's name"), "manager")[:120]
    if basis in NOT_ASKED and referral.said_consent == SaidConsent.REFUSED:
        raise Refused(str(NOBODY), "basis")
    if basis == AskingBasis.SIGNIFICANT_HARM and referral.said_consent != SaidConsent.REFUSED:
        raise Refused(
            _(
                "The family has not said no. Ask them, or record why they cannot be asked. If a child is at risk, "
                "step up to protection first."
            ),
            "basis",
        )
    if basis == AskingBasis.AGREED and referral.said_consent != SaidConsent.GIVEN and not why:
        raise Invalid(_("Say who in the family agreed, and when: the referral does not say that they did."), "reason")
    if basis != AskingBasis.AGREED and not why:
        raise Invalid(_("Give the reason. It is kept with the referral."), "reason")
    if basis != AskingBasis.AGREED and not who:
        raise Invalid(_("Name the manager who was told."), "manager")
    referral.asking_basis, referral.asking_reason, referral.asking_manager = basis, why, who
    referral.basis_by_id = actor.post
    referral.save(update_fields=["asking_basis", "asking_reason", "asking_manager", "basis_by"])
    journal.record(
        actor, Event.BASIS_RECORDED, families=[file.id], detail={"referral": referral.reference, "basis": str(basis)}
    )
    return str(basis)
