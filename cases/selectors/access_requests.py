"""Access requests as whoever answers them sees them: the list with its clocks, and one with what would be sent."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Post
from agencies.operations import journal
from agencies.places import lies_inside
from agencies.refusals import NotFound
from agencies.vocabulary import EntryKind
from cases.models import AccessRequest, Person
from cases.operations.answer_access_request import require_answerer
from cases.selectors.access_pack import PackItem, counted, gather
from cases.vocabulary import AskedBy, Event, HeldBack
from datasharing.operations.restrictions import is_implicated


@dataclass(frozen=True)
class RequestRow:
    """One request: by its number and family; the person is named on its own page alone."""

    id: int
    reference: str
    asked_by: str
    received_on: date
    due_on: date | None
    is_late: bool
    state: str


@dataclass(frozen=True)
class RequestSheet:
    """One request and its pack: frozen once prepared, else as it would be today."""

    row: RequestRow
    name: str
    asked_in_words: str
    recorded_by: str
    identity_how: str
    identity_checked_on: date | None
    extended: int
    extended_because: str
    refused_because: str
    items: tuple[PackItem, ...]
    given: int
    withheld: int
    prepared_by: str
    approved_by: str
    released_at: datetime | None
    steps: tuple[str, ...]


def access_requests(actor: Actor) -> tuple[RequestRow, ...]:
    """Those of the actor's place: open ones first, by when they are due; then the last that were answered."""
    require_answerer(actor)
    held = [
        one
        for one in AccessRequest.objects.select_related("file__place").order_by("due_on", "pk")
        if lies_inside(one.file.place.path, actor.place) and not is_implicated(actor.post, one.subject_id)
    ]
    is_open = [one for one in held if one.released_at is None and one.refused_at is None]
    answered = [one for one in reversed(held) if one not in is_open]
    return tuple(map(_row, [*is_open, *answered[:50]]))


@transaction.atomic
def access_request(actor: Actor, request: int) -> RequestSheet:
    """One of them. Reading it is a look at what is about this person, and is written down."""
    require_answerer(actor)
    held = (
        AccessRequest.objects.select_related(
            "file__place", "recorded_by__practitioner", "prepared_by__practitioner", "approved_by__practitioner"
        )
        .filter(pk=request)
        .first()
    )
    if held is None or not lies_inside(held.file.place.path, actor.place):
        raise NotFound
    if is_implicated(actor.post, held.subject_id):
        raise NotFound
    items = _items(held)
    journal.record(
        actor, Event.ACCESS_REQUEST_SEEN, families=[held.file_id], subjects=[held.subject_id],
        detail={"request": held.pk}, kind=EntryKind.LOOK,
    )  # fmt: skip
    person = Person.objects.get(pk=held.subject_id)
    given, withheld = counted(items)
    return RequestSheet(
        row=_row(held),
        name=f"{person.given_name} {person.family_name}".strip(),
        asked_in_words=held.asked_in_words,
        recorded_by=_who(held.recorded_by),
        identity_how=held.identity_how,
        identity_checked_on=held.identity_checked_on,
        extended=held.extended,
        extended_because=held.extended_because,
        refused_because=held.refused_because,
        items=items,
        given=given,
        withheld=withheld,
        prepared_by=_who(held.prepared_by),
        approved_by=_who(held.approved_by),
        released_at=held.released_at,
        steps=_steps(actor, held),
    )


def pack_items(pack: str) -> tuple[PackItem, ...]:
    """The records of a pack as it was frozen."""
    return tuple(
        PackItem(**{**one, "categories": tuple(one["categories"]), "values": tuple(map(tuple, one["values"]))})
        for one in json.loads(pack)
    )


def _items(held: AccessRequest) -> tuple[PackItem, ...]:
    if held.pack:
        return pack_items(held.pack)
    if held.identity_checked_on is None or held.refused_at is not None:
        return ()
    grounds = {one.record: str(HeldBack(one.ground).label) for one in held.held_back.all()}
    return gather(held.subject_id, held_back=grounds, by_the_person=held.asked_by == AskedBy.PERSON)


def _row(one: AccessRequest) -> RequestRow:
    answered = one.released_at is not None or one.refused_at is not None
    late = not answered and one.paused_on is None and one.due_on is not None and one.due_on < timezone.localdate()
    return RequestRow(
        id=one.pk,
        reference=one.file.reference,
        asked_by=str(AskedBy(one.asked_by).label),
        received_on=one.received_on,
        due_on=None if answered or one.paused_on else one.due_on,
        is_late=late,
        state=_state(one),
    )


def _state(one: AccessRequest) -> str:
    if one.refused_at is not None:
        return _("Refused")
    if one.released_at is not None:
        return _("Sent")
    if one.identity_checked_on is None:
        return _("Find out who asks: the clock begins then")
    if one.paused_on is not None:
        return _("We have asked what they mean: the clock stands")
    if one.approved_at is not None:
        return _("Approved: send it")
    return _("Waits for a second person") if one.prepared_at else _("To prepare")


def _steps(actor: Actor, held: AccessRequest) -> tuple[str, ...]:
    """The steps that this reader can take now."""
    if held.refused_at is not None:
        return ()
    if held.approved_at is not None:
        return ("release",)
    if held.identity_checked_on is None:
        return ("identity", "refuse")
    if held.paused_on is not None:
        return ("resume", "refuse")
    if held.prepared_by is not None:
        mine = held.prepared_by.practitioner_id == actor.practitioner
        return ("take_back",) if mine else ("approve", "take_back")
    return ("hold_back", "prepare", "pause", *(() if held.extended else ("extend",)), "refuse")


def _who(post: Post | None) -> str:
    return f"{post.practitioner.name}, {post.title}" if post else ""
