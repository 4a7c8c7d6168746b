"""Holds, and lists of what is due: drawn up by one person, approved by another. What is approved goes later."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from agencies.places import lies_inside
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import RUNS_THE_PLACE, Role
from datasharing.models import FamilyFile, Hold, RetentionLine, RetentionList
from datasharing.selectors.due import due_in
from datasharing.selectors.joined import named
from datasharing.vocabulary import Event

SHORTEST_REASON = 20
SEES_TO_IT = frozenset({Role.GOVERNANCE_LEAD, Role.INTERNAL_AUDITOR})
"""Who draws up, approves and holds. One of the two who agree to a list is the governance lead."""


def require_retention(actor: Actor) -> None:
    """NotAllowed unless the actor sees to retention for a place: the council's governance lead or auditor."""
    if actor.role not in SEES_TO_IT or actor.kind not in RUNS_THE_PLACE:
        raise NotAllowed(_("The information governance lead and the internal auditor of the council see to retention."))
    if not actor.is_live(timezone.localdate()):
        raise NotFound


@transaction.atomic
def set_hold(actor: Actor, reference: str, *, reason: str, review_on: date, on: datetime | None = None) -> int:
    """Stop deletion of everything of this family, and say why; returns the hold's number."""
    require_retention(actor)
    at = on or timezone.now()
    file = FamilyFile.objects.select_related("place").filter(named(reference.strip())).first()
    if file is None or not lies_inside(file.place.path, actor.place):
        raise Invalid(_("There is no family with this reference in your place."), field="reference")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(_("Say why, in %(letters)s letters or more.") % {"letters": SHORTEST_REASON}, field="reason")
    if review_on <= timezone.localdate(at):
        raise Invalid(_("Choose a day to come, when somebody looks at it again."), field="review_on")
    hold = Hold.objects.create(
        file=file, reason=reason.strip(), set_by_id=actor.post, starts_at=at, review_on=review_on
    )
    journal.record(actor, Event.HOLD_SET, families=[file.pk], detail={"hold": hold.pk, "review_on": review_on}, on=on)
    return hold.pk


@transaction.atomic
def end_hold(actor: Actor, hold: int, *, because: str, on: datetime | None = None) -> None:
    """What it was set for is over."""
    require_retention(actor)
    held = Hold.objects.select_for_update(of=("self",)).select_related("file__place").filter(pk=hold).first()
    if held is None or not lies_inside(held.file.place.path, actor.place):
        raise NotFound
    if held.ends_at is not None:
        raise Refused(_("This hold has ended already."))
    if not because.strip():
        raise Invalid(_("Say why it can end."), field="because")
    held.ends_at, held.ended_by_id, held.ended_because = on or timezone.now(), actor.post, because.strip()
    held.save()
    journal.record(actor, Event.HOLD_ENDED, families=[held.file_id], detail={"hold": held.pk}, on=on)


@transaction.atomic
def draw_up_list(actor: Actor, *, on: datetime | None = None) -> int:
    """List whose records are due today in the actor's place; returns the list's number. Nothing is deleted by it."""
    require_retention(actor)
    at = on or timezone.now()
    due = due_in(actor.place, on=timezone.localdate(at))
    if not due:
        raise Refused(_("Nobody's records are due today."))
    try:
        with transaction.atomic():
            made = RetentionList.objects.create(
                place=Place.objects.get(path=actor.place), drawn_by_id=actor.post, drawn_at=at
            )
    except IntegrityError:
        raise Refused(_("There is a list already that is not carried out. Approve it or withdraw it first.")) from None
    RetentionLine.objects.bulk_create(
        RetentionLine(listing=made, subject_id=one.subject, file_id=one.file, due_since=one.since) for one in due
    )
    journal.record(actor, Event.RETENTION_LISTED, detail={"list": made.pk, "people": len(due)}, on=on)
    return made.pk


@transaction.atomic
def approve_list(actor: Actor, listing: int, *, on: datetime | None = None) -> None:
    """A second person agrees to all of a list. One of the two is the governance lead."""
    held = _open(actor, listing)
    if held.approved_at is not None:
        raise Refused(_("This list is approved already."))
    if held.drawn_by.practitioner_id == actor.practitioner:
        raise NotAllowed(_("You drew up this list. Somebody else approves it."))
    if Role.GOVERNANCE_LEAD not in {actor.role, held.drawn_by.role}:
        raise NotAllowed(_("One of the two who agree to a list is the information governance lead."))
    held.approved_by_id, held.approved_at = actor.post, on or timezone.now()
    held.save()
    families = set(held.lines.values_list("file_id", flat=True))
    detail = {"list": held.pk, "people": held.lines.count()}
    journal.record(actor, Event.RETENTION_APPROVED, families=families, detail=detail, on=on)


@transaction.atomic
def withdraw_list(actor: Actor, listing: int, *, on: datetime | None = None) -> None:
    """Nobody who is still on it is deleted by this list; what was done stays done."""
    held = _open(actor, listing)
    held.withdrawn_by_id, held.withdrawn_at = actor.post, on or timezone.now()
    held.save()
    journal.record(actor, Event.RETENTION_WITHDRAWN, detail={"list": held.pk}, on=on)


def _open(actor: Actor, listing: int) -> RetentionList:
    require_retention(actor)
    rows = RetentionList.objects.select_for_update(of=("self",)).select_related("place", "drawn_by")
    held = rows.filter(pk=listing).first()
    if held is None or not lies_inside(held.place.path, actor.place):
        raise NotFound
    if held.done_at is not None or held.withdrawn_at is not None:
        raise Refused(_("This list is carried out or withdrawn already."))
    return held


def approved_lines() -> tuple[tuple[int, UUID, str], ...]:
    """What is approved and not done: each line's number, whom it is about, and the place. For operations."""
    rows = RetentionLine.objects.filter(
        done_at__isnull=True, left_because="", listing__approved_at__isnull=False, listing__withdrawn_at__isnull=True
    )
    return tuple(rows.order_by("pk").values_list("pk", "subject_id", "listing__place__path"))
