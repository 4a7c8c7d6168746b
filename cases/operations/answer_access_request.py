"""An access request: recorded by whoever was asked, answered by the governance lead, approved by a second person.

The person is told what is held about them, and nothing of anybody else. Whoever is implicated in what happened to them
has no part in it, and does not learn that there is a request.
"""

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.places import lies_inside
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import RUNS_THE_PLACE, EntryKind, Role
from cases.answering import MOST_EXTENSION, due_on
from cases.models import AccessRequest, FamilyMember, HeldBackRecord
from cases.selectors.access_pack import PackItem, gather
from cases.vocabulary import AskedBy, Event, HeldBack
from datasharing import door
from datasharing.models import Competence, ParentalResponsibility
from datasharing.operations.restrictions import is_implicated
from datasharing.vocabulary import Reach

ANSWERERS = frozenset({Role.GOVERNANCE_LEAD, Role.DUTY_MANAGER})
ASKED = frozenset({Reach.KEY_WORKER, Reach.SUPERVISION})


@transaction.atomic
def record_access_request(
    actor: Actor,
    family_reference: str,
    *,
    subject: UUID,
    asked_by: str,
    received_on: date,
    words: str = "",
    child_agrees: bool | None = None,
    on: datetime | None = None,
) -> int:
    """Somebody has asked, by whatever way, for what is held about a member of this family; returns the request."""
    file = door.take(actor, family_reference, kinds=ASKED, words=_("The key worker, or their manager, records it."))
    if not FamilyMember.objects.filter(family_id=file.id, person_id=subject, left_on__isnull=True).exists():
        raise Invalid(_("Choose somebody of this family."), field="subject")
    if asked_by not in AskedBy.values:
        raise Invalid(_("Say who asked."), field="asked_by")
    if received_on > timezone.localdate(on or timezone.now()):
        raise Invalid(_("This day is still to come."), field="received_on")
    made = AccessRequest.objects.create(
        file_id=file.id,
        subject_id=subject,
        asked_by=asked_by,
        asked_in_words=words.strip(),
        child_agrees=child_agrees,
        received_on=received_on,
        recorded_by_id=actor.post,
        recorded_at=on or timezone.now(),
    )
    _write(actor, Event.ACCESS_REQUEST_RECORDED, made, on, asked_by=asked_by)
    return made.pk


@transaction.atomic
def check_identity(actor: Actor, request: int, *, how: str, on: datetime | None = None) -> None:
    """We know who asks, and that they may: the clock begins. A parent is refused for a child who has not agreed."""
    held = _open(actor, request)
    if held.identity_checked_on is not None:
        raise Refused(_("This was checked before."))
    if not how.strip():
        raise Invalid(_("Say how you know who asks."), field="how")
    if held.asked_by == AskedBy.PARENT:
        _require_parent(held)
    held.identity_how, held.identity_checked_on = how.strip(), timezone.localdate(on or timezone.now())
    _set_due(held)
    _write(actor, Event.ACCESS_IDENTITY_CHECKED, held, on, due_on=held.due_on)


def _require_parent(held: AccessRequest) -> None:
    """Somebody holds parental responsibility and is no risk; and the child, where able to decide, has agreed."""
    holders = ParentalResponsibility.objects.filter(child_id=held.subject_id, ends_on__isnull=True, is_risk=False)
    if not holders.exists():
        raise Refused(
            _("Nobody is recorded who may ask for this child. Record who holds parental responsibility first.")
        )
    able = Competence.objects.filter(subject_id=held.subject_id, is_able=True, ends_at__isnull=True)
    if able.exists() and not held.child_agrees:
        raise Refused(_("This child was judged able to decide, and has not agreed. Refuse the request, and say so."))


@transaction.atomic
def pause_clock(actor: Actor, request: int, *, on: datetime | None = None) -> None:
    """What is asked is not clear, and we have asked; the clock stands until they answer."""
    held = _open(actor, request)
    if held.identity_checked_on is None or held.paused_on is not None:
        raise Refused(_("The clock does not run."))
    held.paused_on = timezone.localdate(on or timezone.now())
    held.save()
    _write(actor, Event.ACCESS_CLOCK_PAUSED, held, on)


@transaction.atomic
def resume_clock(actor: Actor, request: int, *, on: datetime | None = None) -> None:
    """They have answered; the days between do not count."""
    held = _open(actor, request)
    if held.paused_on is None:
        raise Refused(_("The clock runs."))
    held.paused_days += (timezone.localdate(on or timezone.now()) - held.paused_on).days
    held.paused_on = None
    _set_due(held)
    _write(actor, Event.ACCESS_CLOCK_RESUMED, held, on, due_on=held.due_on)


@transaction.atomic
def extend_clock(actor: Actor, request: int, *, months: int, because: str, on: datetime | None = None) -> None:
    """It takes longer, by two months at most; whoever asked is told so, and why, before the first month is over."""
    held = _open(actor, request)
    if held.due_on is None:
        raise Refused(_("The clock does not run yet."))
    if held.extended:
        raise Refused(_("It was extended before. It can be extended once."))
    if not 1 <= months <= MOST_EXTENSION:
        raise Invalid(_("It can be extended by one month or two."), field="months")
    if not because.strip():
        raise Invalid(_("Say why it takes longer."), field="because")
    if timezone.localdate(on or timezone.now()) > held.due_on:
        raise Refused(_("The first month is over. It can no longer be extended."))
    held.extended, held.extended_because = months, because.strip()
    _set_due(held)
    _write(actor, Event.ACCESS_CLOCK_EXTENDED, held, on, months=months, due_on=held.due_on)


@transaction.atomic
def hold_back(actor: Actor, request: int, *, record: str, ground: str, on: datetime | None = None) -> None:
    """Keep one record out of the pack, on a ground that the law knows. The pack says that it was."""
    held = _open(actor, request)
    if ground not in HeldBack.values:
        raise Invalid(_("Choose the ground."), field="ground")
    if held.prepared_at is not None:
        raise Refused(_("The pack is prepared. Take it back first."))
    if record not in {item.record for item in _gather(held) if not item.withheld}:
        raise Invalid(_("This record is not given."), field="record")
    HeldBackRecord.objects.create(
        request=held, record=record, ground=ground, held_back_by_id=actor.post, held_back_at=on or timezone.now()
    )
    _write(actor, Event.ACCESS_HELD_BACK, held, on, record=record, ground=ground)


@transaction.atomic
def prepare_pack(actor: Actor, request: int, *, on: datetime | None = None) -> None:
    """The pack as it stands today, frozen for a second person to approve."""
    held = _open(actor, request)
    if held.due_on is None:
        raise Refused(_("First say how you know who asks."))
    if held.prepared_at is not None:
        raise Refused(_("The pack is prepared already."))
    with translation.override(None):
        items = _gather(held)
    held.pack = json.dumps([asdict(item) for item in items], ensure_ascii=False)
    held.prepared_by_id, held.prepared_at = actor.post, on or timezone.now()
    held.save()
    withheld = sum(bool(item.withheld) for item in items)
    digest = hashlib.sha256(held.pack.encode()).hexdigest()
    _write(
        actor, Event.ACCESS_PACK_PREPARED, held, on,
        given=len(items) - withheld, withheld=withheld, sealed_digest=digest[:16],
    )  # fmt: skip


@transaction.atomic
def take_back_pack(actor: Actor, request: int, *, on: datetime | None = None) -> None:
    """The pack is not right: it is prepared again."""
    held = _open(actor, request)
    if held.prepared_at is None or held.approved_at is not None:
        raise Refused(_("There is no pack that waits to be approved."))
    held.pack, held.prepared_by, held.prepared_at = "", None, None
    held.save()
    _write(actor, Event.ACCESS_PACK_TAKEN_BACK, held, on)


@transaction.atomic
def approve_pack(actor: Actor, request: int, *, on: datetime | None = None) -> None:
    """A second person has read it and agrees that it goes."""
    held = _open(actor, request)
    if held.prepared_at is None or held.prepared_by is None:
        raise Refused(_("The pack is not prepared yet."))
    if held.approved_at is not None:
        raise Refused(_("It is approved already."))
    if held.prepared_by.practitioner_id == actor.practitioner:
        raise NotAllowed(_("You prepared this pack. Somebody else approves it."))
    held.approved_by_id, held.approved_at = actor.post, on or timezone.now()
    held.save()
    _write(actor, Event.ACCESS_PACK_APPROVED, held, on)


@transaction.atomic
def release_pack(actor: Actor, request: int, *, on: datetime | None = None) -> str:
    """Hand the pack over: the first time the request is answered by it; each time is a disclosure. Returns its JSON."""
    held = _take(actor, request)
    if held.approved_at is None:
        raise Refused(_("Nothing is sent before a second person has approved it."))
    first = held.released_at is None
    if first:
        held.released_by_id, held.released_at = actor.post, on or timezone.now()
        held.save()
    categories = sorted({one for item in json.loads(held.pack) for one in item["categories"] if not item["withheld"]})
    journal.record(
        actor, Event.ACCESS_PACK_RELEASED, families=[held.file_id], subjects=[held.subject_id],
        detail={"request": held.pk, "first": first, "about": categories}, kind=EntryKind.LOOK, on=on,
    )  # fmt: skip
    pack: str = held.pack
    return pack


@transaction.atomic
def refuse_request(actor: Actor, request: int, *, because: str, on: datetime | None = None) -> None:
    """It is not answered, and whoever asked is told why, and of the Information Commissioner."""
    held = _open(actor, request)
    if not because.strip():
        raise Invalid(_("Say why, as it is told to whoever asked."), field="because")
    held.refused_because, held.refused_by_id, held.refused_at = because.strip(), actor.post, on or timezone.now()
    held.save()
    _write(actor, Event.ACCESS_REQUEST_REFUSED, held, on)


def require_answerer(actor: Actor) -> None:
    """NotAllowed unless the actor answers access requests: the council's governance lead or duty manager."""
    if actor.role not in ANSWERERS or actor.kind not in RUNS_THE_PLACE:
        raise NotAllowed(_("The information governance lead and the duty manager answer access requests."))
    if not actor.is_live(timezone.localdate()):
        raise NotFound


def _gather(held: AccessRequest) -> tuple[PackItem, ...]:
    grounds = {one.record: str(HeldBack(one.ground).label) for one in held.held_back.all()}
    return gather(held.subject_id, held_back=grounds, by_the_person=held.asked_by == AskedBy.PERSON)


def _take(actor: Actor, request: int) -> AccessRequest:
    require_answerer(actor)
    rows = AccessRequest.objects.select_for_update(of=("self",)).select_related("file__place", "prepared_by")
    held = rows.filter(pk=request).first()
    if held is None or not lies_inside(held.file.place.path, actor.place):
        raise NotFound
    if is_implicated(actor.post, held.subject_id):
        raise NotFound
    return held


def _open(actor: Actor, request: int) -> AccessRequest:
    held = _take(actor, request)
    if held.refused_at is not None or held.released_at is not None:
        raise Refused(_("This request is answered."))
    return held


def _set_due(held: AccessRequest) -> None:
    held.due_on = due_on(
        held.received_on, held.identity_checked_on, paused_days=held.paused_days, extended=held.extended
    )
    held.save()


def _write(actor: Actor, event: Event, held: AccessRequest, on: datetime | None, **detail: object) -> None:
    told = {"request": held.pk, **detail}
    journal.record(actor, event, families=[held.file_id], subjects=[held.subject_id], detail=told, on=on)
