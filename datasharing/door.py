"""The one door: whatever a reader is shown of a family comes through here, is decided here, and is written down here.

Two questions are kept apart. *Is this family mine to work with?* is answered by the database (`visible`), over dated
grants; the detail is the list filtered. *What may my agency see of it, and on what basis?* is answered part by part by
`policy.decide`. On leaving the block one disclosure row is written, before any selector returns what it built.

An outsider learns nothing: for a family that is excluded, foreign, ended or made up, the same statement runs and
NotFound is raised.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar, cast
from uuid import UUID

import structlog
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.languages import told
from agencies.operations import journal
from agencies.refusals import NotAllowed, NotFound
from agencies.vocabulary import AgencyKind, EntryKind
from agencies.words import Words
from datasharing.belt import in_transaction
from datasharing.deciding import Deciding, Key, Known, Told, deciding_for
from datasharing.disclosing import Looks
from datasharing.models import FamilyFile
from datasharing.policy import NOT_CLASSIFIED, AgreedRule, Decision, Part, Reason, Standing, strictest
from datasharing.rulebook import supplies
from datasharing.selectors.protections import Protections
from datasharing.selectors.rules import Rulebook, rulebook_for
from datasharing.shown import Padlock, Shown, made
from datasharing.visible import COUNTED_TO, Held, counted, visible
from datasharing.vocabulary import Category, Event, Level, Reach, ToldBy

T = TypeVar("T")
log = structlog.get_logger(__name__)

NOT_YOURS = Words("This step is for somebody else on this family. Ask the key worker or their manager.")


class OpenFile:
    """A family that is the actor's to work with, opened: everything shown of it is decided by `show`."""

    def __init__(
        self,
        actor: Actor,
        found: Held,
        rulebook: Rulebook,
        protections: Protections,
        looks: Looks,
        deciding: Deciding,
        locked: bool,
    ) -> None:
        self.id = found.id
        self.reference = found.reference
        self.place = found.place
        self.reaches = found.reaches
        self.due_at: datetime | None = found.due_at
        self.due_for = found.due_for
        self.locked = locked
        self._actor = actor
        self._standing = Standing(
            found.inside_place,
            False,
            found.reaches,
            found.asked_about,
            emergency=_categories(found.emergency),
            specific=None if found.specific is None else _categories(found.specific),
        )
        self._rulebook = rulebook
        self._protections = protections
        self._looks = looks
        self._deciding = deciding
        self._decided: Known = {}
        self._alike = deciding.alike(self._standing)
        self._told: dict[tuple[object, ...], tuple[Decision, str]] = {}

    def show(
        self,
        value: T | None,
        *,
        category: Category,
        supplier: int,
        supplier_kind: AgencyKind,
        subjects: Iterable[UUID] = (),
        told_by: ToldBy | str = ToldBy.SYSTEM,
    ) -> Shown[T]:
        """The value if this reader may see it, else nothing but why not. Goes into the disclosure row."""
        # Kept by the person's number where it is about one: a UUID is hashed and compared in Python, for every field.
        about = tuple(subjects)
        whom = about[0].int if len(about) == 1 else frozenset(about)
        key = (category, supplier, supplier_kind, whom, told_by)
        known = self._told.get(key)
        if known is None:
            told = (category, supplier, supplier_kind, frozenset(about), told_by)
            known = self._told[key] = self._first_shown(told)
        decision, contact = known
        return made(value if decision.level is Level.OPEN else None, decision, contact)

    def _first_shown(self, told: Told) -> tuple[Decision, str]:
        """What is decided on such a part, written into the disclosure row, with the contact at involvement."""
        decision = self._decision(told)
        level = decision.level
        if level is Level.HIDDEN:
            return decision, ""
        self._looks.remember(told[0], told[1], told[3], decision)
        if level is Level.INVOLVEMENT:
            return decision, self._rulebook.contact(told[1])
        if self._looks.noted is not None:
            self._looks.noted.add(told)
        return decision, ""

    def know(self, subjects: Iterable[UUID]) -> None:
        """Read what protects these people in one query, before parts about each of them are shown."""
        self._protections.know(tuple(subjects))

    def hides(self, subject: UUID | None) -> bool:
        """Whether this reader may not know that there is such a person. Lists of people leave them out."""
        return subject is not None and self._protections.hides(subject)

    def seals(self, category: Category, subjects: Collection[UUID]) -> bool:
        """Whether this reader may not know that there is such a record. Lists of records leave it out."""
        return self._protections.seals(category, subjects)

    def restricts(self, category: Category, subjects: Collection[UUID]) -> bool:
        """Whether a restriction closes what is of this category and about these people to this reader."""
        return self._protections.restricts(category, subjects)

    def show_derived(self, value: T | None, sources: Iterable[Part]) -> Shown[T]:
        """A value worked out from several parts: as closed as the strictest of them. Goes into the disclosure row."""
        parts = list(sources)
        decisions = [self._decide(part) for part in parts]
        decision = strictest(decisions)
        if decision.is_open:
            for part, one in zip(parts, decisions, strict=True):
                self._looks.remember(part.category, part.supplier, part.subjects, one)
        return Shown(value if decision.is_open else None, decision)

    def decide(
        self, category: Category, supplier: int, supplier_kind: AgencyKind, subjects: Iterable[UUID] = ()
    ) -> Decision:
        """The decision alone, showing nothing."""
        return self._decision((category, supplier, supplier_kind, frozenset(subjects), ToldBy.SYSTEM))

    def padlocks(self, *categories: Category) -> tuple[Padlock, ...]:
        """What of these categories is closed to this reader, by the kinds of agency that usually supply it.

        By rule and reader alone: the same whether or not this family has anything of the sort.
        """
        found = []
        for category in categories:
            for kind in supplies(category):
                decision = self._by_kind(category, kind)
                if not decision.is_open:
                    found.append(self._padlock(category, kind, decision))
        return tuple(found)

    def why(self, category: Category) -> tuple[Reason, ...]:
        """On what bases this reader may see this category from those who usually supply it, each once."""
        reasons = [reason for kind in supplies(category) for reason in self._by_kind(category, kind).reasons]
        return tuple(dict.fromkeys(reasons))

    def explain(
        self, category: Category, kind: AgencyKind, subjects: Iterable[UUID] = ()
    ) -> tuple[Decision, list[AgreedRule], str]:
        """What is decided on what such an agency supplies about these people, by what rules, and whom to ask."""
        part = max(self._parts(category, kind, subjects), key=lambda one: self._decide(one).level)
        decision, standing = self._decide(part), self._protections.before(self._standing, part.subjects)
        rules = self._rulebook.about(kind, category) if decision.level else []
        counting = self._deciding.counting(part, standing, rules)
        return decision, counting, self._padlock(category, kind, decision).contact

    def _padlock(self, category: Category, kind: AgencyKind, decision: Decision) -> Padlock:
        """At involvement, the neutral contact of the agencies of that kind that have signed."""
        contacts = [one.contact for one in self._rulebook.signed_by_kind(kind)]
        contact = "; ".join(dict.fromkeys(contacts)) if decision.level is Level.INVOLVEMENT else ""
        words = _("%(category)s from %(supplier)s") % {"category": category.label, "supplier": kind.label}
        return Padlock(category, kind, decision.level.word, decision.why, decision.route, contact, words)

    def _by_kind(self, category: Category, kind: AgencyKind) -> Decision:
        """The best decision on what any agency of this kind that has signed would supply about all in the family."""
        return max((self._decide(part) for part in self._parts(category, kind)), key=lambda decision: decision.level)

    def _parts(self, category: Category, kind: AgencyKind, subjects: Iterable[UUID] = ()) -> list[Part]:
        if kind == self._actor.kind:
            suppliers = [self._actor.agency]
        else:
            suppliers = [one.agency for one in self._rulebook.signed_by_kind(kind)] or [0]
        about = frozenset(subjects) or (self._standing.asked_about if self.reaches == {Reach.ASKED} else frozenset())
        return [Part(category, supplier, kind, about) for supplier in suppliers]

    def _decide(self, part: Part) -> Decision:
        return self._decision((part.category, part.supplier, part.supplier_kind, part.subjects, part.told_by))

    def _decision(self, told: Told) -> Decision:
        """What is decided on such a part: once for all families alike, unless something is recorded of its people."""
        category, supplier, kind, about, told_by = told
        known, key = self._decided, cast(Key, told)
        if self._protections.spares(about) and not self._standing.asked_about:
            known, key = self._alike, (category, supplier, kind, bool(about), told_by)
        decision = known.get(key)
        if decision is None:
            decision = known[key] = self._first_decided(told)
        return decision

    def _first_decided(self, told: Told) -> Decision:
        part = _part(*told)
        if part is None:
            return NOT_CLASSIFIED
        rules = self._rulebook.about(part.supplier_kind, part.category)
        return self._deciding.decide(part, self._protections.before(self._standing, part.subjects), rules)


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """A page of opened families by what is due first. `counting` asks the database how many there are in all."""

    items: list[OpenFile]
    has_more: bool
    page: int
    size: int
    counting: Callable[[], int]

    def know(self, subjects: Iterable[UUID]) -> None:
        """Read what protects people of any of these families in one query, before parts about them are shown."""
        for file in self.items[:1]:
            file.know(subjects)

    @property
    def number(self) -> int:
        """The number of this page, from 1."""
        return self.page

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before this one."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return self.has_more

    @property
    def count(self) -> int:
        """How many there are on all pages; stops at 501. A statement of its own, so only a list that says it asks."""
        return self.counting()

    @property
    def count_words(self) -> str:
        """How many, in words; never an exact large number."""
        number = self.count
        return _("more than %(number)s") % {"number": COUNTED_TO} if number > COUNTED_TO else str(number)


@contextmanager
def open_many(
    actor: Actor,
    *,
    kinds: Collection[Reach] | None = None,
    page: int = 1,
    size: int = 25,
    due_for: str | Collection[str] | None = None,
    reference: str | None = None,
) -> Iterator[OpenFiles]:
    """A page of the actor's families, decided in SQL; one disclosure row is written when the block ends.

    `kinds` and `due_for` choose families by the grants that the actor holds on them; without `kinds`, by any but
    Reach.ASKED, which opens a question and not a family.
    """
    with in_transaction():
        looks = Looks()
        files = _open(actor, looks, kinds=kinds, page=page, size=size, due_for=due_for, reference=reference)
        yield files
        event = Event.LIST_SEEN if reference is None else Event.RECORD_SEEN
        journal.record(
            actor, event, families=looks.families, subjects=looks.subjects, detail=looks.detail(), kind=EntryKind.LOOK
        )


@contextmanager
def open_one(actor: Actor, reference: str, *, kinds: Collection[Reach] | None = None) -> Iterator[OpenFile]:
    """One family by its file's reference: the list, filtered. Raises NotFound where it is not the actor's.

    A family that the actor's agency was merely asked about opens only where `kinds` names Reach.ASKED.
    """
    with open_many(actor, kinds=kinds, reference=reference, size=1) as files:
        if not files.items:
            raise NotFound(reference)
        yield files.items[0]


def may_see(
    actor: Actor,
    reference: str,
    category: Category,
    supplier: int,
    supplier_kind: AgencyKind,
    subjects: Iterable[UUID] = (),
) -> bool:
    """Whether such a record of this family is open to this actor today. Shows nothing: for whom to tell."""
    with in_transaction():
        files = _open(actor, Looks(), reference=reference, size=1)
        return any(file.decide(category, supplier, supplier_kind, subjects).is_open for file in files.items)


def take(actor: Actor, reference: str, *, kinds: Collection[Reach], words: str = NOT_YOURS) -> OpenFile:
    """Lock a family's file to change it, by one of these reaches. Call inside the operation's transaction.

    Raises NotFound without any reach, NotAllowed (in `words`) with reach but none of `kinds`.
    """
    file = take_any(actor, reference)
    if not file.reaches & frozenset(kinds):
        raise NotAllowed(told(words))
    return file


def take_any(actor: Actor, reference: str) -> OpenFile:
    """Lock a family's file to change it, by whatever reach the actor has. Raises NotFound without any.

    Looked up before the lock, so that an outsider locks nothing, and again under it: what changed meanwhile counts.
    """
    found = visible(actor, kinds=tuple(Reach), reference=reference, size=1)
    if not found.items:
        raise NotFound(reference)
    FamilyFile.objects.select_for_update().values_list("pk").get(pk=found.items[0].id)
    files = _open(actor, Looks(), kinds=tuple(Reach), reference=reference, size=1, locked=True)
    if not files.items:
        raise NotFound(reference)
    return files.items[0]


def _open(
    actor: Actor,
    looks: Looks,
    *,
    kinds: Collection[Reach] | None = None,
    page: int = 1,
    size: int = 25,
    due_for: str | Collection[str] | None = None,
    reference: str | None = None,
    locked: bool = False,
) -> OpenFiles:
    found = visible(actor, kinds=kinds, page=page, size=size, due_for=due_for, reference=reference)
    counting = partial(counted, actor, kinds=kinds, due_for=due_for)
    if not found.items:
        return OpenFiles([], False, page, size, counting)
    on = timezone.localdate()
    rulebook, protections = rulebook_for(actor, on, turn=found.turn), Protections(actor)
    looks.families = [one.id for one in found.items]
    deciding = deciding_for(actor, on, found.turn, get_language())
    items = [OpenFile(actor, one, rulebook, protections, looks, deciding, locked) for one in found.items]
    return OpenFiles(items, found.has_more, page, size, counting)


def _categories(words: Iterable[str]) -> frozenset[Category]:
    """Those of these words that are categories."""
    return frozenset(Category(word) for word in words if word in Category)


def _part(
    category: Category | str,
    supplier: int,
    supplier_kind: AgencyKind | str,
    subjects: Iterable[UUID],
    told_by: ToldBy | str,
) -> Part | None:
    """What is to be decided on; None, said so in the log, where nobody knows the category, kind or teller."""
    try:
        return Part(Category(category), supplier, AgencyKind(supplier_kind), frozenset(subjects), ToldBy(told_by))
    except ValueError as unknown:
        log.warning("part_not_classified", unknown=str(unknown))
        return None
