"""Referrals truly close: once they were decided, and no custodian of a seal keeps them open.

To the front door a referral ends with its decision. When it closes is shown on no page and written under no reference,
so that waiting tells nobody that somebody sealed is behind it. What is kept for years is counted from the closing.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from agencies.models import Post
from agencies.operations import journal
from agencies.operations.notify import notify
from agencies.selectors.posts import live_on
from agencies.vocabulary import NoticeKind
from cases.intake.models import Referral, SealedMatch
from cases.intake.operations.taking_on import taken_on_event
from cases.vocabulary import Event, ReferralState
from datasharing.live import live_at
from datasharing.models import Restriction
from datasharing.operations.restrictions import is_implicated
from datasharing.selectors.custodians import custodians_of, everybody_sealed
from datasharing.selectors.duty import on_duty
from datasharing.vocabulary import RestrictionKind


@transaction.atomic
def close_referrals(*, on: datetime | None = None) -> int:
    """Close what was decided, was held against every seal in force and waits for nobody; returns how many closed.

    Where a seal was set after a referral was held, that referral is held again first.
    """
    at = on or timezone.now()
    decided = Referral.objects.filter(state=ReferralState.TRIAGED, closed_at__isnull=True)
    newest = Restriction.objects.filter(live_at(at), kind=RestrictionKind.SEALED).aggregate(newest=Max("starts_at"))[
        "newest"
    ]
    if newest is not None:
        decided.filter(held_against_seals_at__lt=newest).update(held_against_seals_at=None)
    held_open = _waiting(at).values("referred__referral")
    ready = decided.filter(held_against_seals_at__isnull=False).exclude(pk__in=held_open)
    locked = ready.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)
    closed = Referral.objects.filter(pk__in=list(locked)).update(closed_at=at)
    if closed:
        journal.record(None, Event.REFERRALS_CLOSED, detail={"closed": closed}, on=at)
    return closed


@transaction.atomic
def tell_of_waiting_matches(*, on: datetime | None = None) -> int:
    """Tell the duty custodian of each question that is overdue, and the custodians of each match whose taker has left.

    Returns how many were told.
    """
    at = on or timezone.now()
    told = 0
    waiting = _waiting(at).select_related("referred__referral__file__place")
    for held in waiting.filter(is_same__isnull=True, referred__referral__due_at__lte=at):
        turn = on_duty(held.referred.referral.file.place.path, at)
        if turn is not None and not is_implicated(turn.post, held.person_id):
            told += _tell([turn.post], f"sealed_match:{held.pk}", held, at)
    at_work = Post.objects.filter(live_on(timezone.localdate(at)), practitioner__is_active=True)
    for held in waiting.filter(taken_on_by__isnull=False).exclude(taken_on_by__in=at_work):
        told += _tell(custodians_of([held.person_id], at).get(held.person_id, ()), taken_on_event(held), held, at)
    return told


def _tell(posts: list[int] | tuple[int, ...], event: str, held: SealedMatch, at: datetime) -> int:
    return notify(
        posts,
        NoticeKind.SEAL_ASKED,
        event=event,
        leads_to="cases:sealed_match",
        reference=str(held.pk),
        due_at=held.referred.referral.due_at,
        on=at,
    )


def _waiting(at: datetime) -> QuerySet[SealedMatch]:
    """What keeps a referral open: no answer yet, or taken on and not done, while the seal is in force."""
    unanswered, not_done = Q(is_same__isnull=True), Q(taken_on_by__isnull=False, done_at__isnull=True)
    return SealedMatch.objects.filter(unanswered | not_done, person__in=everybody_sealed(at))
