"""What happened in a family, across partners, latest first: partners' records, contacts, reviews, decisions."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.models import Agency
from cases.intake.models import Occurrence, StepUp, TriageDecision
from cases.intake.profile import event_codes
from cases.intake.selectors.extracts import CoverRow, cover_near
from cases.models import Case, Contact, KeyWorker, Review
from cases.selectors.head import Head, Opened, Section, is_open, open_head, section, show
from cases.selectors.pages import Page, page_of
from cases.selectors.people import People, people_in
from cases.vocabulary import CaseState, ClosingOutcome, ContactKind, Decision
from datasharing import door
from datasharing.shown import Shown
from datasharing.vocabulary import Category

PAGE = 25


@dataclass(frozen=True)
class Happening:
    """Something that happened, before it is decided who sees it. `about` none: the family as a whole."""

    on: date
    title: str
    words: str
    category: Category
    supplier: Agency
    about: frozenset[UUID]
    told_by: str
    until: date | None = None
    source: str = "record"


@dataclass(frozen=True)
class ChronologyRow:
    """One line of the chronology. `until` is the last day of a spell; `source` record, contact, review or case."""

    on: date
    until: date | None
    title: Shown[str]
    words: str
    category: str
    category_words: str
    supplier: str
    about: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Wanted:
    """What of a chronology is asked for. Empty: everything. `since` and `until` are days, both included; a spell that
    reaches into them is among it. What is no category, partner, member or source here asks for everything."""

    category: str = ""
    partner: str = ""
    person: UUID | None = None
    source: str = ""
    since: date | None = None
    until: date | None = None

    def takes(self, one: Happening) -> bool:
        """Whether something that happened is asked for."""
        return (
            (not self.category or one.category == self.category)
            and (not self.partner or one.supplier.reference == self.partner)
            and (self.person is None or self.person in one.about)
            and (not self.source or one.source == self.source)
            and (self.since is None or (one.until or one.on) >= self.since)
            and (self.until is None or one.on <= self.until)
        )


@dataclass(frozen=True)
class Choice:
    """Something to filter by that this reader sees anything of."""

    value: str
    words: str


@dataclass(frozen=True)
class ChronologySheet:
    """A page of the chronology, as far as `wanted`; `cover`: how far partners' records reach. `partners` and `people`
    are those of whom this reader sees anything here."""

    head: Head
    rows: tuple[ChronologyRow, ...]
    page: Page
    category: str
    wanted: Wanted
    partners: tuple[Choice, ...]
    people: tuple[Choice, ...]
    section: Section
    cover: tuple[CoverRow, ...]


EVERYTHING = Wanted()
SOURCES = {
    "record": gettext_lazy("Partners' records"),
    "contact": gettext_lazy("Contacts"),
    "review": gettext_lazy("Reviews"),
    "case": gettext_lazy("Steps and decisions"),
}
"""What a line of the chronology comes from."""


def chronology(actor: Actor, reference: str, wanted: Wanted = EVERYTHING, *, page: int = 1) -> ChronologySheet:
    """A page of what happened, as far as it is wanted. Raises NotFound where the family is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        people = people_in(opened)
        seen = [one for one in _happenings(opened, people) if is_open(file, one.category, one.supplier, one.about)]
        partners = {one.supplier.reference: one.supplier.name for one in seen}
        told_of = {subject for one in seen for subject in one.about}
        persons = {one.subject: one.known_as for one in people.members if one.subject in told_of and one.known_as}
        wanted = _usable(wanted, partners, persons)
        found = sorted((one for one in seen if wanted.takes(one)), key=lambda one: one.on, reverse=True)
        rows, number = page_of(found, page, PAGE)
        return ChronologySheet(
            head=opened.head,
            rows=tuple(_row(opened, people, one) for one in rows),
            page=number,
            category=wanted.category,
            wanted=wanted,
            partners=tuple(Choice(key, name) for key, name in sorted(partners.items(), key=lambda one: one[1])),
            people=tuple(Choice(str(key), name) for key, name in persons.items()),
            section=section(file, *([Category(wanted.category)] if wanted.category else Category)),
            cover=cover_near(file.place),
        )


def wanted_in(address: Mapping[str, str]) -> Wanted:
    """What an address asks of a chronology; a day or person that cannot be read asks for everything."""
    return Wanted(
        category=address.get("category", ""),
        partner=address.get("partner", ""),
        person=_person(address.get("person", "")),
        source=address.get("source", ""),
        since=_date(address.get("since", "")),
        until=_date(address.get("until", "")),
    )


def _person(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


def _date(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _usable(wanted: Wanted, partners: Collection[str], people: Collection[UUID]) -> Wanted:
    """Without what names nothing that this reader sees here."""
    return replace(
        wanted,
        category=wanted.category if wanted.category in Category.values else "",
        partner=wanted.partner if wanted.partner in partners else "",
        person=wanted.person if wanted.person in people else None,
        source=wanted.source if wanted.source in SOURCES else "",
    )


def chronology_rows(opened: Opened, people: People) -> tuple[ChronologyRow, ...]:
    """Everything that happened in an opened family, as far as it is open, latest first."""
    found = [one for one in _happenings(opened, people) if is_open(opened.file, one.category, one.supplier, one.about)]
    found.sort(key=lambda one: one.on, reverse=True)
    return tuple(_row(opened, people, one) for one in found)


def _row(opened: Opened, people: People, one: Happening) -> ChronologyRow:
    return ChronologyRow(
        on=one.on,
        until=one.until,
        title=show(opened.file, one.title, one.category, one.supplier, one.about, one.told_by),
        words=one.words,
        category=one.category,
        category_words=str(one.category.label),
        supplier=one.supplier.name,
        about=people.names(one.about),
        source=one.source,
    )


def _happenings(opened: Opened, people: People) -> Iterator[Happening]:
    yield from _occurrences(people)
    yield from _contacts(opened)
    yield from _reviews(opened)
    yield from _decisions(opened)
    yield from _case_steps(opened)
    yield from _step_ups(opened)


def _occurrences(people: People) -> Iterator[Happening]:
    """What partners' records tell of the people whom this reader knows of; one incident is one line."""
    subjects = [member.subject for member in people.members]
    incidents: dict[tuple[int, str, str, date], set[UUID]] = {}
    rows = list(Occurrence.objects.filter(subject__in=subjects).select_related("supplier").order_by("starts_on", "pk"))
    for row in rows:
        if row.incident:
            incidents.setdefault((row.supplier_id, row.incident, row.code, row.starts_on), set()).add(row.subject_id)
    told: set[tuple[int, str, str, date]] = set()
    for row in rows:
        key = (row.supplier_id, row.incident, row.code, row.starts_on)
        if row.incident and key in told:
            continue
        told.add(key)
        yield Happening(
            on=row.starts_on,
            until=None if row.ends_on is None or row.is_open else row.ends_on - date.resolution,
            title=event_codes()[row.code].words if row.code in event_codes() else row.code,
            words=_("still going on when last told") if row.is_open else "",
            category=Category(row.category),
            supplier=row.supplier,
            about=frozenset(incidents[key]) if row.incident else frozenset({row.subject_id}),
            told_by=row.told_by,
        )


def _contacts(opened: Opened) -> Iterator[Happening]:
    found = (
        Contact.objects.filter(case__family_id=opened.file.id, withdrawal__isnull=True)
        .select_related("supplier", "recorded_by__practitioner")
        .annotate(seen_ids=ArrayAgg("seen", filter=Q(seen__isnull=False), default=[]))
    )
    for row in found:
        yield Happening(
            on=_day(row.held_at),
            title=str(ContactKind(row.kind).label),
            words=_("%(practitioner)s, %(minutes)s minutes")
            % {"practitioner": row.recorded_by.practitioner.name, "minutes": row.minutes},
            category=Category.CONTACTS,
            supplier=row.supplier,
            about=frozenset(row.seen_ids),
            told_by="practitioner",
            source="contact",
        )


def _reviews(opened: Opened) -> Iterator[Happening]:
    for row in Review.objects.filter(case__family_id=opened.file.id).select_related("supplier"):
        yield _of_family(row.held_on, _("Review of the plan"), row.decisions, Category.PLAN, row.supplier, "review")


def _decisions(opened: Opened) -> Iterator[Happening]:
    found = TriageDecision.objects.filter(referral__family_id=opened.file.id).select_related("decided_by__agency")
    for row in found:
        title = _("Triage: %(decision)s") % {"decision": Decision(row.decision).label.lower()}
        yield _of_family(_day(row.decided_at), title, row.reasons, Category.NEEDS, row.decided_by.agency, "case")


def _case_steps(opened: Opened) -> Iterator[Happening]:
    """When a case was opened, allocated, planned and closed."""
    council = opened.family.supplier
    cases = Case.objects.filter(family_id=opened.file.id)
    for case in cases.select_related("opened_by__agency", "closed_by__agency", "plan__supplier"):
        opener = case.opened_by.agency if case.opened_by else council
        yield _of_family(_day(case.opened_at), _("Case opened"), "", Category.NEEDS, opener, "case")
        plan = getattr(case, "plan", None)
        if plan:
            yield _of_family(
                _day(plan.agreed_at), _("Plan agreed"), plan.family_words, Category.PLAN, plan.supplier, "case"
            )
        if case.state == CaseState.CLOSED:
            closer = case.closed_by.agency if case.closed_by else council
            title = _("Case closed: %(outcome)s") % {"outcome": ClosingOutcome(case.outcome).label.lower()}
            yield _of_family(_day(case.closed_at), title, case.closing_words, Category.PLAN, closer, "case")
    for row in KeyWorker.objects.filter(family_id=opened.file.id).select_related("post__practitioner", "post__agency"):
        words = f"{row.post.practitioner.name}, {row.post.agency.name}"
        yield _of_family(_day(row.starts_at), _("Key worker began"), words, Category.CONTACTS, row.post.agency, "case")


def _step_ups(opened: Opened) -> Iterator[Happening]:
    found = StepUp.objects.filter(file_id=opened.file.id).select_related("recorded_by__agency")
    for row in found:
        yield _of_family(
            _day(row.called_at),
            _("Stepped up to protection"),
            row.reason,
            Category.SOCIAL_CARE,
            row.recorded_by.agency,
            "case",
        )


def _of_family(on: date, title: str, words: str, category: Category, supplier: Agency, source: str) -> Happening:
    return Happening(on, title, words, category, supplier, frozenset(), "practitioner", source=source)


def _day(moment: datetime | None) -> date:
    return timezone.localdate(moment)
