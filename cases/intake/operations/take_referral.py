"""What every step on a referral begins with: the file locked through the door, then the referral, at its step."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.refusals import NotFound, Refused
from agencies.turns import in_turn
from cases.intake.models import Referral
from cases.intake.selectors.references import file_reference_of
from cases.vocabulary import ReferralState
from datasharing import door
from datasharing.door import OpenFile
from datasharing.vocabulary import Reach

FRONT_DOOR: frozenset[Reach] = frozenset({Reach.REFERRAL})
NOT_FRONT_DOOR = gettext_lazy("Only the front door can take this step. Ask the duty manager.")


def take_referral(
    actor: Actor, reference: str, *, kinds: Collection[Reach] = FRONT_DOOR, words: str = ""
) -> tuple[OpenFile, Referral]:
    """Lock a referral and its file to take a step. NotFound for whoever has no reach on it."""
    file = door.take(actor, file_reference_of(reference), kinds=kinds, words=words or str(NOT_FRONT_DOOR))
    referral = Referral.objects.select_for_update().filter(reference=reference, file_id=file.id).first()
    if referral is None:
        raise NotFound(reference)
    return file, referral


def one_match_at_a_time() -> None:
    """Matches follow one another, to the end of the transaction: the second of one family sees the first.

    Called before anything else is locked.
    """
    in_turn("match people")


def must_be_matched(referral: Referral) -> None:
    """Refuse a step that comes after the people were matched and before the decision."""
    if referral.state == ReferralState.RECEIVED:
        raise Refused(_("Match the people first: say who each of them is, or that they are new."))
    must_be_open(referral)


def must_be_open(referral: Referral) -> None:
    """Refuse a step on a referral that has been decided."""
    if referral.state == ReferralState.TRIAGED:
        raise Refused(_("This referral has been decided. A new worry about the family is a new referral."))


def supplier_of(referral: Referral, file_place_agency: int | None) -> int:
    """The agency that a referral's words came from: its sender; for a family's own, the front door that took it in."""
    supplier = referral.sender_id or file_place_agency
    if supplier is None:
        raise Refused(_("There is no front door where this family lives. Ask the administrator."))
    return supplier
