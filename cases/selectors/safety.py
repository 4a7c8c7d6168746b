"""Safety and consent of one family: instructions, restrictions as far as the reader is named, who agreed to what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from agencies.actor import Actor
from agencies.selectors.posts import live_posts
from agencies.vocabulary import Role
from cases.intake.permits import ASK_DUTY
from cases.meeting_words import OrderKind
from cases.models import NoContactOrder
from cases.selectors.head import Head, Section, open_head, section, show
from cases.selectors.people import Member, people_in
from datasharing import door
from datasharing.door import OpenFile
from datasharing.live import live_at
from datasharing.models import Consent, Named, Restriction, SafetyInstruction
from datasharing.operations.restrictions import SETTERS, is_implicated
from datasharing.shown import Shown
from datasharing.vocabulary import Category, ConsentBy, Reach, RestrictionKind

TELLERS = frozenset({Reach.KEY_WORKER, Reach.SUPERVISION})
"""By what reach somebody tells a person who looked at what is about them."""
LET_IN = (Role.EMERGENCY_DUTY, Role.SOCIAL_WORKER, Role.KEY_WORKER)


@dataclass(frozen=True)
class InstructionRow:
    """What everybody must do before they act."""

    id: int
    words: str


@dataclass(frozen=True)
class RestrictionRow:
    """A restriction on which the reader is named; nobody else is told of one."""

    id: int
    about: str
    kind: str
    kind_words: str
    categories: tuple[str, ...]
    set_by: str
    starts_at: datetime
    confirmed_by: str
    confirm_by: datetime
    review_on: date
    named: tuple[str, ...]
    may_confirm: bool
    may_end: bool
    may_open: bool


@dataclass(frozen=True)
class ConsentRow:
    """A yes or no that stands."""

    category: str
    category_words: str
    agrees: bool
    by_words: str
    onward_to: str
    given_at: datetime
    lapses_on: date | None


@dataclass(frozen=True)
class MemberConsent:
    """What one member has said."""

    subject: UUID
    name: str
    consents: tuple[Shown[ConsentRow], ...]


@dataclass(frozen=True)
class PostChoice:
    """Somebody who may be named on a restriction."""

    id: int
    words: str


@dataclass(frozen=True)
class OrderRow:
    """Who keeps away from whom, by what, from when to when."""

    id: int
    protected: str
    kept_away: str
    kind_words: str
    words: str
    starts_on: date
    ends_on: date | None
    is_live: bool


@dataclass(frozen=True)
class SafetySheet:
    """One family's safety and consent. `posts` are those who may be named on a restriction."""

    head: Head
    place: str
    instructions: tuple[InstructionRow, ...]
    restrictions: tuple[RestrictionRow, ...]
    members: tuple[Member, ...]
    said: tuple[MemberConsent, ...]
    posts: tuple[PostChoice, ...]
    orders: tuple[OrderRow, ...]
    may_restrict: bool
    may_tell: bool
    may_ask_duty: bool
    section: Section


def safety(actor: Actor, reference: str) -> SafetySheet:
    """Safety and consent of a family. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        people = people_in(opened)
        now = timezone.now()
        may_restrict = actor.role in SETTERS
        return SafetySheet(
            head=opened.head,
            place=file.place,
            instructions=instructions_of(file),
            restrictions=_restrictions(actor, people.members, now),
            members=people.members,
            said=_said(file, people.members, now),
            posts=_posts(file.place) if may_restrict else (),
            orders=_orders(file, people.members, timezone.localdate(now)),
            may_restrict=may_restrict,
            may_tell=actor.role in (Role.KEY_WORKER, Role.TEAM_MANAGER) and bool(file.reaches & TELLERS),
            may_ask_duty=actor.role in ASK_DUTY,
            section=section(file, Category.AGREEMENT, Category.DOMESTIC_ABUSE),
        )


def instructions_of(file: OpenFile) -> tuple[InstructionRow, ...]:
    """The safety instructions in force on a family: for everybody with reach."""
    held = SafetyInstruction.objects.filter(file_id=file.id, ends_at__isnull=True)
    return tuple(InstructionRow(one.pk, one.words) for one in held)


def _restrictions(actor: Actor, members: tuple[Member, ...], now: datetime) -> tuple[RestrictionRow, ...]:
    names = {one.subject: one.known_as for one in members}
    live = live_at(now)
    mine = Named.objects.filter(live, post_id=actor.post).values("restriction_id")
    held = (
        Restriction.objects.filter(live, pk__in=mine, subject_id__in=names)
        .select_related("set_by__practitioner", "confirmed_by__practitioner")
        .prefetch_related("named__post__practitioner")
    )
    return tuple(
        RestrictionRow(
            id=one.pk,
            about=names[one.subject_id],
            kind=one.kind,
            kind_words=str(RestrictionKind(one.kind).label),
            categories=tuple(str(Category(word).label) for word in one.categories),
            set_by=one.set_by.practitioner.name,
            starts_at=one.starts_at,
            confirmed_by=one.confirmed_by.practitioner.name if one.confirmed_by else "",
            confirm_by=one.confirm_by,
            review_on=one.review_on,
            named=tuple(sorted(name.post.practitioner.name for name in one.named.all())),
            may_confirm=actor.role in SETTERS and one.confirmed_at is None and one.set_by_id != actor.post,
            may_end=actor.role in SETTERS and one.set_by_id != actor.post,
            may_open=actor.role in SETTERS
            and one.kind == RestrictionKind.SEALED
            and any(name.post_id == actor.post and name.is_custodian for name in one.named.all()),
        )
        for one in held
        if not is_implicated(actor.post, one.subject_id)
    )


def _said(file: OpenFile, members: tuple[Member, ...], now: datetime) -> tuple[MemberConsent, ...]:
    rows: dict[UUID, list[Shown[ConsentRow]]] = defaultdict(list)
    standing = Consent.objects.filter(subject_id__in=[one.subject for one in members], withdrawn_at__isnull=True)
    today = timezone.localdate(now)
    for one in standing.select_related("supplier", "onward_to").order_by("category", "pk"):
        if one.lapses_on is not None and one.lapses_on <= today:
            continue
        row = ConsentRow(
            category=one.category,
            category_words=str(Category(one.category).label),
            agrees=one.agrees,
            by_words=str(ConsentBy(one.by).label),
            onward_to=one.onward_to.name if one.onward_to else "",
            given_at=one.given_at,
            lapses_on=one.lapses_on,
        )
        shown = show(file, row, Category.AGREEMENT, one.supplier, {one.subject_id})
        if shown.is_open and not file.seals(Category(one.category), (one.subject_id,)):
            rows[one.subject_id].append(shown)
    return tuple(MemberConsent(one.subject, one.known_as, tuple(rows[one.subject])) for one in members)


def _orders(file: OpenFile, members: tuple[Member, ...], today: date) -> tuple[OrderRow, ...]:
    """Between people whom the reader may know of; one whose record is closed leaves no trace."""
    names = {one.subject: one.known_as for one in members}
    held = NoContactOrder.objects.filter(protected__in=names, kept_away__in=names).select_related("supplier")
    rows = (
        show(
            file,
            OrderRow(
                id=one.pk,
                protected=names[one.protected_id],
                kept_away=names[one.kept_away_id],
                kind_words=str(OrderKind(one.kind).label),
                words=one.words,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                is_live=one.ends_on is None or one.ends_on >= today,
            ),
            Category.DOMESTIC_ABUSE,
            one.supplier,
            {one.protected_id, one.kept_away_id},
        )
        for one in held
    )
    return tuple(row.value for row in rows if row.value)


def may_be_let_in(place: str) -> tuple[PostChoice, ...]:
    """Those to whom a custodian may open a seal: who works with families here, by night too."""
    found = live_posts(role=(*LET_IN, *SETTERS), place=place.split("/", maxsplit=1)[0])
    return tuple(PostChoice(one.id, one.words) for one in found)


def _posts(place: str) -> tuple[PostChoice, ...]:
    """Those who may be named: who works with families here, and who decides on restrictions."""
    roles = (*SETTERS, Role.KEY_WORKER, Role.SOCIAL_WORKER)
    first = place.split("/", maxsplit=1)[0]
    found = live_posts(role=roles, place=first)
    return tuple(PostChoice(one.id, one.words) for one in found)
