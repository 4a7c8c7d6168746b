"""Claims in Ashworth, under its own framework: those that have held are claimed, some approved, one paid."""

from django.utils import timezone

from agencies.actor import Actor
from agencies.vocabulary import Purpose
from outcomes.operations.claims import decide_claim, make_claim, pay_claim
from outcomes.selectors.claims import claims
from outcomes.selectors.frameworks import frameworks

FRAMEWORK = "ashworth-outcomes"
WORDS = "The measurements and what partners told agree."


def claim_what_held(officer: Actor, manager: Actor) -> int:
    """Claim for every family on the officer's first page that can be claimed for; returns how many claims.

    The manager approves those of their own families but the last, and the first of them is paid. Nothing where the
    area's framework is not set.
    """
    if FRAMEWORK not in frameworks():
        return 0
    officer, manager = (actor.for_purpose(Purpose.MONITORING) for actor in (officer, manager))
    ready = claims(officer, slug=FRAMEWORK).ready
    made = [make_claim(officer, row.family, result="all", slug=FRAMEWORK) for row in ready]
    theirs = {row.reference for row in claims(manager, slug=FRAMEWORK).claims}
    approved = [reference for reference in made[:-1] if reference in theirs]
    for reference in approved:
        decide_claim(manager, reference, approve=True, words=WORDS)
    for reference in approved[:1]:
        pay_claim(officer, reference, paid_on=timezone.localdate())
    return len(made)
