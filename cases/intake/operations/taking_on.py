"""A referral of a sealed person that must not close: somebody named on the seal takes it on, and says what was done."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify, settle_notices
from agencies.refusals import Invalid, NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.intake.models import SealedMatch
from cases.intake.selectors.sealed_match import may_finish, takers
from cases.vocabulary import Event
from datasharing.selectors.custodians import keeps_seal_of

SHORTEST = 20


@transaction.atomic
def hand_on(actor: Actor, match: int, *, taker: int, on: datetime | None = None) -> int:
    """A custodian gives it to somebody else, who is named on the seal. NotFound for whoever is no custodian of it."""
    at = on or timezone.now()
    held = take_match(match)
    if not keeps_seal_of(actor, held.person_id, at) or held.taken_on_by_id is None:
        raise NotFound
    if held.done_at is not None:
        raise Refused(_("What was done is recorded already."))
    give_on(actor, held, taker, at)
    return taker


@transaction.atomic
def record_done(actor: Actor, match: int, *, words: str, on: datetime | None = None) -> None:
    """Whoever took it on says what was done; the referral may close. NotFound for everybody else."""
    at = on or timezone.now()
    held = take_match(match)
    if not may_finish(actor, held, at):
        raise NotFound
    if held.done_at is not None:
        raise Refused(_("What was done is recorded already."))
    if len(words.strip()) < SHORTEST:
        raise Invalid(_("Say what was done, in %(letters)s letters or more.") % {"letters": SHORTEST}, field="words")
    held.done, held.done_at = words.strip(), at
    held.save(update_fields=["done", "done_at"])
    settle_notices(NoticeKind.SEAL_TAKEN_ON, event=taken_on_event(held), on=at)
    journal.record(actor, Event.SEALED_MATCH_DONE, subjects=[held.person_id], detail={"match": held.pk}, on=at)


@transaction.atomic
def give_on(actor: Actor, held: SealedMatch, taker: int, at: datetime) -> None:
    """Have this post take a match on, in place of whoever had; they are told."""
    if taker not in {one.id for one in takers(held.person_id, at)}:
        raise Invalid(_("Choose somebody who is named on the seal."), field="taker")
    for kind in (NoticeKind.SEAL_TAKEN_ON, NoticeKind.SEAL_ASKED):
        settle_notices(kind, event=taken_on_event(held), on=at)
    held.taken_on_by_id = taker
    held.save(update_fields=["taken_on_by"])
    notify(
        [taker],
        NoticeKind.SEAL_TAKEN_ON,
        event=taken_on_event(held),
        leads_to="cases:sealed_match",
        reference=str(held.pk),
        due_at=held.referred.referral.due_at,
        on=at,
    )
    detail = {"match": held.pk, "post": taker}
    journal.record(actor, Event.SEALED_MATCH_TAKEN_ON, subjects=[held.person_id], detail=detail, on=at)


def taken_on_event(held: SealedMatch) -> str:
    """What notices of one taking on are called by: told again when somebody else takes it on."""
    return f"sealed_match:{held.pk}:{held.taken_on_by_id}"


def take_match(match: int) -> SealedMatch:
    """A match, locked. NotFound where there is none."""
    rows = SealedMatch.objects.select_for_update(of=("self",)).select_related("referred__referral__file__place")
    held = rows.filter(pk=match).first()
    if held is None:
        raise NotFound
    return held
