"""My families: one list, most urgent first, with the reason in words. The same number of queries for 3 and for 300."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.vocabulary import AgencyKind
from cases.models import Case, Family, FamilyMember
from cases.selectors.head import show
from cases.selectors.pages import Page, page_of
from cases.selectors.tasks import NextTask, next_tasks
from cases.urgency import LABELS, reason_words
from cases.vocabulary import CaseState, ClosingOutcome
from datasharing import door
from datasharing.door import OpenFile, OpenFiles
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

MINE: frozenset[Reach] = frozenset(
    {Reach.KEY_WORKER, Reach.TEAM, Reach.SUPERVISION, Reach.PROTECTION, Reach.SPECIFIC, Reach.EMERGENCY}
)
"""The reaches by which a family is somebody's to work with today."""

PAGE = 25
SEARCHED = 500
"""How many families a search opens at a time."""


@dataclass(frozen=True)
class FamilyRow:
    """One family of the list. `reason` says what is due in words; `due_at` when, `due_for` what; `task`
    is the reader's next one.
    """

    reference: str
    name: Shown[str]
    reason: str
    due_at: datetime | None
    due_for: str
    state_words: str
    key_worker: str
    next_review_on: date | None
    task: NextTask | None

    @property
    def title(self) -> str:
        """The family as this reader may call it."""
        return self.name.value[:1].upper() + self.name.value[1:] if self.name.value else self.reference


@dataclass(frozen=True)
class MyFamilies:
    """A page of the actor's families. `count_words` stops at "more than 500"."""

    rows: tuple[FamilyRow, ...]
    page: Page
    count_words: str
    due_for: str
    search: str


def my_families(actor: Actor, *, page: int = 1, due_for: str = "", search: str = "") -> MyFamilies:
    """The actor's families, most urgent first; `due_for` a code of `cases.urgency`, `search` any part of a name."""
    due_for = due_for if due_for in LABELS else ""
    wanted = _plain(search)
    if wanted:
        found, here = page_of(_search(actor, due_for, wanted), page, PAGE)
        rows, count = tuple(found), _("page %(number)s of what was found") % {"number": here.number}
        if not (here.has_next or here.has_previous):
            count = str(len(rows))
    else:
        with door.open_many(actor, kinds=MINE, page=max(1, page), size=PAGE, due_for=due_for or None) as files:
            rows = _rows(actor, files, files.items, _families(files))
            here, count = Page(files.number, files.has_previous, files.has_next), files.count_words
    return MyFamilies(rows=rows, page=here, count_words=count, due_for=due_for, search=search.strip())


def _search(actor: Actor, due_for: str, wanted: str) -> list[FamilyRow]:
    """Every family of the actor's of such a name, the most urgent first: so many at a time, until there are no more."""
    found: list[FamilyRow] = []
    number, has_more = 0, True
    while has_more:
        number += 1
        with door.open_many(actor, kinds=MINE, page=number, size=SEARCHED, due_for=due_for or None) as files:
            families = _families(files)
            found += _rows(actor, files, _named(files, families, wanted), families)
            has_more = files.has_more
    return found


def _rows(
    actor: Actor, files: OpenFiles, wanted: Sequence[OpenFile], families: dict[UUID, Family]
) -> tuple[FamilyRow, ...]:
    """The rows of these families of the page: two queries."""
    cases, tasks, today = _cases(files), next_tasks(actor, wanted), timezone.localdate()
    return tuple(_row(file, families.get(file.id), cases.get(file.id), tasks.get(file.id), today) for file in wanted)


def _families(files: OpenFiles) -> dict[UUID, Family]:
    return {one.pk: one for one in Family.objects.filter(pk__in=_ids(files)).select_related("supplier")}


def _ids(files: OpenFiles) -> list[UUID]:
    return [file.id for file in files.items]


def _cases(files: OpenFiles) -> dict[UUID, Case]:
    """The latest case of each family."""
    found = (
        Case.objects.filter(family__in=_ids(files))
        .exclude(outcome=ClosingOutcome.MERGED)
        .select_related("key_worker__practitioner", "key_worker__agency", "plan")
        .order_by("opened_at", "pk")
    )
    return {case.family_id: case for case in found}


def _row(file: OpenFile, family: Family | None, case: Case | None, task: NextTask | None, today: date) -> FamilyRow:
    plan = getattr(case, "plan", None) if case and case.state == CaseState.PLANNED else None
    worker = case.key_worker if case else None
    return FamilyRow(
        reference=file.reference,
        name=_name(file, family),
        reason=reason_words(file.due_for, file.due_at, today),
        due_at=file.due_at,
        due_for=file.due_for,
        state_words=str(CaseState(case.state).label) if case else _("Not yet decided"),
        key_worker=worker.practitioner.name if worker else "",
        next_review_on=plan.next_review_on if plan else None,
        task=task,
    )


def _name(file: OpenFile, family: Family | None) -> Shown[str]:
    if family is None:
        return file.show(None, category=Category.IDENTITY, supplier=0, supplier_kind=AgencyKind.COUNCIL)
    return show(file, family.name, Category.IDENTITY, family.supplier)


def _named(files: OpenFiles, families: dict[UUID, Family], wanted: str) -> list[OpenFile]:
    """Those whose name, or a member's name, holds the words, of names that this reader may see."""
    names: dict[UUID, list[str]] = defaultdict(list)
    opened = {file.id: file for file in files.items}
    for file in files.items:
        family = families.get(file.id)
        if family and _name(file, family).value:
            names[file.id].append(family.name)
    members = list(
        FamilyMember.objects.filter(family__in=_ids(files), left_on__isnull=True).select_related("person__supplier")
    )
    files.know(member.person_id for member in members)
    for member in members:
        person = member.person
        words = f"{person.given_name} {person.family_name}"
        shown = show(opened[member.family_id], words, Category.IDENTITY, person.supplier, {member.person_id})
        if shown.value:
            names[member.family_id].append(shown.value)
    parts = wanted.split()
    return [
        file
        for file in files.items
        if all(part in _plain(" ".join([*names[file.id], file.reference])) for part in parts)
    ]


def _plain(words: str) -> str:
    """Small letters without accents, so that any spelling of a name finds it."""
    return "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c)).casefold().strip()
