"""A referral is left and gone on with: kept under a code or for a post, let go when sent or when its time is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from agencies.actor import Actor
from agencies.operations import journal
from cases.intake.codes import DRAFT, hashed, new_code
from cases.intake.models import ReferralDraft
from cases.operations.keep_draft import check_typed
from cases.vocabulary import Event
from datasharing.keys.ring import make_keys
from datasharing.vocabulary import KeyKind

KEPT_FOR = timedelta(days=14)
AT_ONCE = 1_000


@dataclass(frozen=True)
class KeptReferral:
    """Until when it is kept, and for a family the code that opens it: told once, and kept nowhere."""

    code: str
    until: datetime


@transaction.atomic
def keep_referral_draft(
    actor: Actor | None,
    *,
    typed: Mapping[str, Sequence[str]],
    submission: UUID,
    code: str = "",
    on: datetime | None = None,
) -> KeptReferral:
    """Keep what was typed so far. `actor` is None for a family; `code` the one that opened it before, if any did."""
    at = on or timezone.now()
    check_typed(typed)
    held = _held(actor, submission, code, at)
    if held is None:
        code = "" if actor else new_code()
        held = ReferralDraft(post_id=actor.post if actor else None, submission=submission, code=hashed(DRAFT, code))
        make_keys(KeyKind.DRAFT, [held.id])
        journal.record(actor, Event.DRAFT_BEGUN, detail={"step": "refer"}, on=at)
    held.typed = {name: list(values) for name, values in typed.items()}
    held.kept_at, held.expires_at = at, at + KEPT_FOR
    held.save()
    return KeptReferral(code, held.expires_at)


@transaction.atomic
def let_referral_draft_go(actor: Actor | None, *, submission: UUID | None = None, code: str = "") -> bool:
    """It was sent, or thrown away: nothing of it is left. Returns whether there was one."""
    held = _held(actor, submission, code, timezone.now())
    if held is None:
        return False
    _remove([held.id])
    journal.record(actor, Event.DRAFT_DISCARDED, detail={"step": "refer"})
    return True


@transaction.atomic
def let_old_referral_drafts_go(*, on: datetime | None = None) -> int:
    """Those whose time is over; how many there were."""
    ended = ReferralDraft.objects.filter(expires_at__lte=on or timezone.now())
    keys = list(ended.order_by("expires_at").values_list("pk", flat=True)[:AT_ONCE])
    _remove(keys)
    if keys:
        journal.record(None, Event.DRAFT_DISCARDED, detail={"step": "refer", "ended": len(keys)})
    return len(keys)


def _held(actor: Actor | None, submission: UUID | None, code: str, at: datetime) -> ReferralDraft | None:
    found = ReferralDraft.objects.select_for_update().filter(expires_at__gt=at)
    if actor:
        return found.filter(post_id=actor.post, submission=submission).first() if submission else None
    kept = hashed(DRAFT, code)
    return found.filter(code=kept).first() if kept else None


def _remove(keys: list[UUID]) -> None:
    """The drafts, and the keys that they were sealed under."""
    ReferralDraft.objects.filter(pk__in=keys).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM datasharing_datakey WHERE owner = ANY(%s)", [keys])
