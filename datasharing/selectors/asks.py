"""One request for more access, for whoever asked and whoever may answer; and what a yes would open."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.languages import told
from agencies.refusals import NotFound
from agencies.selectors.actor import acting
from datasharing import door
from datasharing.models import AccessAsk
from datasharing.operations.access import ANSWERERS, ANSWERS
from datasharing.policy import Part, Standing, decide
from datasharing.rulebook import supplies
from datasharing.selectors.rules import rulebook_for
from datasharing.vocabulary import Category, Level, Reach


@dataclass(frozen=True)
class WouldOpen:
    """One category that was asked for, and what a yes opens of it: by which agreement, or why nothing."""

    category: str
    opens: bool
    words: str


@dataclass(frozen=True)
class AskSheet:
    """One ask. `state` in words; `is_mine`: whoever reads it asked."""

    id: int
    reference: str
    who: str
    categories: tuple[str, ...]
    reason: str
    days: int
    asked_at: datetime
    state: str
    answer: str
    answered_at: datetime | None
    until: datetime | None
    would_open: tuple[WouldOpen, ...]
    is_mine: bool
    may_answer: bool


def ask(actor: Actor, wanted: int) -> AskSheet:
    """One ask. NotFound unless the family is the actor's and they asked, or answer for it.

    For one that is not there the same statements run as for one that is somebody else's.
    """
    held = (
        AccessAsk.objects.select_related("file", "grant", "asked_by__practitioner", "asked_by__agency")
        .filter(pk=wanted)
        .first()
    )
    with door.open_one(actor, held.file.reference if held else "", kinds=tuple(Reach)) as file:
        if held is None:
            raise NotFound
        mine = held.asked_by_id == actor.post
        answers = actor.role in ANSWERERS and bool(file.reaches & ANSWERS) and not mine
        if not mine and not answers:
            raise NotFound
        asker = acting(None, held.asked_by_id)
        return AskSheet(
            id=held.pk,
            reference=held.file.reference,
            who=f"{held.asked_by.practitioner.name}, {held.asked_by.title}, {held.asked_by.agency.name}",
            categories=tuple(str(Category(word).label) for word in held.categories),
            reason=held.reason,
            days=held.days,
            asked_at=held.asked_at,
            state=_state(held.is_given),
            answer=held.words,
            answered_at=held.answered_at,
            until=held.grant.ends_at if held.grant else None,
            would_open=tuple(_would_open(asker, Category(word)) for word in held.categories) if asker else (),
            is_mine=mine,
            may_answer=answers and held.answered_at is None,
        )


def _state(is_given: bool | None) -> str:
    if is_given is None:
        return _("Waits for an answer")
    return _("Given") if is_given else _("Not given")


def _would_open(asker: Actor, category: Category) -> WouldOpen:
    """What a specific grant alone opens to the asker, of what usually comes of this category."""
    on = timezone.localdate()
    rulebook = rulebook_for(asker, on)
    standing = Standing(True, False, frozenset({Reach.SPECIFIC}))
    found = [
        decide(asker, Part(category, supplier, kind), standing, rulebook.about(kind, category), on)
        for kind in supplies(category)
        for supplier in ([one.agency for one in rulebook.signed_by_kind(kind)] or [0])
    ]
    best = max(found, key=lambda decision: decision.level, default=None)
    opens = best is not None and best.level is Level.OPEN
    return WouldOpen(str(category.label), opens, told(best.why) if best else _("Nobody supplies it."))
