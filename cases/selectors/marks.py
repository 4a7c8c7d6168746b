"""Marks beside statements: what is said of a part of a contact or of a need, as far as the reader may see both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from agencies.actor import Actor
from agencies.models import Agency
from agencies.refusals import NotFound
from agencies.vocabulary import AgencyKind
from cases.models import ContactPart, Mark, NeedRecord
from cases.permits import MARKED_BY
from cases.selectors.head import Head, Opened, open_head, show
from cases.selectors.people import Member, People, people_in
from cases.vocabulary import MarkKind
from datasharing import door
from datasharing.door import OpenFile
from datasharing.policy import Part
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

_TOLD = Mark.objects.select_related("supplier", "recorded_by__practitioner", "recorded_by__agency")
MARKS = Prefetch("marks", _TOLD)
MARKS_OF_PARTS = Prefetch("parts__marks", _TOLD)


@dataclass(frozen=True)
class MarkRow:
    """One mark. `said_by` is the member of the family who disputes, empty where the practitioner does."""

    kind: str
    kind_words: str
    words: Shown[str]
    said_by: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class Dispute:
    """A mark that waits for an answer, and the post that recorded it."""

    id: int
    post: int


@dataclass(frozen=True)
class Statement:
    """What was recorded, for operations: from whom, about whom, who was there too (`around`), where it is read."""

    code: str
    page: str
    words: str
    category: str
    supplier: int
    supplier_kind: str
    post: int
    recorded_by: UUID
    recorded_at: datetime
    about: frozenset[UUID]
    around: frozenset[UUID]
    told_by: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class MarkingSheet:
    """A statement with its marks, and what this reader may say of it: codes of `MarkKind`."""

    head: Head
    words: Shown[str]
    category_words: str
    recorded_at: datetime
    marks: tuple[MarkRow, ...]
    open_to_me: tuple[str, ...]
    members: tuple[Member, ...]
    page: str


def mark_rows(
    opened: Opened, people: People, marks: Iterable[Mark], supplier: Agency, about: set[UUID]
) -> tuple[MarkRow, ...]:
    """The marks beside one statement that are open to this reader: as closed as the statement, and as their own."""
    return tuple(row for mark in marks if (row := _row(opened, people, mark, supplier, about)))


def _row(opened: Opened, people: People, mark: Mark, supplier: Agency, about: set[UUID]) -> MarkRow | None:
    whom = frozenset(about | ({mark.said_by_id} if mark.said_by_id else set()))
    sources = [
        Part(Category(mark.category), one.pk, AgencyKind(one.kind), whom)
        for one in {one.pk: one for one in (supplier, mark.supplier)}.values()
    ]
    words = opened.file.show_derived(mark.words, sources)
    if not words.is_open:
        return None
    return MarkRow(
        kind=mark.kind,
        kind_words=str(MarkKind(mark.kind).label),
        words=words,
        said_by=", ".join(people.names({mark.said_by_id})) if mark.said_by_id else "",
        recorded_by=f"{mark.recorded_by.practitioner.name}, {mark.recorded_by.agency.name}",
        recorded_at=mark.recorded_at,
    )


def statement(file: OpenFile, *, part: int | None, need: int | None) -> Statement | None:
    """A statement of this family that is open to the reader; None for any other, and of a withdrawn contact."""
    found = _of_contact(file, part) if part is not None else _of_need(file, need or 0)
    if found is None:
        return None
    kind = AgencyKind(found.supplier_kind)
    return found if file.decide(Category(found.category), found.supplier, kind, found.about).is_open else None


def open_dispute(held: Statement) -> Dispute | None:
    """The dispute that waits for an answer."""
    answered = {mark.answers_id for mark in held.marks}
    waiting = [mark for mark in held.marks if mark.kind == MarkKind.DISPUTED and mark.pk not in answered]
    return Dispute(waiting[-1].pk, waiting[-1].recorded_by_id) if waiting else None


def marking(actor: Actor, reference: str, *, part: int | None = None, need: int | None = None) -> MarkingSheet:
    """One statement, to be marked. NotFound where it is not open to the actor."""
    with door.open_one(actor, reference, kinds=MARKED_BY) as file:
        held = statement(file, part=part, need=need)
        if held is None:
            raise NotFound(reference)
        opened = open_head(file)
        people = people_in(opened)
        supplier = Agency.objects.get(pk=held.supplier)
        about = set(held.about)
        return MarkingSheet(
            head=opened.head,
            words=show(file, held.words, held.category, supplier, about, held.told_by),
            category_words=str(Category(held.category).label),
            recorded_at=held.recorded_at,
            marks=mark_rows(opened, people, held.marks, supplier, about),
            open_to_me=_open_to(actor, file, held),
            members=people.members,
            page=held.page,
        )


def _open_to(actor: Actor, file: OpenFile, held: Statement) -> tuple[str, ...]:
    dispute = open_dispute(held)
    answers = Reach.SUPERVISION in file.reaches or actor.agency == held.supplier
    stands = dispute is not None and answers and actor.practitioner != held.recorded_by
    found = ((MarkKind.DISPUTED, dispute is None), (MarkKind.CORRECTED, answers), (MarkKind.STANDS, stands))
    return tuple(str(kind) for kind, is_open in found if is_open)


def _of_contact(file: OpenFile, part: int) -> Statement | None:
    rows = ContactPart.objects.filter(
        pk=part, contact__case__family_id=file.id, contact__withdrawal__isnull=True
    ).select_related("contact__supplier", "contact__recorded_by", "contact__case")
    row = rows.prefetch_related("about", "contact__seen", MARKS).first()
    if row is None:
        return None
    contact = row.contact
    seen = [one.pk for one in contact.seen.all()]
    if file.restricts(Category.CONTACTS, seen):
        return None
    return Statement(
        code=f"contact_part:{row.pk}",
        page="cases:contacts",
        words=row.words,
        category=row.category,
        supplier=contact.supplier_id,
        supplier_kind=contact.supplier.kind,
        post=contact.recorded_by_id,
        recorded_by=contact.recorded_by.practitioner_id,
        recorded_at=contact.recorded_at,
        about=frozenset(one.pk for one in row.about.all()),
        around=frozenset({*seen, *(one.pk for one in row.about.all())}),
        told_by=row.told_by,
        marks=tuple(row.marks.all()),
    )


def _of_need(file: OpenFile, need: int) -> Statement | None:
    rows = NeedRecord.objects.filter(pk=need, case__family_id=file.id).select_related("supplier", "recorded_by", "case")
    row = rows.prefetch_related("about", MARKS).first()
    if row is None:
        return None
    return Statement(
        code=f"need:{row.pk}",
        page="cases:needs",
        words=row.evidence,
        category=row.category,
        supplier=row.supplier_id,
        supplier_kind=row.supplier.kind,
        post=row.recorded_by_id,
        recorded_by=row.recorded_by.practitioner_id,
        recorded_at=row.recorded_at,
        about=frozenset(one.pk for one in row.about.all()),
        around=frozenset(one.pk for one in row.about.all()),
        told_by=row.told_by,
        marks=tuple(row.marks.all()),
    )
