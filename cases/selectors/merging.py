"""Two records that may be of one family: whose they may be, both side by side, and what a merge would do to whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from agencies.actor import Actor
from agencies.refusals import NotAllowed, NotFound
from agencies.selectors.posts import post_words
from agencies.vocabulary import Role
from cases.intake.selectors.same_person import mergers_reach
from cases.models import FamilyMember, KeyWorker, Merging
from cases.operations.merge_families import NOT_YOURS
from cases.operations.merged_claims import claimed_twice
from cases.operations.merged_work import MUST_STAY, live_cases, reaching
from cases.selectors.head import Head, Opened, open_head
from cases.selectors.people import people_in
from cases.vocabulary import CaseState
from datasharing import door
from datasharing.door import OpenFile
from datasharing.models import Grant
from datasharing.vocabulary import Reach

MOST = 10


@dataclass(frozen=True)
class Likely:
    """Another family with somebody of this one in it, whom the reader may know of."""

    reference: str
    name: str
    shared: tuple[str, ...]


@dataclass(frozen=True)
class MergingRow:
    """An earlier merge that can be taken apart: the reference that led on since."""

    id: int
    reference: str
    merged_at: datetime
    by: str


@dataclass(frozen=True)
class MergeSheet:
    """A family, which others it may be, and the merges that stand."""

    head: Head
    likely: tuple[Likely, ...]
    mergings: tuple[MergingRow, ...]


@dataclass(frozen=True)
class OneRecord:
    """One of the two records, as far as this reader sees it. `key_worker_post` is 0 where there is none."""

    reference: str
    name: str
    people: tuple[str, ...]
    state: str
    key_worker: str
    key_worker_post: int
    next_review_on: date | None


@dataclass(frozen=True)
class Reached:
    """Somebody who reaches one record alone. `must_stay`: their work is open, and a merge does not end it."""

    grant: int
    words: str
    of: str
    must_stay: bool


@dataclass(frozen=True)
class InTheWay:
    """What has to be done before the merge, in words, and with which claim. `path` is empty for who reads no claims."""

    words: str
    claim: str
    path: str


@dataclass(frozen=True)
class MergePreview:
    """Both records side by side, and what a merge would do.

    `choose_plan` and `choose_worker`: somebody has to say which goes on. `go_on` reach both and go on, in words;
    `one_sided` reach one alone; `ending` is how many more lose access that was for one record. `claimed_twice` is in
    the way: what has to be done first.
    """

    head: Head
    kept: OneRecord
    gone: OneRecord
    choose_plan: bool
    choose_worker: bool
    go_on: tuple[str, ...]
    one_sided: tuple[Reached, ...]
    ending: int
    claimed_twice: tuple[InTheWay, ...]


def merge_sheet(actor: Actor, reference: str) -> MergeSheet:
    """Which others this family may be, and the merges that stand. NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        _require(actor, file)
        opened = open_head(file)
        names = {one.subject: one.known_as for one in people_in(opened).members}
        elsewhere = _elsewhere(file.id, names)
        rows = Merging.objects.filter(kept=file.id, parted_at__isnull=True).select_related("gone", "merged_by__agency")
        mergings = tuple(
            MergingRow(
                row.pk, row.gone.reference, row.merged_at,
                f"{Role(row.merged_by.role).label}, {row.merged_by.agency.name}",
            )
            for row in rows.order_by("-pk")
        )  # fmt: skip
        head = opened.head
    return MergeSheet(head, tuple(_likely(actor, elsewhere, names)), mergings)


def merge_preview(actor: Actor, reference: str, other: str) -> MergePreview:
    """Both side by side. NotFound where either is not the actor's, or where they are one record already."""
    with door.open_one(actor, reference) as file, door.open_one(actor, other) as beside:
        _require(actor, file)
        _require(actor, beside)
        if file.id == beside.id:
            raise NotFound(other)
        opened, second = open_head(file), open_head(beside)
        live = live_cases([file.id, beside.id])
        waiting = [one for one in live.values() if one.state == CaseState.OPENED]
        workers = {
            row.family_id: row.post_id
            for row in KeyWorker.objects.filter(family__in=live, ends_at__isnull=True, set_beside=False)
        }
        found = reaching(file.id, beside.id, timezone.now())
        names = {file.id: file.reference, beside.id: beside.reference}
        return MergePreview(
            head=opened.head,
            kept=_record(opened, workers.get(file.id, 0)),
            gone=_record(second, workers.get(beside.id, 0)),
            choose_plan=len(live) == 2 and len(waiting) != 1,
            choose_worker=len(set(workers.values())) == 2,
            go_on=tuple(dict.fromkeys(_words(one) for one in found.shared)),
            one_sided=tuple(
                Reached(one.pk, _words(one), names[one.file_id], one.kind in MUST_STAY) for one in found.offered
            ),
            ending=len(found.ending),
            claimed_twice=_claimed_twice(actor, file, beside),
        )


def _require(actor: Actor, file: OpenFile) -> None:
    if not file.reaches & mergers_reach(actor):
        raise NotAllowed(str(NOT_YOURS))


def _claimed_twice(actor: Actor, file: OpenFile, beside: OpenFile) -> tuple[InTheWay, ...]:
    """Of those who merge, the manager alone reads claims; the front door passes their references on."""
    reads = actor.role == Role.TEAM_MANAGER
    return tuple(InTheWay(one.words, one.back, one.path if reads else "") for one in claimed_twice(file.id, beside.id))


def _elsewhere(file: UUID, people: Collection[UUID]) -> dict[str, set[UUID]]:
    """The references of other families to which these people belong today."""
    rows = FamilyMember.objects.filter(person__in=list(people), left_on__isnull=True).exclude(family=file)
    found: dict[str, set[UUID]] = {}
    for person, reference in rows.values_list("person_id", "family__file__reference").order_by("family__formed_at"):
        found.setdefault(reference, set()).add(person)
    return found


def _likely(actor: Actor, elsewhere: dict[str, set[UUID]], names: dict[UUID, str]) -> list[Likely]:
    """Those of these families that are the actor's too."""
    found = []
    for reference, people in list(elsewhere.items())[: MOST * 2]:
        with door.open_many(actor, kinds=mergers_reach(actor), reference=reference, size=1) as files:
            for file in files.items:
                head = open_head(file).head
                shared = tuple(names[one] for one in sorted(people, key=str) if not file.hides(one))
                if shared:
                    found.append(Likely(file.reference, head.title, shared))
    return found[:MOST]


def _record(opened: Opened, worker: int) -> OneRecord:
    head = opened.head
    return OneRecord(
        reference=head.reference,
        name=head.title if head.name.value else "",
        people=tuple(one.known_as for one in people_in(opened).members),
        state=head.state_words,
        key_worker=head.key_worker if worker else "",
        key_worker_post=worker,
        next_review_on=head.next_review_on,
    )


def _words(one: Grant) -> str:
    """Who reaches, and how: "Police Cast, Ashworth Police (Case team)"."""
    who = post_words(one.post) if one.post else one.team.name if one.team else ""
    return f"{who} ({Reach(one.kind).label})"
