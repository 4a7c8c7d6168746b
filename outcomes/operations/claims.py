"""Claim, decide, pay, reverse: what a framework pays for, on frozen evidence, approved by a second person.

A claim is made for a result that `claiming.readiness` finds nothing missing for, on the day it is made. A paid claim is
never changed: it is reversed by a row of its own.
"""

import json
import secrets
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.languages import told
from agencies.operations import journal
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.words import Words
from cases.operations.live_case import moment, needed_words
from datasharing import door
from datasharing.operations.anchors import ALPHABET
from outcomes.claiming import Answer, readiness
from outcomes.models import Claim
from outcomes.permits import CLAIM_REACHES, MAY_CLAIM
from outcomes.selectors.claim_facts import ClaimFacts, claim_facts
from outcomes.selectors.frameworks import framework
from outcomes.vocabulary import ClaimState, Event

ONLY = Words("Claims are made by a claims officer or a team manager, once the case is closed or in their care.")
ONCE = Words("This family was claimed for under that framework a moment ago. Open its claims to see by whom.")


@transaction.atomic
def make_claim(actor: Actor, family_reference: str, *, result: str, slug: str = "", on: datetime | None = None) -> str:
    """Claim a result for a family, today; returns the claim's reference. Its evidence is frozen with it.

    Refused, with everything that is missing in words, where the framework's conditions do not hold.
    """
    file = door.take(actor, family_reference, kinds=CLAIM_REACHES, words=ONLY)
    _refuse_others(actor)
    at = moment(on)
    day = timezone.localdate(at)
    scheme = framework(slug, on=day)
    facts = claim_facts([file], scheme, on=day).get(file.id)
    if facts is None:
        raise Refused(_("This family never had a case, so there is nothing to claim for."))
    ready = readiness(scheme, facts.family, on=day)
    answer = next((one for one in ready.answers if one.result.code == result), None)
    if answer is None:
        raise Invalid(" ".join(ready.closed) or _("Choose a result of this framework."), field="result")
    if answer.missing or answer.gbp is None:
        raise Refused(_("It cannot be claimed yet. %(missing)s") % {"missing": " ".join(answer.missing)})
    pack = _pack(facts, answer, day)
    turn = Claim.objects.filter(file_id=file.id, framework=scheme.slug, reverses__isnull=False).count()
    try:
        with transaction.atomic():
            claim = Claim.objects.create(
                reference=_reference(),
                file_id=file.id,
                case=facts.case,
                framework=scheme.slug,
                framework_title=scheme.title[:120],
                result=answer.result.code,
                result_words=answer.result.words[:200],
                claimed_on=day,
                gbp=answer.gbp,
                evidence=pack,
                digest=sha256(pack.encode()).hexdigest(),
                turn=turn,
                claimed_by_id=actor.post,
                claimed_at=at,
            )
    except IntegrityError as error:
        raise Refused(told(ONCE)) from error
    _record(actor, Event.CLAIM_MADE, claim)
    return claim.reference


@transaction.atomic
def decide_claim(actor: Actor, reference: str, *, approve: bool, words: str, on: datetime | None = None) -> str:
    """Approve or refuse a claim, with reasons; never one's own. Returns its reference."""
    claim = _take(actor, reference)
    if claim.state != ClaimState.CLAIMED:
        raise Refused(_("This claim is “%(state)s” already.") % {"state": ClaimState(claim.state).label.lower()})
    if claim.claimed_by_id == actor.post or claim.claimed_by.practitioner_id == actor.practitioner:
        raise NotAllowed(_("You made this claim. Somebody else decides on it."))
    claim.decision_words = needed_words(words, _("why, for whoever audits it"), "words")
    claim.state = ClaimState.APPROVED if approve else ClaimState.REFUSED
    claim.decided_by_id, claim.decided_at = actor.post, moment(on)
    claim.save(update_fields=["decision_words", "state", "decided_by", "decided_at"])
    _record(actor, Event.CLAIM_DECIDED, claim)
    return claim.reference


@transaction.atomic
def pay_claim(actor: Actor, reference: str, *, paid_on: date, on: datetime | None = None) -> str:
    """Record that an approved claim was paid; from then on nothing of it changes. Returns its reference."""
    claim = _take(actor, reference)
    if claim.state != ClaimState.APPROVED:
        raise Refused(_("Only an approved claim can be paid."))
    if paid_on is None or not claim.claimed_on <= paid_on <= timezone.localdate(moment(on)):
        raise Invalid(_("The day of payment lies between the claim and today."), field="paid_on")
    claim.state, claim.paid_on = ClaimState.PAID, paid_on
    claim.save(update_fields=["state", "paid_on"])
    _record(actor, Event.CLAIM_PAID, claim)
    return claim.reference


@transaction.atomic
def reverse_claim(actor: Actor, reference: str, *, words: str, on: datetime | None = None) -> str:
    """Take a paid claim back by a row of its own; returns the reversal's reference. The paid claim stays as it is."""
    claim = _take(actor, reference)
    if claim.state != ClaimState.PAID or claim.reverses_id is not None:
        raise Refused(_("Only a paid claim can be reversed."))
    why = needed_words(words, _("why it is taken back"), "words")
    at = moment(on)
    if Claim.objects.filter(reverses=claim).exists():
        raise Refused(_("This claim was reversed already."))
    made = Claim.objects.create(
        reference=_reference(),
        file_id=claim.file_id,
        case_id=claim.case_id,
        framework=claim.framework,
        framework_title=claim.framework_title,
        result=claim.result,
        result_words=claim.result_words,
        claimed_on=timezone.localdate(at),
        gbp=-claim.gbp,
        evidence=claim.evidence,
        digest=claim.digest,
        turn=claim.turn,
        claimed_by_id=actor.post,
        claimed_at=at,
        state=ClaimState.REVERSED,
        decision_words=why,
        reverses=claim,
    )
    _record(actor, Event.CLAIM_REVERSED, made)
    return made.reference


def _take(actor: Actor, reference: str) -> Claim:
    """Lock a claim by way of its family's file. NotFound where the family is not the actor's."""
    claim = Claim.objects.select_related("file", "claimed_by").filter(reference=reference).first()
    if claim is None:
        raise NotFound(reference)
    door.take(actor, claim.file.reference, kinds=CLAIM_REACHES, words=ONLY)
    _refuse_others(actor)
    return Claim.objects.select_related("file", "claimed_by").get(pk=claim.pk)


def _refuse_others(actor: Actor) -> None:
    if actor.role not in MAY_CLAIM:
        raise NotAllowed(ONLY)


def _pack(facts: ClaimFacts, answer: Answer, day: date) -> str:
    """The evidence as it stands today: JSON, the same for the same evidence."""
    clocks = [
        {
            "need": str(one.need),
            "headline": one.headline,
            "title": one.title,
            "months": one.months,
            "met_on": one.clock.met_on,
            "held_since": one.clock.held_since,
            "restarted_by": one.clock.broken_by,
        }
        for one in answer.needs
    ]
    worker = facts.case.key_worker
    told = {
        "on": day,
        "result": answer.result.words,
        "gbp": str(answer.gbp),
        "key_worker": f"{worker.practitioner.name}, {worker.agency.name}" if worker else "",
        "needs": clocks,
        "told": [asdict(one) for one in facts.told],
    }
    return json.dumps(told, sort_keys=True, default=str)


def _reference() -> str:
    while True:
        reference = "C" + "".join(secrets.choice(ALPHABET) for _ in range(7))
        if not Claim.objects.filter(reference=reference).exists():
            return reference


def _record(actor: Actor, event: Event, claim: Claim) -> None:
    detail = {"claim": claim.reference, "framework": claim.framework, "result": claim.result, "state": str(claim.state)}
    journal.record(actor, event, families=[claim.file_id], detail=detail)
