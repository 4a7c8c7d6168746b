"""Who looked at one family: for the information governance lead, of their own place, without a word of its content."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from agencies.actor import Actor
from agencies.models import JournalEntry
from agencies.operations import journal
from agencies.places import lies_inside
from agencies.refusals import NotFound
from agencies.vocabulary import AgencyKind, EntryKind, Purpose, Role
from datasharing.models import Agreement, FamilyFile
from datasharing.selectors.joined import everybody_joined, files_joined, named
from datasharing.selectors.protections import restricted
from datasharing.vocabulary import Category, Event

PAGE = 50
MOST_TOLD = 1_000
EVENT_WORDS = {
    str(Event.RECORD_SEEN): _("Opened the record"),
    str(Event.LIST_SEEN): _("Saw it in a list"),
    str(Event.EXPORTED): _("Exported"),
    str(Event.PREVIEWED): _("Looked at it as another agency would see it"),
    str(Event.JOURNAL_SEEN): _("Looked at who looked"),
}


@dataclass(frozen=True)
class Seen:
    """One category that was seen: how far, and on what bases in words."""

    category: str
    level: str
    bases: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """One look. Whoever looked is told by agency and role."""

    when: datetime
    what: str
    agency: str
    role: str
    purpose: str
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class LooksSheet:
    """A page of looks, latest first. `reference` is the file's own."""

    reference: str
    looks: tuple[Look, ...]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before this one."""
        return self.number > 1


@transaction.atomic
def looks(actor: Actor, reference: str, *, page: int = 1) -> LooksSheet:
    """Who looked at this family. Raises NotFound unless the actor is a governance lead and the family in their place.

    Looking at the journal is a look too, and is written down.
    """
    found = FamilyFile.objects.filter(named(reference)).values_list("id", "place__path", "reference").first()
    lead = actor.role == Role.GOVERNANCE_LEAD and actor.is_live(timezone.localdate())
    if found is None or not lead or not lies_inside(found[1], actor.place):
        raise NotFound(reference)
    number = max(1, page)
    first = (number - 1) * PAGE
    entries = list(
        JournalEntry.objects.filter(families__overlap=files_joined(found[0]), kind=EntryKind.LOOK)
        .select_related("agency", "post")
        .order_by("-recorded_at", "-id")[first : first + PAGE + 1]
    )
    titles = dict(Agreement.objects.values_list("reference", "title"))
    journal.record(actor, Event.JOURNAL_SEEN, families=[found[0]], kind=EntryKind.LOOK)
    return LooksSheet(found[2], tuple(_look(one, titles) for one in entries[:PAGE]), number, len(entries) > PAGE)


def _look(entry: JournalEntry, titles: dict[str, str]) -> Look:
    return Look(
        when=entry.recorded_at,
        what=str(EVENT_WORDS.get(entry.event, entry.event)),
        agency=entry.agency.name if entry.agency else "",
        role=str(Role(entry.post.role).label) if entry.post else "",
        purpose=str(Purpose(entry.purpose).label) if entry.purpose else "",
        seen=tuple(
            Seen(str(Category(category).label), what["level"], tuple(_basis(code, titles) for code in what["basis"]))
            for category, what in entry.detail.get("seen", {}).items()
        ),
    )


def _basis(code: str, titles: dict[str, str]) -> str:
    """The code of a basis in words."""
    if code == "own":
        return now_in_words("its own agency supplied it")
    agreement, _, gateway = code.partition(":")
    return f"{titles.get(agreement, agreement)} ({gateway})"


@dataclass(frozen=True)
class PersonLook:
    """The looks of one day at what is about one person, by one role of an agency, as that person may be told of them.

    `last` is the latest of them and `times` how many they were. No `categories`: not to be told.
    """

    last: datetime
    agency: str
    role: str
    purpose: str
    categories: tuple[str, ...]
    times: int = 1


NOT_TOLD_OF = frozenset({Role.DA_ADVISER})
POLICE_TOLD_OF = frozenset({Purpose.DIRECT_SUPPORT, Purpose.TRIAGE})
"""For what a look by the police is told of: anything else may be a live enquiry."""


def looks_at_person(file: UUID, subject: UUID) -> list[PersonLook]:
    """Who looked, in this family, at what is about this person: by day, agency and role, latest first, for that person.

    Left out are domestic abuse services and what may be a live police enquiry. Of a look that was about somebody else
    too on whom there is a restriction, only that it happened is told.
    """
    them = everybody_joined(subject)
    entries = list(
        JournalEntry.objects.filter(families__overlap=files_joined(file), subjects__overlap=them, kind=EntryKind.LOOK)
        .select_related("agency", "post")
        .order_by("-recorded_at", "-id")[:MOST_TOLD]
    )
    others = {other for entry in entries for other in entry.subjects} - set(them)
    shut = restricted(others)
    told = [_told(entry, bool(shut & set(entry.subjects))) for entry in entries if _may_be_told(entry)]
    return _by_day(told)


def _by_day(told: Iterable[PersonLook]) -> list[PersonLook]:
    """One line for the looks of a day by one role of an agency for one purpose, those that say about what apart."""
    lines: dict[tuple[object, ...], PersonLook] = {}
    for one in told:
        day = timezone.localdate(one.last)
        key = day, one.agency, one.role, one.purpose, bool(one.categories)
        line = lines.get(key)
        if line is None:
            lines[key] = one
        else:
            about = tuple(dict.fromkeys((*line.categories, *one.categories)))
            lines[key] = replace(line, categories=about, times=line.times + 1)
    return list(lines.values())


def _may_be_told(entry: JournalEntry) -> bool:
    if entry.post is None or entry.agency is None or entry.post.role in NOT_TOLD_OF:
        return False
    return entry.agency.kind != AgencyKind.POLICE or entry.purpose in POLICE_TOLD_OF


def _told(entry: JournalEntry, about_restricted: bool) -> PersonLook:
    assert entry.agency and entry.post
    seen = () if about_restricted else entry.detail.get("seen", {})
    return PersonLook(
        last=entry.recorded_at,
        agency=entry.agency.name,
        role=str(Role(entry.post.role).label),
        purpose=str(Purpose(entry.purpose).label) if entry.purpose else "",
        categories=tuple(str(Category(word).label) for word in seen if word != Category.DOMESTIC_ABUSE),
    )
