"""Retention as the governance lead and the auditor see it: the schedule, what is due, lists and holds. No names."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place, Post
from agencies.operations import journal
from agencies.places import lies_inside
from agencies.refusals import NotFound
from agencies.vocabulary import EntryKind, Role
from agencies.within import within
from datasharing.models import Hold, RetentionLine, RetentionList
from datasharing.operations.retention import require_retention
from datasharing.retention import Rule, schedule
from datasharing.selectors.due import AT_ONCE, due_in
from datasharing.vocabulary import Event, LeftBecause


@dataclass(frozen=True)
class HoldRow:
    """One hold: on which family, why, who set it, and when it is looked at again. `ended` is empty while it lasts."""

    id: int
    reference: str
    reason: str
    who: str
    starts_at: datetime
    review_on: date
    is_late: bool


@dataclass(frozen=True)
class ListRow:
    """One list: who drew it up, who approved it, how many are on it, gone and left."""

    id: int
    drawn_by: str
    drawn_at: datetime
    approved_by: str
    state: str
    people: int
    done: int
    left: int


@dataclass(frozen=True)
class FamilyLine:
    """How many of a family's people are on a list, by its reference; since when, and what became of them."""

    reference: str
    people: int
    since: date
    words: str


@dataclass(frozen=True)
class RetentionSheet:
    """The page: what is due now (`is_cut` when there are more), open and past lists, holds, and the schedule."""

    due: int
    is_cut: bool
    lists: tuple[ListRow, ...]
    may_draw_up: bool
    holds: tuple[HoldRow, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class ListSheet:
    """One list, family by family."""

    row: ListRow
    families: tuple[FamilyLine, ...]
    may_approve: bool
    why_not: str
    may_withdraw: bool


@dataclass(frozen=True)
class PlaceDue:
    """For the operator: a place, how many are due in it, and how many are approved and not carried out."""

    place: str
    due: int
    is_cut: bool
    waiting: int


@transaction.atomic
def retention(actor: Actor) -> RetentionSheet:
    """What is due in the actor's place. Reading why records are held is a look, and is written down."""
    require_retention(actor)
    today = timezone.localdate()
    held = [one for one in _holds() if lies_inside(one.file.place.path, actor.place)]
    if held:
        families = {one.file_id for one in held}
        journal.record(actor, Event.HOLDS_SEEN, families=families, kind=EntryKind.LOOK)
    lists = [one for one in _lists() if lies_inside(one.place.path, actor.place)]
    due = len(due_in(actor.place, on=today))
    is_open = any(one.done_at is None and one.withdrawn_at is None and one.place.path == actor.place for one in lists)
    return RetentionSheet(
        due=due,
        is_cut=due == AT_ONCE,
        lists=tuple(map(_row, lists[:20])),
        may_draw_up=bool(due) and not is_open,
        holds=tuple(_hold_row(one, today) for one in held),
        rules=schedule().rules,
    )


def hold(actor: Actor, wanted: int) -> HoldRow:
    """One hold that lasts. NotFound where there is none in the actor's place."""
    require_retention(actor)
    held = _holds().filter(pk=wanted).first()
    if held is None or not lies_inside(held.file.place.path, actor.place):
        raise NotFound
    return _hold_row(held, timezone.localdate())


def retention_list(actor: Actor, wanted: int) -> ListSheet:
    """One list, for whoever sees to retention in its place."""
    require_retention(actor)
    held = _lists().filter(pk=wanted).first()
    if held is None or not lies_inside(held.place.path, actor.place):
        raise NotFound
    row, is_open = _row(held), held.done_at is None and held.withdrawn_at is None
    why_not = ""
    if held.drawn_by.practitioner_id == actor.practitioner:
        why_not = _("You drew up this list. Somebody else approves it.")
    elif Role.GOVERNANCE_LEAD not in {actor.role, held.drawn_by.role}:
        why_not = _("One of the two who agree to a list is the information governance lead.")
    waits = is_open and held.approved_at is None
    return ListSheet(
        row=row,
        families=_families(held.lines.select_related("file")),
        may_approve=waits and not why_not,
        why_not=why_not if waits else "",
        may_withdraw=is_open,
    )


def due_everywhere() -> tuple[PlaceDue, ...]:
    """For operators: every place that is no part of another, what is due there, and what waits to be carried out."""
    waiting = RetentionLine.objects.filter(
        done_at__isnull=True, left_because="", listing__approved_at__isnull=False, listing__withdrawn_at__isnull=True
    )
    found = []
    for path in Place.objects.exclude(path__contains="/").order_by("path").values_list("path", flat=True):
        inside = within(path, "listing__place__path")
        due = len(due_in(path))
        found.append(PlaceDue(path, due, due == AT_ONCE, waiting.filter(inside).count()))
    return tuple(found)


def _holds() -> QuerySet[Hold]:
    return Hold.objects.filter(ends_at__isnull=True).select_related(
        "file__place", "set_by__practitioner", "set_by__agency"
    )


def _lists() -> QuerySet[RetentionList]:
    return RetentionList.objects.select_related(
        "place", "drawn_by__practitioner", "approved_by__practitioner"
    ).prefetch_related("lines")


def _hold_row(one: Hold, today: date) -> HoldRow:
    who = f"{one.set_by.practitioner.name}, {one.set_by.agency.name}"
    return HoldRow(one.pk, one.file.reference, one.reason, who, one.starts_at, one.review_on, one.review_on < today)


def _row(one: RetentionList) -> ListRow:
    lines = list(one.lines.all())
    return ListRow(
        id=one.pk,
        drawn_by=_who(one.drawn_by),
        drawn_at=one.drawn_at,
        approved_by=_who(one.approved_by) if one.approved_by else "",
        state=_state(one),
        people=len(lines),
        done=sum(line.done_at is not None for line in lines),
        left=sum(bool(line.left_because) for line in lines),
    )


def _who(post: Post) -> str:
    return f"{post.practitioner.name}, {post.title}"


def _state(one: RetentionList) -> str:
    if one.withdrawn_at is not None:
        return _("Withdrawn")
    if one.done_at is not None:
        return _("Carried out")
    return _("Approved: it is carried out at the next run") if one.approved_at else _("Waits for a second person")


def _families(lines: QuerySet[RetentionLine]) -> tuple[FamilyLine, ...]:
    found: dict[str, list[RetentionLine]] = {}
    for line in lines:
        found.setdefault(line.file.reference, []).append(line)
    return tuple(
        FamilyLine(reference, len(each), min(line.due_since for line in each), _became(each))
        for reference, each in found.items()
    )


def _became(lines: list[RetentionLine]) -> str:
    done = sum(line.done_at is not None for line in lines)
    left = sorted({str(LeftBecause(line.left_because).label) for line in lines if line.left_because})
    words = [_("%(n)d made unreadable") % {"n": done}] if done else []
    waiting = sum(line.done_at is None and not line.left_because for line in lines)
    return "; ".join([*words, *left, *([_("%(n)d on the list") % {"n": waiting}] if waiting else [])])
