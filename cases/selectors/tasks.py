"""Tasks on a family: what is to be done by a day and by whom; and the next one of the reader's on each family."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from cases.models import Case, PutOff, Task
from cases.selectors.drafts import KeptDraft, draft_in
from cases.selectors.head import Head, Opened, Section, open_head, section, show
from cases.selectors.people import Member, people_in
from cases.vocabulary import CaseState
from datasharing import door
from datasharing.door import OpenFile
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

MOST_DONE = 20
"""How many of the tasks that are done a page shows, the last first."""


@dataclass(frozen=True)
class PutOffRow:
    """A task was put off from a day to a later one, and why."""

    was_due_on: date
    reason: Shown[str]
    by: str


@dataclass(frozen=True)
class TaskRow:
    """One task. `origin` says what it comes from; `may_see_to`: this reader may mark it as done or put it off."""

    id: int
    words: Shown[str]
    owner: str
    is_mine: bool
    due_on: date
    is_late: bool
    origin: str
    done_at: datetime | None
    done_by: str
    put_off: tuple[PutOffRow, ...]
    may_see_to: bool


@dataclass(frozen=True)
class TaskOwner:
    """Somebody to whom a task can be given."""

    post: int
    words: str


@dataclass(frozen=True)
class TasksSheet:
    """The tasks on a family: those to do, what is due first before the rest, and the last that were done."""

    head: Head
    to_do: tuple[TaskRow, ...]
    done: tuple[TaskRow, ...]
    owners: tuple[TaskOwner, ...]
    members: tuple[Member, ...]
    section: Section


@dataclass(frozen=True)
class NextTask:
    """The reader's next task on a family, and how many they have on it."""

    words: str
    due_on: date
    count: int


def tasks(actor: Actor, reference: str) -> TasksSheet:
    """The tasks on a family. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        return _sheet(actor, open_head(file))


def tasks_and_draft(actor: Actor, reference: str, *, step: str) -> tuple[TasksSheet, KeptDraft | None]:
    """The same, with what the actor had typed in the form of a `step` and not saved."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        return _sheet(actor, opened), draft_in(opened, actor, step)


def tasks_to_do(actor: Actor, opened: Opened) -> tuple[TaskRow, ...]:
    """What is to be done on an opened family: two queries, or one where nothing was put off."""
    return _rows(actor, opened, done_at__isnull=True)


def next_tasks(actor: Actor, files: Collection[OpenFile]) -> dict[UUID, NextTask]:
    """The next of the actor's own tasks on each of these families that are in work: one query."""
    opened = {file.id: file for file in files}
    found = (
        Task.objects.filter(owner_id=actor.post, done_at__isnull=True, case__family__in=opened)
        .exclude(case__state=CaseState.CLOSED)
        .select_related("supplier", "case")
    )
    rows: dict[UUID, list[tuple[str, date]]] = {}
    for one in found:
        shown = _words(opened[one.case.family_id], one)
        if shown.value:
            rows.setdefault(one.case.family_id, []).append((shown.value, one.due_on))
    return {family: NextTask(*held[0], count=len(held)) for family, held in rows.items()}


def _sheet(actor: Actor, opened: Opened) -> TasksSheet:
    people = people_in(opened)
    done = _rows(actor, opened, done_at__isnull=False)
    return TasksSheet(
        head=opened.head,
        to_do=tasks_to_do(actor, opened),
        done=tuple(sorted(done, key=lambda one: (one.done_at, one.id), reverse=True))[:MOST_DONE],
        owners=_owners(actor, opened.case),
        members=people.members,
        section=section(opened.file, Category.PLAN),
    )


def _rows(actor: Actor, opened: Opened, **which: Any) -> tuple[TaskRow, ...]:
    file, today = opened.file, timezone.localdate()
    put_off = PutOff.objects.select_related("put_off_by__practitioner")
    found = (
        Task.objects.filter(case=opened.case, **which)
        .select_related(
            "supplier", "owner__practitioner", "owner__agency", "done_by__practitioner", "contact", "review"
        )
        .prefetch_related(Prefetch("put_off", put_off))
    )
    sees_to_all = bool(file.reaches & {Reach.KEY_WORKER, Reach.SUPERVISION})
    rows = []
    for one in found:
        words = _words(file, one)
        if not words.is_open or file.hides(one.about_id):
            continue
        rows.append(
            TaskRow(
                id=one.pk,
                words=words,
                owner=f"{one.owner.practitioner.name}, {one.owner.agency.name}",
                is_mine=one.owner_id == actor.post,
                due_on=one.due_on,
                is_late=one.done_at is None and one.due_on < today,
                origin=_origin(one),
                done_at=one.done_at,
                done_by=one.done_by.practitioner.name if one.done_by else "",
                put_off=tuple(_put_off(file, one, late) for late in one.put_off.all()),
                may_see_to=one.done_at is None and (sees_to_all or actor.post in (one.owner_id, one.given_by_id)),
            )
        )
    return tuple(rows)


def _words(file: OpenFile, task: Task) -> Shown[str]:
    return show(file, task.words, Category.PLAN, task.supplier, {task.about_id} if task.about_id else ())


def _put_off(file: OpenFile, task: Task, late: PutOff) -> PutOffRow:
    about = {task.about_id} if task.about_id else ()
    reason = show(file, late.reason, Category.PLAN, task.supplier, about)
    return PutOffRow(late.was_due_on, reason, late.put_off_by.practitioner.name)


def _origin(task: Task) -> str:
    if task.contact:
        return _("from the contact on %(held_at)s") % {
            "held_at": dateformat.format(timezone.localtime(task.contact.held_at), "j F Y")
        }
    return (
        _("from the review on %(held_on)s") % {"held_on": dateformat.format(task.review.held_on, "j F Y")}
        if task.review
        else ""
    )


def _owners(actor: Actor, case: Case | None) -> tuple[TaskOwner, ...]:
    """The actor first, then the others of the team."""
    if case is None or case.key_worker is None:
        return ()
    on_case = case.team_members.filter(ends_at__isnull=True).select_related("post__practitioner", "post__agency")
    posts = {case.key_worker.pk: case.key_worker} | {one.post_id: one.post for one in on_case}
    others = (
        TaskOwner(key, f"{post.practitioner.name}, {post.agency.name}")
        for key, post in posts.items()
        if key != actor.post
    )
    return (TaskOwner(actor.post, _("Me")), *others)
