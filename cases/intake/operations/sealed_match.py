"""Every referral is held against the sealed people, in the background; what is found goes to the custodians alone.

The front door sees none of it: its pages leave sealed people out before anything of theirs is read, and this runs for
every referral alike, so that no wait and no statement tells that somebody is there.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify, settle_notices
from agencies.refusals import NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.intake.models import Referral, ReferredPerson, SealedMatch
from cases.intake.operations.taking_on import give_on, take_match
from cases.intake.selectors.faces import faces_of, identity_of, written_alike
from cases.intake.selectors.sealed_match import may_answer
from cases.likeness import Identity
from cases.matching import MemoryIndex, match_one
from cases.vocabulary import Event
from datasharing.operations.restrictions import SETTERS, set_instruction
from datasharing.selectors.custodians import custodians_of, everybody_sealed

AT_ONCE = 200


@transaction.atomic
def hold_against_seals(*, on: datetime | None = None) -> int:
    """Hold the referrals that have not been yet against everybody sealed; returns how many questions were queued."""
    at = on or timezone.now()
    waiting = Referral.objects.select_for_update(skip_locked=True).filter(held_against_seals_at__isnull=True)
    referrals = list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if not referrals:
        return 0
    sealed = everybody_sealed(at)
    index = MemoryIndex(faces_of(sealed)) if sealed else None
    queued = 0
    for said in ReferredPerson.objects.filter(referral__in=referrals).select_related("referral") if index else ():
        identity = identity_of(said)
        for candidate in match_one(identity, index, without=_told_apart(identity)).candidates if index else ():
            if isinstance(candidate.key, UUID) and candidate.key != said.person_id:
                queued += _queue(said, candidate.key, candidate.band, at)
    Referral.objects.filter(pk__in=referrals).update(held_against_seals_at=at)
    return queued


def _told_apart(identity: Identity) -> set[UUID]:
    """The sealed people of whom a custodian said, of somebody written just so: not the same."""
    rows = SealedMatch.objects.filter(is_same=False).select_related("referred__referral")
    return {row.person_id for row in rows if written_alike(identity, identity_of(row.referred))}


def _queue(said: ReferredPerson, person: UUID, band: str, at: datetime) -> bool:
    held, is_new = SealedMatch.objects.get_or_create(
        referred=said, person_id=person, defaults={"band": band, "queued_at": at}
    )
    if is_new:
        notify(
            custodians_of([person], at).get(person, ()),
            NoticeKind.SEAL_ASKED,
            event=f"sealed_match:{held.pk}",
            leads_to="cases:sealed_match",
            reference=str(held.pk),
            due_at=said.referral.due_at,
            on=at,
        )
        journal.record(None, Event.SEALED_MATCH_QUEUED, subjects=[person], detail={"match": held.pk}, on=at)
    return is_new


@transaction.atomic
def decide_sealed_match(
    actor: Actor,
    match: int,
    *,
    is_same: bool,
    taker: int | None = None,
    instruction: str = "",
    on: datetime | None = None,
) -> bool:
    """A custodian says whether it is the sealed person; returns what was said. NotFound for anybody else.

    `taker` is the post, named on the seal, that takes the referral on: it does not close before they have said what was
    done. Without one it closes as the front door decides. `instruction` is what everybody who works with the referral
    has to do ("ring duty before any visit"). It tells no reason, and is set only by whoever may set one.
    """
    at = on or timezone.now()
    held = take_match(match)
    if not may_answer(actor, held, at):
        raise NotFound
    if held.is_same is not None:
        raise Refused(_("This was decided already."))
    held.is_same, held.decided_by_id, held.decided_at = is_same, actor.post, at
    held.save(update_fields=["is_same", "decided_by", "decided_at"])
    if taker is not None:
        give_on(actor, held, taker, at)
    if instruction.strip() and actor.role in SETTERS:
        set_instruction(actor, held.referred.referral.file_id, words=instruction, on=at)
    settle_notices(NoticeKind.SEAL_ASKED, event=f"sealed_match:{held.pk}", on=at)
    detail = {"match": held.pk, "same": is_same}
    journal.record(actor, Event.SEALED_MATCH_DECIDED, subjects=[held.person_id], detail=detail, on=at)
    return is_same
