"""The team manager's home: who carries what, what is late, who waits, and who stands in for whom."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from agencies.actor import Actor
from agencies.refusals import NotFound
from agencies.selectors.posts import posts_by_id
from cases.caseload import plain
from cases.models import Case, Cover
from cases.permits import IN_WORK
from cases.selectors.caseloads import loads
from cases.selectors.head import show
from cases.urgency import LABELS, DueFor, reason_words
from datasharing import door
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

MOST = 200
"""How many families the page looks through, the most urgent first."""
LATE = (DueFor.REVIEW, DueFor.CONTACT, DueFor.ACTION, DueFor.PLAN)


@dataclass(frozen=True)
class DeskFamily:
    """One family of the team: how it is called, whose it is, what is due and whether that is late."""

    reference: str
    name: Shown[str]
    worker: int
    reason: str
    due_for: str
    is_late: bool

    @property
    def title(self) -> str:
        """The family as this reader may call it."""
        return self.name.value[:1].upper() + self.name.value[1:] if self.name.value else self.reference


@dataclass(frozen=True)
class WorkerRow:
    """What a key worker carries: of the manager's families so many, so many of them late; and in all, weighted."""

    post: int
    name: str
    agency: str
    families: int
    late: int
    load: str
    capacity: int
    room: str
    is_full: bool
    share: int


@dataclass(frozen=True)
class LateRow:
    """How many of the manager's families are late with one thing."""

    due_for: str
    words: str
    count: int


@dataclass(frozen=True)
class CoverRow:
    """Who stands in for whom, and until when."""

    id: int
    worker: str
    deputy: str
    starts_on: date
    ends_on: date
    families: int


@dataclass(frozen=True)
class TeamDesk:
    """The manager's home. `more` where the team has more families than the page looks through."""

    workers: tuple[WorkerRow, ...]
    late: tuple[LateRow, ...]
    waiting: int
    families: tuple[DeskFamily, ...]
    covers: tuple[CoverRow, ...]
    more: bool


def team_desk(actor: Actor) -> TeamDesk:
    """The home of a team manager: families under their supervision alone."""
    today = timezone.localdate()
    with door.open_many(actor, kinds={Reach.SUPERVISION}, size=MOST) as files:
        opened = {file.id: file for file in files.items}
        cases = Case.objects.filter(family__in=list(opened), state__in=IN_WORK).select_related("family__supplier")
        families = []
        for case in cases:
            file = opened[case.family_id]
            families.append(
                DeskFamily(
                    reference=file.reference,
                    name=show(file, case.family.name, Category.IDENTITY, case.family.supplier),
                    worker=case.key_worker_id or 0,
                    reason=reason_words(file.due_for, file.due_at, today),
                    due_for=file.due_for,
                    is_late=file.due_at is not None and file.due_at <= timezone.now(),
                )
            )
        waiting = sum(1 for file in files.items if file.due_for == DueFor.ALLOCATE)
        more = files.has_next
    order = {file.reference: number for number, file in enumerate(opened.values())}
    families.sort(key=lambda one: order[one.reference])
    return TeamDesk(
        workers=_workers(families),
        late=tuple(
            LateRow(str(due), LABELS[due], sum(1 for one in families if one.is_late and one.due_for == due))
            for due in LATE
        ),
        waiting=waiting,
        families=tuple(families),
        covers=covers(actor),
        more=more,
    )


def families_of(actor: Actor, worker: int) -> tuple[str, tuple[DeskFamily, ...]]:
    """A key worker's name, and the families of theirs that this manager supervises. Raises NotFound without any."""
    found = tuple(one for one in team_desk(actor).families if one.worker == worker)
    if not found:
        raise NotFound(str(worker))
    return posts_by_id([worker])[worker].words, found


def covers(actor: Actor) -> tuple[CoverRow, ...]:
    """The cover that this manager has given and that has not ended."""
    today = timezone.localdate()
    held = Cover.objects.filter(given_by_id=actor.post, ends_on__gte=today, ended_at=None).prefetch_related("grants")
    rows = list(held)
    names = posts_by_id([post for row in rows for post in (row.worker_id, row.deputy_id)])
    return tuple(
        CoverRow(
            row.pk,
            names[row.worker_id].name,
            names[row.deputy_id].name,
            row.starts_on,
            row.ends_on,
            len(row.grants.all()),
        )
        for row in rows
    )


def _workers(families: list[DeskFamily]) -> tuple[WorkerRow, ...]:
    posts = {one.worker for one in families if one.worker}
    held, carried = posts_by_id(posts), loads(posts)
    rows = []
    for post, sheet in held.items():
        load, capacity = carried[post], sheet.capacity
        mine = [one for one in families if one.worker == post]
        rows.append(
            WorkerRow(
                post=post,
                name=sheet.name,
                agency=sheet.agency_name,
                families=len(mine),
                late=sum(1 for one in mine if one.is_late),
                load=plain(load),
                capacity=capacity,
                room=plain(capacity - load),
                is_full=load >= capacity,
                share=min(100, int(100 * load / capacity)) if capacity else 100,
            )
        )
    return tuple(sorted(rows, key=lambda one: (-one.late, one.name)))
