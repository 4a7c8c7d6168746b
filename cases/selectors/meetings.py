"""Meetings of the team around the family: those to come, and those that were held, with who took part by agency."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import dateformat, timezone

from agencies.actor import Actor
from agencies.models import Post
from cases.meeting_words import Attended
from cases.models import Attendance, Invitation, Meeting, Review, ReviewGoal
from cases.selectors.drafts import KeptDraft, draft_in
from cases.selectors.head import Head, Opened, Section, open_head, section, show
from cases.selectors.people import Member, People, people_in
from cases.vocabulary import Progress
from datasharing import door
from datasharing.shown import Shown
from datasharing.vocabulary import Category


@dataclass(frozen=True)
class ToReview:
    """A meeting whose day has come and that has no review yet: its number and its day in words."""

    id: int
    words: str


@dataclass(frozen=True)
class Somebody:
    """Somebody who is asked or took part: their name, and how (empty while the meeting is to come)."""

    name: str
    how: str


@dataclass(frozen=True)
class AgencyAt:
    """One agency at a meeting."""

    agency: str
    people: tuple[Somebody, ...]


@dataclass(frozen=True)
class Stood:
    """How a goal stood at a review."""

    words: Shown[str]
    progress_words: str


@dataclass(frozen=True)
class MeetingRow:
    """A meeting to come. `family` are those members of the family who are asked and whom the reader may know of."""

    id: int
    held_at: datetime
    place: Shown[str]
    words: Shown[str]
    agencies: tuple[AgencyAt, ...]
    family: tuple[Somebody, ...]
    is_over: bool


@dataclass(frozen=True)
class HeldRow:
    """A meeting that was held: a review."""

    id: int
    held_on: date
    agencies: tuple[AgencyAt, ...]
    family: tuple[Somebody, ...]
    goals: tuple[Stood, ...]
    decisions: Shown[str]
    minutes: Shown[str]
    next_review_on: date | None


@dataclass(frozen=True)
class CanBeAsked:
    """Somebody of the team who can be asked."""

    post: int
    words: str


@dataclass(frozen=True)
class MeetingsSheet:
    """A family's meetings. `team` and `members` are those who can be asked; the actor is asked in any case."""

    head: Head
    coming: tuple[MeetingRow, ...]
    held: tuple[HeldRow, ...]
    team: tuple[CanBeAsked, ...]
    members: tuple[Member, ...]
    section: Section


def meetings(actor: Actor, reference: str) -> MeetingsSheet:
    """The meetings of a family's latest case. Raises NotFound where the family is not the actor's."""
    with door.open_one(actor, reference) as file:
        return _sheet(actor, open_head(file))


def meetings_and_draft(actor: Actor, reference: str, *, step: str) -> tuple[MeetingsSheet, KeptDraft | None]:
    """The same, with what the actor had typed in the form of a `step` and not saved."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        return _sheet(actor, opened), draft_in(opened, actor, step)


def to_review(opened: Opened) -> tuple[ToReview, ...]:
    """Meetings of an opened family that were to be held by today and have no review: one query."""
    today = timezone.localdate()
    found = Meeting.objects.filter(
        case=opened.case, review__isnull=True, called_off_at__isnull=True, held_at__date__lte=today
    )
    return tuple(ToReview(one.pk, dateformat.format(timezone.localtime(one.held_at), "j F Y, H:i")) for one in found)


def _sheet(actor: Actor, opened: Opened) -> MeetingsSheet:
    people = people_in(opened)
    return MeetingsSheet(
        head=opened.head,
        coming=_coming(opened, people),
        held=_held(opened, people),
        team=_team(actor, opened),
        members=people.members,
        section=section(opened.file, Category.PLAN),
    )


def _coming(opened: Opened, people: People) -> tuple[MeetingRow, ...]:
    found = list(
        Meeting.objects.filter(case=opened.case, review__isnull=True, called_off_at__isnull=True).select_related(
            "supplier"
        )
    )
    asked: dict[int, list[Invitation]] = defaultdict(list)
    for one in Invitation.objects.filter(meeting__in=found).select_related("post__practitioner", "post__agency"):
        asked[one.meeting_id].append(one)
    rows = (_meeting(opened, people, one, asked[one.pk]) for one in found)
    return tuple(row for row in rows if row)


def _meeting(opened: Opened, people: People, held: Meeting, asked: list[Invitation]) -> MeetingRow | None:
    """One to come. Its place is as closed as where those are who are asked, where a restriction closes that."""
    family = {one.person_id for one in asked if one.person_id}
    file = opened.file
    words = show(file, held.words, Category.PLAN, held.supplier)
    if not words.is_open:
        return None
    hidden = any(file.restricts(Category.WHEREABOUTS, {one}) for one in family)
    place = show(
        file,
        held.place_words,
        Category.WHEREABOUTS if hidden else Category.PLAN,
        held.supplier,
        family if hidden else (),
    )
    return MeetingRow(
        id=held.pk,
        held_at=held.held_at,
        place=place,
        words=words,
        agencies=_by_agency((one.post, "") for one in asked if one.post),
        family=tuple(Somebody(name, "") for name in people.names(family)),
        is_over=held.held_at <= timezone.now(),
    )


def _held(opened: Opened, people: People) -> tuple[HeldRow, ...]:
    found = list(Review.objects.filter(case=opened.case).select_related("supplier"))
    there: dict[int, list[Attendance]] = defaultdict(list)
    for one in Attendance.objects.filter(review__in=found).select_related("post__practitioner", "post__agency"):
        there[one.review_id].append(one)
    stood: dict[int, list[ReviewGoal]] = defaultdict(list)
    for goal in ReviewGoal.objects.filter(review__in=found).select_related("goal").order_by("goal__position"):
        stood[goal.review_id].append(goal)
    rows = (_review(opened, people, one, there[one.pk], stood[one.pk]) for one in found)
    return tuple(row for row in rows if row.decisions.is_open)


def _review(opened: Opened, people: People, held: Review, there: list[Attendance], stood: list[ReviewGoal]) -> HeldRow:
    file = opened.file
    how: dict[UUID, str] = {one.person_id: str(Attended(one.how).label) for one in there if one.person_id}
    return HeldRow(
        id=held.pk,
        held_on=held.held_on,
        agencies=_by_agency((one.post, str(Attended(one.how).label)) for one in there if one.post),
        family=tuple(Somebody(one.known_as, how[one.subject]) for one in people.members if one.subject in how),
        goals=tuple(
            Stood(show(file, one.goal.words, Category.PLAN, held.supplier), str(Progress(one.progress).label))
            for one in stood
        ),
        decisions=show(file, held.decisions, Category.PLAN, held.supplier),
        minutes=show(file, held.minutes, Category.PLAN, held.supplier),
        next_review_on=held.next_review_on,
    )


def _by_agency(found: Iterable[tuple[Post, str]]) -> tuple[AgencyAt, ...]:
    groups: dict[str, list[Somebody]] = defaultdict(list)
    for post, how in found:
        groups[post.agency.name].append(Somebody(post.practitioner.name, how))
    return tuple(
        AgencyAt(agency, tuple(sorted(names, key=lambda one: one.name))) for agency, names in sorted(groups.items())
    )


def _team(actor: Actor, opened: Opened) -> tuple[CanBeAsked, ...]:
    """Everybody of the team but the actor: whom the key worker asks."""
    if opened.case is None or opened.case.key_worker is None:
        return ()
    on_case = opened.case.team_members.filter(ends_at__isnull=True).select_related("post__practitioner", "post__agency")
    found = {one.post_id: one.post for one in on_case} | {opened.case.key_worker.pk: opened.case.key_worker}
    return tuple(
        CanBeAsked(key, f"{post.practitioner.name}, {post.agency.name}")
        for key, post in found.items()
        if key != actor.post
    )
