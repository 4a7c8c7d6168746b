"""Asking for more than one's role is shown: asked by somebody with reach, answered by the family's manager.

Never by whoever asked. What is given is a grant to one post, for the categories named, that ends on a day.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify, settle_notices
from agencies.operations.once import refused_if_there
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import NoticeKind, Role
from datasharing import door
from datasharing.grants import give_grant
from datasharing.models import AccessAsk
from datasharing.selectors.holders import holders
from datasharing.vocabulary import HOLDERS, Category, Event, Reach

ANSWERS: frozenset[Reach] = frozenset({Reach.SUPERVISION, Reach.REFERRAL})
ANSWERERS = frozenset({Role.TEAM_MANAGER, Role.DUTY_MANAGER})
SHORTEST_REASON = 20
LONGEST = 183
ANSWERED_WITHIN = timedelta(days=2)


@transaction.atomic
def ask_for_access(
    actor: Actor,
    reference: str,
    *,
    categories: Collection[str],
    reason: str,
    days: int = 28,
    on: datetime | None = None,
) -> int:
    """Ask to see these categories of a family that the actor works with; returns the ask. Its manager is told.

    NotFound for whoever has no reach: nobody finds a family by asking for it.
    """
    file = door.take_any(actor, reference)
    if actor.role not in HOLDERS[Reach.SPECIFIC]:
        raise NotAllowed(_("Access is given to those who work with families."))
    wanted = sorted(set(categories))
    if not wanted or any(category not in Category.values for category in wanted):
        raise Invalid(_("Choose what you need to see."), field="categories")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(
            _("Say what you need it for, in %(letters)s letters or more.") % {"letters": SHORTEST_REASON},
            field="reason",
        )
    if not 1 <= days <= LONGEST:
        raise Invalid(_("Ask for 1 to %(days)s days.") % {"days": LONGEST}, field="days")
    at = on or timezone.now()
    with refused_if_there(_("You have asked already. Your manager’s answer will come to you."), "reason"):
        ask = AccessAsk.objects.create(
            file_id=file.id,
            asked_by_id=actor.post,
            categories=wanted,
            reason=reason.strip(),
            days=days,
            asked_at=at,
        )
    journal.record(actor, Event.ACCESS_ASKED, families=[file.id], detail={"ask": ask.pk, "categories": wanted})
    notify(
        holders(file.id, ANSWERS, roles=ANSWERERS) - {actor.post},
        NoticeKind.ACCESS_ASKED,
        event=f"access:{ask.pk}",
        leads_to="datasharing:ask",
        reference=str(ask.pk),
        family=file.id,
        due_at=at + ANSWERED_WITHIN,
        on=at,
    )
    return ask.pk


@transaction.atomic
def answer_access(
    actor: Actor, ask: int, *, is_given: bool, words: str = "", days: int | None = None, on: datetime | None = None
) -> None:
    """Give what was asked for, for so many days, or say why not. NotFound where the family is not the actor's."""
    at = on or timezone.now()
    asked = AccessAsk.objects.select_for_update(of=("self",)).select_related("file", "asked_by").filter(pk=ask).first()
    if asked is None:
        raise NotFound
    file = door.take_any(actor, asked.file.reference)
    if asked.asked_by.practitioner_id == actor.practitioner:
        raise NotAllowed(_("You asked for this yourself. Somebody else answers."))
    if actor.role not in ANSWERERS or not file.reaches & ANSWERS:
        raise NotAllowed(_("The family’s manager, or the duty manager at the front door, answers."))
    if asked.answered_at is not None:
        raise Refused(_("This is answered already."))
    if not is_given and not words.strip():
        raise Invalid(_("Say why not, so that they know what to do instead."), field="words")
    length = asked.days if days is None else days
    if not 1 <= length <= LONGEST:
        raise Invalid(_("Give it for 1 to %(days)s days.") % {"days": LONGEST}, field="days")
    if is_given:
        asked.grant = give_grant(
            actor,
            file.id,
            Reach.SPECIFIC,
            post=asked.asked_by_id,
            categories=[Category(word) for word in asked.categories],
            starts_at=at,
            ends_at=at + timedelta(days=length),
        )
    asked.answered_by_id, asked.answered_at, asked.is_given, asked.words = actor.post, at, is_given, words.strip()
    asked.save(update_fields=["answered_by", "answered_at", "is_given", "words", "grant"])
    detail = {"ask": asked.pk, "is_given": is_given, "days": length if is_given else 0}
    journal.record(actor, Event.ACCESS_ANSWERED, families=[file.id], detail=detail)
    settle_notices(NoticeKind.ACCESS_ASKED, event=f"access:{asked.pk}", on=at)
    notify(
        [asked.asked_by_id],
        NoticeKind.ACCESS_ANSWERED,
        event=f"access:{asked.pk}",
        leads_to="datasharing:ask",
        reference=str(asked.pk),
        family=file.id,
        on=at,
    )
