"""A contact with the family: recorded once, complete, and never edited afterwards."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, Refused
from cases.models import Contact, ContactPart
from cases.operations.hand_off import hand_off
from cases.operations.keep_draft import settle_draft
from cases.operations.live_case import Taken, live_case, moment, needed_words, optional_words, people_of
from cases.operations.set_urgency import set_urgency
from cases.permits import PERMITS, Step
from cases.selectors.handing_off import contact_document
from cases.vocabulary import ContactKind, Event, HandOffKind
from datasharing import door
from datasharing.vocabulary import Category, ToldBy

LONGEST_MINUTES = 24 * 60
EARLIEST = timedelta(days=2 * 365)
"""How long after it was held a contact may still be recorded."""


class NewPart(NamedTuple):
    """What was said or seen, of one category, about these subjects (none: the whole family).

    A child's own words have `is_child_voice` and are about that child alone.
    """

    category: str
    about: Sequence[UUID]
    words: str
    is_child_voice: bool = False
    told_by: str = ToldBy.PRACTITIONER


@transaction.atomic
def record_contact(
    actor: Actor,
    family_reference: str,
    *,
    kind: str,
    held_at: datetime,
    minutes: int,
    place_words: str = "",
    seen: Sequence[UUID] = (),
    parts: Sequence[NewPart] = (),
    next_step: str = "",
    submission: UUID | None = None,
    on: datetime | None = None,
) -> int:
    """Record a contact; returns it. `submission` is the form's own number: sent twice, the contact is recorded once.

    `seen` are subjects of the family; `minutes` the practitioner's time with them.
    """
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.RECORD_CONTACT].reaches,
        words=_("Only those who work with the family record contacts."),
    )
    already = Contact.objects.filter(submission=submission).first() if submission else None
    if already:
        if already.case.family_id == file.id and already.recorded_by_id == actor.post:
            settle_draft(file.id, actor.post, Step.RECORD_CONTACT, submission)
            return already.pk
        raise Refused(_("This number of submission was used for another contact. Open the form again."))
    case = live_case(file, *PERMITS[Step.RECORD_CONTACT].states)
    at = moment(on)
    _check(kind, held_at, minutes, at)
    contact = Contact.objects.create(
        case=case,
        kind=kind,
        held_at=held_at,
        minutes=minutes,
        place_words=_place(place_words),
        next_step=optional_words(next_step, _("the next step"), "next_step"),
        supplier_id=actor.agency,
        recorded_by_id=actor.post,
        recorded_at=at,
        submission=submission,
    )
    present = people_of(file, seen, field="seen")
    if present and kind == ContactKind.ATTEMPTED:
        raise Invalid(
            _("Nobody was seen in an attempted contact. Untick who was seen, or choose how it was held."), field="seen"
        )
    contact.seen.set(present)  # type: ignore[arg-type]
    about = _write_parts(file, contact, [NewPart(*part) for part in parts])
    settle_draft(file.id, actor.post, Step.RECORD_CONTACT, submission)
    set_urgency(actor, case)
    journal.record(
        actor,
        Event.CONTACT_RECORDED,
        families=[file.id],
        subjects={*present, *about},
        detail={"contact": contact.pk, "kind": str(kind), "minutes": minutes},
    )
    hand_off(
        case,
        HandOffKind.CONTACT,
        f"contact:{contact.pk}",
        partial(contact_document, contact=contact.pk),
        on=at,
    )
    return contact.pk


def _check(kind: str, held_at: datetime, minutes: int, at: datetime) -> None:
    if kind not in ContactKind.values:
        raise Invalid(_("Choose how the contact was made."), field="kind")
    if timezone.is_naive(held_at):
        raise Invalid(_("Say when the contact was, with its time zone."), field="held_at")
    if held_at > at:
        raise Invalid(_("The contact must be now or in the past."), field="held_at")
    if held_at < at - EARLIEST:
        raise Invalid(_("The contact must be within the last two years."), field="held_at")
    if not 0 <= minutes <= LONGEST_MINUTES:
        raise Invalid(_("Enter the minutes as a number from 0 to 1,440."), field="minutes")


def _place(words: str) -> str:
    place = optional_words(words, _("where it was"), "place_words")
    if len(place) > 200:
        raise Invalid(_("Shorten where it was: at most 200 characters can be kept."), field="place_words")
    return place


def _write_parts(file: Taken, contact: Contact, parts: Sequence[NewPart]) -> set[UUID]:
    if not parts and contact.kind != ContactKind.ATTEMPTED:
        raise Invalid(_("Write what was said or seen."), field="words")
    everyone: set[UUID] = set()
    for part in parts:
        if part.category not in Category.values:
            raise Invalid(_("Choose what each part is about."), field="category")
        if part.told_by not in ToldBy.values:
            raise Invalid(_("Say who told it."), field="told_by")
        about = people_of(file, part.about, field="about")
        if part.is_child_voice and len(about) != 1:
            raise Invalid(_("Say which child said it."), field="child")
        kept = ContactPart.objects.create(
            contact=contact,
            category=part.category,
            words=needed_words(part.words, _("what was said or seen"), "words"),
            is_child_voice=part.is_child_voice,
            told_by=part.told_by,
        )
        kept.about.set(about)  # type: ignore[arg-type]
        everyone.update(about)
    return everyone
