"""Put a document into a family's file, checked by what it is; or take one out that was put there in error."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.languages import told
from agencies.operations import journal
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.selectors.agencies import AgencySheet, agencies_at
from agencies.vocabulary import AgencyKind
from cases.documents import NotTaken, clean_name, kind_of
from cases.models import Document
from cases.operations.live_case import live_case, moment, needed_words, people_of
from cases.permits import PERMITS, Step
from cases.vocabulary import Event
from datasharing import door
from datasharing.door import OpenFile
from datasharing.vocabulary import Category, Reach

PERMIT = PERMITS[Step.ADD_DOCUMENT]
NOT_YOURS = gettext_lazy("Only those who work with the family put documents into its file.")
ONLY = gettext_lazy("Whoever put a document here, or the family’s manager, takes it out.")
LONGEST_TITLE = 150
EARLIEST = date(1900, 1, 1)
CLOSED_TO_YOU = gettext_lazy(
    "You could not open it yourself afterwards: this, from this agency, is closed to you. Where the family gave it to"
    " you, choose your own agency."
)


@transaction.atomic
def add_document(
    actor: Actor,
    family_reference: str,
    *,
    content: bytes,
    file_name: str,
    title: str,
    category: str,
    about: UUID | None = None,
    supplier: str = "",
    dated_on: date | None = None,
    submission: UUID | None = None,
    on: datetime | None = None,
) -> int:
    """Keep a document; returns it. `supplier` is the reference of the agency that wrote it, else the actor's own.

    Sent twice by the same form it is kept once. Refused where it is too large, empty, broken, or of no kind that is
    taken, and where it would be closed to whoever sends it.
    """
    file = door.take(actor, family_reference, kinds=PERMIT.reaches, words=str(NOT_YOURS))
    live_case(file, *PERMIT.states)
    before = Document.objects.filter(submission=submission, file_id=file.id).first() if submission else None
    if before is not None:
        return before.pk
    at = moment(on)
    words = needed_words(title, _("what it is called"), "title")
    if len(words) > LONGEST_TITLE:
        raise Invalid(
            _("Shorten what it is called: at most %(longest_title)s letters can be kept.")
            % {"longest_title": LONGEST_TITLE},
            "title",
        )
    if category not in Category.values:
        raise Invalid(_("Choose what it tells of."), "category")
    if dated_on and not EARLIEST <= dated_on <= timezone.localdate(at):
        raise Invalid(_("The day must be in 1900 or later, and not in the future."), "dated_on")
    people = people_of(file, [about] if about else [], field="about")
    if any(file.hides(one) for one in people):
        raise Invalid(_("Choose people who belong to this family."), "about")
    agency = _supplier(actor, file, supplier)
    if not file.decide(Category(category), agency.id, agency.kind, people).is_open:
        raise Invalid(str(CLOSED_TO_YOU), "supplier")
    try:
        kind = kind_of(content)
        name = clean_name(file_name, kind)
    except NotTaken as refused:
        raise Invalid(told(refused.words), "file") from refused
    made = Document.objects.create(
        file_id=file.id,
        about_id=people[0] if people else None,
        category=category,
        supplier_id=agency.id,
        title=words,
        file_name=name,
        kind=kind.name,
        content=content,
        size=len(content),
        dated_on=dated_on,
        recorded_by_id=actor.post,
        recorded_at=at,
        submission=submission,
    )
    journal.record(
        actor,
        Event.DOCUMENT_ADDED,
        families=[file.id],
        subjects=people,
        detail={"document": made.pk, "kind": kind.name, "bytes": len(content), "category": category},
        on=at,
    )
    return made.pk


@transaction.atomic
def withdraw_document(
    actor: Actor, family_reference: str, document: int, *, reason: str, on: datetime | None = None
) -> int:
    """It was put here in error; returns it. NotFound where it is not open to the actor."""
    file = door.take(actor, family_reference, kinds=PERMIT.reaches, words=str(ONLY))
    held = Document.objects.defer("content").select_related("supplier").filter(pk=document, file_id=file.id).first()
    about = [held.about_id] if held and held.about_id else []
    if (
        held is None
        or not file.decide(Category(held.category), held.supplier_id, AgencyKind(held.supplier.kind), about).is_open
    ):
        raise NotFound(str(document))
    if held.recorded_by_id != actor.post and Reach.SUPERVISION not in file.reaches:
        raise NotAllowed(str(ONLY))
    if held.withdrawn_at:
        raise Refused(_("This document is taken out already."))
    at = moment(on)
    held.withdrawn_because = needed_words(reason, _("why it was put here in error"), "reason")
    held.withdrawn_by_id, held.withdrawn_at = actor.post, at
    held.save(update_fields=["withdrawn_because", "withdrawn_by", "withdrawn_at"])
    journal.record(
        actor, Event.DOCUMENT_WITHDRAWN, families=[file.id], subjects=about, detail={"document": held.pk}, on=at
    )
    return held.pk


def _supplier(actor: Actor, file: OpenFile, reference: str) -> AgencySheet:
    """The agency that wrote it: one that works where the family lives; the actor's own where none is named."""
    for agency in agencies_at(file.place):
        if agency.reference == reference or (not reference and agency.id == actor.agency):
            return agency
    raise Invalid(_("Choose an agency that works here."), "supplier")
