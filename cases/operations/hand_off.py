"""Hand off: plan, contact and closing leave once for the council's own system, so that nobody types them twice.

A document is written in the transaction of what happened, through the door, as a manager of the council may see it. It
waits sealed in the outbox and goes under its key; whoever takes it knows by the key whether it has it already. Should
somebody in the family be restricted or take back a consent before it goes, it is held, and says so. While an agreement
that opened any of it to the council is suspended or has ended, it waits, says so, and goes once it is in force again.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.drop import put_once
from agencies.operations import journal
from agencies.refusals import Invalid
from agencies.selectors.actor import acting
from agencies.vocabulary import AgencyKind, EntryKind
from agencies.words import Words
from cases.models import Case, FamilyMember, HandOff, OutsideRecord
from cases.selectors.handing_off import NEVER, Document, council_reader
from cases.vocabulary import Event, HandOffKind
from datasharing import door
from datasharing.disclosing import noting, still_opens
from datasharing.models import FamilyFile
from datasharing.selectors.protections import restricted, took_back
from datasharing.vocabulary import Category, Reach, ToldBy

log = structlog.get_logger("cases.hand_off")
KEEPERS = frozenset({Reach.KEY_WORKER, Reach.SUPERVISION})
MOST_TRIES = 20
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
NOBODY = Words("No manager of the council holds this family.")
NOTHING = Words("None of it may leave the house.")
RESTRICTED = Words("Somebody in the family was restricted before it went.")
TAKEN_BACK = Words("Somebody in the family took back their consent before it went.")
NOT_TODAY = Words("What opened it to the council is not in force today. It goes once it is again.")
SUPERVISING = frozenset({Reach.SUPERVISION})
LOOKED_AT_AGAIN = timedelta(minutes=10)
Carrier = Callable[[UUID, bytes], dict[str, str]]


class NotTaken(Exception):
    """The other system did not take it; it is tried again later."""


@transaction.atomic
def hand_off(
    case: Case,
    kind: HandOffKind,
    source: str,
    document: Callable[[Actor, str], Document | None],
    *,
    on: datetime | None = None,
) -> bool:
    """Write a document of what just happened into the outbox; whether one waits. Nothing where hand-off is off.

    `document` makes it, as a reader at the council and for the family's reference. The same `source` goes once.
    """
    if not settings.HAND_OFF or HandOff.objects.filter(source=source).exists():
        return False
    at = on or timezone.now()
    reader = council_reader(case.family_id)
    reference = FamilyFile.objects.values_list("reference", flat=True).get(pk=case.family_id)
    with noting() as parts:
        made = document(reader, reference) if reader else None
    row = HandOff(case=case, kind=kind, source=source, written_at=at, try_after=at)
    row.category = Category.CONTACTS if kind == HandOffKind.CONTACT else Category.PLAN
    if reader is None or made is None:
        row.held_at, row.held_why = at, NOTHING if reader else NOBODY
        row.save(force_insert=True)
        return False
    made = {"key": str(row.key), "kind": str(kind), "written_at": at.isoformat()} | made
    row.document, row.reader_id = made, reader.post
    row.parts = sorted(
        [str(category), supplier, str(kind), sorted(map(str, about)), str(told_by)]
        for category, supplier, kind, about, told_by in parts
        if category not in NEVER
    )
    row.digest = sha256(_bytes(made)).hexdigest()
    row.save(force_insert=True)
    journal.record(
        reader,
        Event.HANDED_OFF,
        families=[case.family_id],
        detail={"key": str(row.key), "kind": str(kind), "source": source, "digest": row.digest},
        kind=EntryKind.LOOK,
        on=at,
    )
    return True


def send_hand_offs(*, most: int = 100, on: datetime | None = None, by: Carrier | None = None) -> int:
    """Send what waits, the oldest first; returns how many went."""
    at = on or timezone.now()
    waiting = HandOff.objects.filter(sent_at=None, held_at=None, try_after__lte=at, tries__lt=MOST_TRIES)
    keys = list(waiting.order_by("written_at", "key").values_list("pk", flat=True)[:most])
    return sum(send_hand_off(key, by=by or carrier(), on=on) for key in keys)


def send_hand_off(key: UUID, *, by: Carrier, on: datetime | None = None) -> bool:
    """Try one document; whether it went just now. Counted first, then locked, handed over and marked.

    What may not go today is not counted as tried, and is looked at again in ten minutes.
    """
    at = on or timezone.now()
    with transaction.atomic():
        row = _lock(key)
        if row is None or row.try_after > at:
            return False
        stays = _why_it_stays(row, at)
        if stays:
            row.held_at, row.held_why = at, stays
            row.save(update_fields=["held_at", "held_why"])
            return False
        if not _may_go(row):
            row.try_after, row.held_why = at + LOOKED_AT_AGAIN, NOT_TODAY
            row.save(update_fields=["try_after", "held_why"])
            return False
        row.try_after = at + min(FIRST_WAIT * 2**row.tries, LONGEST_WAIT)
        row.tries += 1
        row.save(update_fields=["tries", "try_after"])
    try:
        with transaction.atomic():
            row = _lock(key)
            if row is None or _why_it_stays(row, at) or not _may_go(row):
                return False
            _keep_number(row, by(row.key, _bytes(row.document)), at)
            row.sent_at, row.held_why = at, ""
            row.save(update_fields=["sent_at", "held_why"])
            return True
    except NotTaken as error:
        log.warning("hand_off.not_taken", key=str(key), why=type(error.__cause__).__name__)
        return False


@transaction.atomic
def keep_outside_number(
    actor: Actor, family_reference: str, *, number: str, link: str = "", on: datetime | None = None
) -> None:
    """Keep the family's number and link in the council's own system."""
    file = door.take(
        actor, family_reference, kinds=KEEPERS, words=_("The key worker or their manager keeps the council's number.")
    )
    kept = number.strip()
    if not kept or len(kept) > 60 or "\x00" in kept:
        raise Invalid(_("Enter the number, of at most 60 characters."), "number")
    address = link.strip()
    if address and (not address.startswith("https://") or len(address) > 500 or "\x00" in address):
        raise Invalid(_("A link begins with https:// and has at most 500 characters."), "link")
    _write_number(file.id, kept, address, actor.post, on or timezone.now())
    journal.record(actor, Event.OUTSIDE_NUMBER_KEPT, families=[file.id])


def carrier() -> Carrier:
    """How this installation hands off."""
    where = str(settings.HAND_OFF)
    return _by_https(where) if "://" in where else _into(Path(where))


def _into(folder: Path) -> Carrier:
    def carry(key: UUID, content: bytes) -> dict[str, str]:
        try:
            put_once(folder, f"{key}.json", content)
        except OSError as error:
            raise NotTaken from error
        return {}

    return carry


def _by_https(address: str) -> Carrier:
    """By one POST under an idempotency key; an answer of 409 says that it is there already."""

    def carry(key: UUID, content: bytes) -> dict[str, str]:
        if not address.startswith(("https://", "http://127.0.0.1:")):
            raise NotTaken from ValueError("not HTTPS")
        head = {"Content-Type": "application/json", "Idempotency-Key": str(key)}
        asked = urllib.request.Request(address, data=content, headers=head, method="POST")  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 # nosec B310
                told = json.loads(answer.read(65536) or b"{}")
        except urllib.error.HTTPError as error:
            if error.code == 409:
                return {}
            raise NotTaken from error
        except (OSError, ValueError) as error:
            raise NotTaken from error
        return {name: str(told[name]) for name in ("number", "link") if isinstance(told, dict) and told.get(name)}

    return carry


def _may_go(row: HandOff) -> bool:
    """Whether a manager of the council who holds the family may see today all that is in it."""
    reader = acting(None, row.reader_id) if row.reader_id else None
    reader = reader or council_reader(row.case.family_id)
    parts = [
        (Category(category), supplier, AgencyKind(kind), frozenset(map(UUID, about)), ToldBy(told_by))
        for category, supplier, kind, about, told_by in row.parts
    ]
    return reader is not None and still_opens(reader, SUPERVISING, parts)


def _why_it_stays(row: HandOff, at: datetime) -> str:
    """What became of somebody in the family since a document was written, and keeps it here; else nothing."""
    members = FamilyMember.objects.filter(family_id=row.case.family_id)
    people = list(members.values_list("person_id", flat=True))
    if restricted(people, at) - restricted(people, row.written_at):
        return RESTRICTED
    return TAKEN_BACK if took_back(people, row.written_at, at) else ""


def _lock(key: UUID) -> HandOff | None:
    waiting = HandOff.objects.filter(pk=key, sent_at=None, held_at=None)
    return waiting.select_for_update(of=("self",), skip_locked=True).select_related("case").first()


def _keep_number(row: HandOff, told: dict[str, str], at: datetime) -> None:
    number, link = told.get("number", "")[:60], told.get("link", "")[:500]
    if number:
        _write_number(row.case.family_id, number, link if link.startswith("https://") else "", None, at)


def _write_number(family: UUID, number: str, link: str, post: int | None, at: datetime) -> None:
    held = OutsideRecord.objects.filter(family_id=family).first() or OutsideRecord(family_id=family)
    held.number, held.link, held.recorded_by_id, held.recorded_at = number, link, post, at
    held.save()


def _bytes(document: Document | None) -> bytes:
    return json.dumps(document, sort_keys=True, ensure_ascii=False).encode()
