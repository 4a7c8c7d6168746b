"""The duty custodian's turns: who is reached by telephone at any hour, for whoever must know what a seal closes."""

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Notice, Place
from agencies.operations import journal
from agencies.operations.notify import notify
from agencies.operations.once import refused_if_there
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import RUNS_THE_PLACE, NoticeKind
from datasharing.models import DutyTurn
from datasharing.selectors.duty import can_be_on_duty, first_gap, places_with_seals
from datasharing.selectors.holders import governance_leads, leads_governance
from datasharing.vocabulary import Event

LONGEST = timedelta(days=14)
TOLD_BEFORE = timedelta(hours=24)
TELEPHONE = re.compile(r"\+?\d{10,14}")


@transaction.atomic
def put_on_duty(
    actor: Actor, *, post: int, telephone: str, starts_at: datetime, ends_at: datetime, on: datetime | None = None
) -> int:
    """Put somebody on duty as custodian of the actor's place; returns the turn. Two turns never overlap."""
    at = on or timezone.now()
    _require_lead(actor, at)
    if post not in {one.id for one in can_be_on_duty(actor.place, at)}:
        raise Invalid(_("Choose one of these people."), field="post")
    if not TELEPHONE.fullmatch(re.sub(r"[\s()-]", "", telephone)):
        raise Invalid(_("Give a telephone number in full, such as 01632 960 001."), field="telephone")
    if ends_at <= starts_at:
        raise Invalid(_("The turn must end after it starts."), field="ends_on")
    if ends_at <= at:
        raise Invalid(_("The turn would be over already."), field="ends_on")
    if ends_at - starts_at > LONGEST:
        raise Invalid(_("A turn lasts 14 days at most."), field="ends_on")
    with refused_if_there(_("Somebody is on duty then already. End that turn first."), "starts_on"):
        turn = DutyTurn.objects.create(
            place=Place.objects.get(path=actor.place),
            post_id=post,
            telephone=" ".join(telephone.split()),
            starts_at=starts_at,
            ends_at=ends_at,
            set_by_id=actor.post,
        )
    detail = {"turn": turn.pk, "post": post, "from": starts_at.isoformat(), "until": ends_at.isoformat()}
    journal.record(actor, Event.DUTY_SET, detail=detail, on=at)
    tell_of_gaps(on=at)
    return turn.pk


@transaction.atomic
def end_turn(actor: Actor, turn: int, *, on: datetime | None = None) -> None:
    """End a turn now, or before it starts. NotFound where it is another place's."""
    at = on or timezone.now()
    _require_lead(actor, at)
    held = DutyTurn.objects.select_for_update().filter(pk=turn, place__path=actor.place).first()
    if held is None:
        raise NotFound
    if held.ends_at <= at:
        raise Refused(_("This turn has ended already."))
    held.ends_at = max(held.starts_at, at)
    held.save(update_fields=["ends_at"])
    journal.record(actor, Event.DUTY_ENDED, detail={"turn": turn}, on=at)
    tell_of_gaps(on=at)


@transaction.atomic
def tell_of_gaps(*, on: datetime | None = None) -> int:
    """Tell the council's governance leads where nobody is on duty within a day, once a gap; how many were told.

    Only where somebody's record is sealed. What was told of a gap that is filled leaves their lists.
    """
    at = on or timezone.now()
    told, events = 0, set()
    for place in places_with_seals(at):
        gap = first_gap(place, at, at + TOLD_BEFORE)
        leads = governance_leads(place, agencies=(), kinds=RUNS_THE_PLACE)
        if gap is None or not leads:
            continue
        event = f"duty:{place}:{timezone.localdate(gap).isoformat()}"
        events.add(event)
        told += notify(leads, NoticeKind.DUTY_MISSING, event=event, leads_to="datasharing:duty", due_at=gap, on=at)
    still = Notice.objects.filter(kind=NoticeKind.DUTY_MISSING, event__startswith="duty:", settled_at__isnull=True)
    still.exclude(event__in=events).update(settled_at=at)
    return told


def _require_lead(actor: Actor, at: datetime) -> None:
    if not leads_governance(actor, at):
        raise NotAllowed(_("The council's information governance lead says who is on duty."))
