"""The documents in a family's file, as far as the reader may see them; and one of them, to keep."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.languages import told
from agencies.operations import journal
from agencies.refusals import NotFound
from agencies.selectors.agencies import AgencySheet, agencies_at
from agencies.vocabulary import EntryKind
from cases.documents import KINDS
from cases.models import Document
from cases.selectors.head import Head, Section, open_head, section, show
from cases.selectors.people import Member, people_in
from datasharing import door
from datasharing.door import OpenFile
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Event, Reach


@dataclass(frozen=True)
class DocumentRow:
    """One document in the list. One that was taken out has `withdrawn_by`, and no title."""

    id: int
    title: str
    kind_words: str
    size: int
    about: str
    category_words: str
    supplier: str
    dated_on: date | None
    recorded_by: str
    recorded_at: datetime
    withdrawn_by: str
    withdrawn_because: str
    may_withdraw: bool


@dataclass(frozen=True)
class DocumentsSheet:
    """The documents, the latest first; the people they can be about, and the agencies that they can come from."""

    head: Head
    rows: tuple[DocumentRow, ...]
    members: tuple[Member, ...]
    suppliers: tuple[AgencySheet, ...]
    section: Section

    def row(self, document: int) -> DocumentRow | None:
        """One by its number."""
        return next((row for row in self.rows if row.id == document), None)


@dataclass(frozen=True)
class DocumentFile:
    """A document to keep: its name, what it is, and its bytes."""

    name: str
    media_type: str
    content: bytes


def documents(actor: Actor, reference: str) -> DocumentsSheet:
    """The documents of a family. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        people = people_in(opened)
        held = (
            Document.objects.filter(file_id=file.id)
            .defer("content", "file_name")
            .select_related("supplier", "recorded_by__practitioner", "withdrawn_by__practitioner")
        )
        agencies = agencies_at(file.place)
        own = [one for one in agencies if one.id == actor.agency]
        return DocumentsSheet(
            head=opened.head,
            rows=tuple(row for one in held if (row := _row(actor, file, one, people.names(_about(one))))),
            members=people.members,
            suppliers=(*own, *(one for one in agencies if one.id != actor.agency)),
            section=section(file, Category.CONTACTS, Category.EDUCATION, Category.SOCIAL_CARE, Category.HOUSING),
        )


def document_file(actor: Actor, reference: str, document: int) -> DocumentFile:
    """One document, to keep; that it was taken is a disclosure of its own. NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        one = Document.objects.select_related("supplier").filter(pk=document, file_id=file.id).first()
        if one is None or one.withdrawn_at is not None:
            raise NotFound(str(document))
        shown = _shown(file, one)
        if shown.value is None:
            raise NotFound(str(document))
        basis = sorted({reason.code for reason in shown.reasons})
        seen = {one.category: {"level": shown.level, "basis": basis}}
        journal.record(
            actor,
            Event.EXPORTED,
            families=[file.id],
            subjects=_about(one),
            detail={"seen": seen, "document": one.pk},
            kind=EntryKind.LOOK,
        )
        return DocumentFile(one.file_name, KINDS[one.kind].media_type, one.content)


def _shown(file: OpenFile, one: Document) -> Shown[str]:
    """Its title; closed where the document is."""
    return show(file, one.title, one.category, one.supplier, _about(one))


def _about(one: Document) -> list[UUID]:
    return [one.about_id] if one.about_id else []


def _row(actor: Actor, file: OpenFile, one: Document, about: tuple[str, ...]) -> DocumentRow | None:
    """One in the list; none where it is closed, and none where it is about somebody of whom the reader may not know."""
    shown = _shown(file, one)
    if shown.value is None or (one.about_id and file.hides(one.about_id)):
        return None
    is_in = one.withdrawn_at is None
    return DocumentRow(
        id=one.pk,
        title=shown.value if is_in else "",
        kind_words=told(KINDS[one.kind].words),
        size=one.size,
        about=", ".join(about) or (_("Somebody who has left") if one.about_id else _("The whole family")),
        category_words=str(Category(one.category).label),
        supplier=one.supplier.name,
        dated_on=one.dated_on,
        recorded_by=one.recorded_by.practitioner.name,
        recorded_at=one.recorded_at,
        withdrawn_by="" if is_in or one.withdrawn_by is None else one.withdrawn_by.practitioner.name,
        withdrawn_because=one.withdrawn_because,
        may_withdraw=is_in and (one.recorded_by_id == actor.post or Reach.SUPERVISION in file.reaches),
    )
