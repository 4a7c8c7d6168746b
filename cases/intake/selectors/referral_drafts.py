"""Referrals that are not sent yet: a post's own, and a family's by its code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from agencies.actor import Actor
from cases.intake.codes import DRAFT, hashed
from cases.intake.models import ReferralDraft


@dataclass(frozen=True)
class UnsentReferral:
    """A form as its writer left it; `code` where it was opened by one."""

    submission: UUID
    typed: Mapping[str, list[str]]
    kept_at: datetime
    until: datetime
    about: str
    code: str = ""


def unsent_by_code(code: str) -> UnsentReferral | None:
    """What a family left under this code. None for no such code and for one whose time is over, alike."""
    kept = hashed(DRAFT, code)
    held = ReferralDraft.objects.filter(expires_at__gt=timezone.now(), code=kept or "none", post=None).first()
    return _unsent(held, code) if held else None


def my_unsent(actor: Actor) -> tuple[UnsentReferral, ...]:
    """What this post has begun, the latest first."""
    held = ReferralDraft.objects.filter(expires_at__gt=timezone.now(), post_id=actor.post).order_by("-kept_at")
    return tuple(_unsent(one, "") for one in held[:20])


def my_unsent_one(actor: Actor, submission: str) -> UnsentReferral | None:
    """One of them; None for what is nobody's or another's."""
    return next((one for one in my_unsent(actor) if str(one.submission) == submission), None)


def _unsent(held: ReferralDraft, code: str) -> UnsentReferral:
    typed = held.typed or {}
    names = [
        " ".join(
            filter(None, (_first(typed, f"people-{place}-given_name"), _first(typed, f"people-{place}-family_name")))
        )
        for place in range(40)
    ]
    return UnsentReferral(held.submission, typed, held.kept_at, held.expires_at, next(filter(None, names), ""), code)


def _first(typed: Mapping[str, list[str]], name: str) -> str:
    return next(iter(typed.get(name, [])), "")
