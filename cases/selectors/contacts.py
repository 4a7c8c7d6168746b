"""Contacts with a family, latest first: each made of parts, of which a reader sees those that are open to them."""

from dataclasses import dataclass
from datetime import datetime

from agencies.actor import Actor
from agencies.refusals import NotFound
from cases.models import Contact, ContactPart, Withdrawal
from cases.permits import MARKED_BY
from cases.selectors.head import Head, Opened, Section, is_open, open_head, section, show
from cases.selectors.marks import MARKS_OF_PARTS, MarkRow, mark_rows
from cases.selectors.pages import Page, page_of
from cases.selectors.people import Member, People, people_in
from cases.vocabulary import ContactKind
from datasharing import door
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

PAGE = 20


@dataclass(frozen=True)
class PartRow:
    """What was said or seen, of one category. `about` are names; none of them means the whole family."""

    id: int
    category: str
    category_words: str
    words: Shown[str]
    about: tuple[str, ...]
    is_child_voice: bool
    marks: tuple[MarkRow, ...]


@dataclass(frozen=True)
class Withdrawn:
    """That a contact was recorded in error. Nothing of it is shown any longer but this."""

    reason: Shown[str]
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True)
class ContactRow:
    """One contact, as far as this reader may see it."""

    id: int
    kind: str
    kind_words: str
    held_at: datetime
    minutes: int
    place: Shown[str]
    seen: tuple[str, ...]
    parts: tuple[PartRow, ...]
    next_step: Shown[str]
    recorded_by: str
    recorded_at: datetime
    withdrawn: Withdrawn | None
    may_withdraw: bool


@dataclass(frozen=True)
class ContactsSheet:
    """A page of contacts, and the people whom one can be about."""

    head: Head
    contacts: tuple[ContactRow, ...]
    page: Page
    members: tuple[Member, ...]
    children: tuple[Member, ...]
    may_mark: bool
    section: Section


def contacts(actor: Actor, reference: str, *, page: int = 1) -> ContactsSheet:
    """A page of a family's contacts. Raises NotFound where the family is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        people = people_in(opened)
        found, number = page_of(_visible(opened), page, PAGE)
        return ContactsSheet(
            head=opened.head,
            contacts=tuple(_row(actor, opened, people, contact) for contact in found),
            page=number,
            members=people.members,
            children=people.children,
            may_mark=bool(file.reaches & MARKED_BY),
            section=section(file, Category.CONTACTS),
        )


def one_contact(actor: Actor, reference: str, wanted: int) -> tuple[Head, ContactRow]:
    """One contact of a family. NotFound where nothing of it may be known."""
    with door.open_one(actor, reference, kinds=MARKED_BY) as file:
        opened = open_head(file)
        row = contact_row(actor, opened, people_in(opened), wanted)
        if row is None:
            raise NotFound(reference)
        return opened.head, row


def contact_rows(actor: Actor, opened: Opened, people: People) -> tuple[ContactRow, ...]:
    """Every contact of an opened family of which something may be known, latest first."""
    return tuple(_row(actor, opened, people, contact) for contact in _visible(opened))


def contact_row(actor: Actor, opened: Opened, people: People, wanted: int) -> ContactRow | None:
    """One contact of an opened family; None where nothing of it may be known."""
    found = next((contact for contact in _visible(opened) if contact.pk == wanted), None)
    return _row(actor, opened, people, found) if found else None


def _visible(opened: Opened) -> list[Contact]:
    """The contacts of which this reader may see at least one part, or that there was one.

    A contact with somebody whose contacts are restricted to others is not among them.
    """
    found = (
        Contact.objects.filter(case__family_id=opened.file.id)
        .select_related(
            "supplier",
            "recorded_by__practitioner",
            "recorded_by__agency",
            "case",
            "withdrawal__withdrawn_by__practitioner",
            "withdrawal__withdrawn_by__agency",
        )
        .prefetch_related("seen", "parts__about", MARKS_OF_PARTS)
    )
    return [
        contact
        for contact in found
        if not opened.file.restricts(Category.CONTACTS, [subject.pk for subject in contact.seen.all()])
        and (
            is_open(opened.file, Category.CONTACTS, contact.supplier)
            or any(_part_is_open(opened, contact, part) for part in contact.parts.all())
        )
    ]


def _part_is_open(opened: Opened, contact: Contact, part: ContactPart) -> bool:
    return is_open(opened.file, part.category, contact.supplier, [subject.pk for subject in part.about.all()])


def _row(actor: Actor, opened: Opened, people: People, contact: Contact) -> ContactRow:
    file = opened.file
    held = getattr(contact, "withdrawal", None)
    seen = set() if held else {subject.pk for subject in contact.seen.all()}
    parts = [] if held else [part for part in contact.parts.all() if _part_is_open(opened, contact, part)]
    return ContactRow(
        id=contact.pk,
        kind=contact.kind,
        kind_words=str(ContactKind(contact.kind).label),
        held_at=contact.held_at,
        minutes=contact.minutes,
        place=show(file, None if held else contact.place_words, Category.WHEREABOUTS, contact.supplier, seen),
        seen=people.names(seen),
        parts=tuple(_part(opened, people, contact, part) for part in parts),
        next_step=show(file, None if held else contact.next_step, Category.PLAN, contact.supplier),
        recorded_by=f"{contact.recorded_by.practitioner.name}, {contact.recorded_by.agency.name}",
        recorded_at=contact.recorded_at,
        withdrawn=_withdrawn(opened, contact, held) if held else None,
        may_withdraw=held is None
        and (
            Reach.SUPERVISION in file.reaches
            or (contact.recorded_by_id == actor.post and bool(file.reaches & MARKED_BY))
        ),
    )


def _withdrawn(opened: Opened, contact: Contact, held: Withdrawal) -> Withdrawn:
    about = {subject.pk for subject in contact.seen.all()}
    by = held.withdrawn_by
    return Withdrawn(
        reason=show(opened.file, held.reason, Category.CONTACTS, contact.supplier, about),
        withdrawn_by=f"{by.practitioner.name}, {by.agency.name}",
        withdrawn_at=held.withdrawn_at,
    )


def _part(opened: Opened, people: People, contact: Contact, part: ContactPart) -> PartRow:
    about = {subject.pk for subject in part.about.all()}
    return PartRow(
        id=part.pk,
        category=part.category,
        category_words=str(Category(part.category).label),
        words=show(opened.file, part.words, part.category, contact.supplier, about, part.told_by),
        about=people.names(about),
        is_child_voice=part.is_child_voice,
        marks=mark_rows(opened, people, part.marks.all(), contact.supplier, about),
    )
