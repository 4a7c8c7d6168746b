"""Claims as their readers see them: what can be claimed, what is missing, what was claimed on which evidence."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.actor import Actor
from agencies.languages import as_written
from agencies.models import Post
from agencies.operations import journal
from agencies.refusals import NotFound
from agencies.vocabulary import AgencyKind, EntryKind
from cases.models import Family
from cases.selectors.head import Head, Section, open_head, section, show
from cases.vocabulary import Need
from datasharing import door
from datasharing.door import OpenFile
from datasharing.vocabulary import Category
from outcomes.claiming import Readiness, readiness
from outcomes.models import Claim
from outcomes.permits import CLAIM_REACHES, MAY_CLAIM
from outcomes.selectors.claim_facts import claim_facts
from outcomes.selectors.frameworks import framework, frameworks
from outcomes.vocabulary import ClaimState, Event

Names = dict[UUID, tuple[str, str]]
QUARTER_MONTHS = 3
RETURN_PAGE = 100
CLOSED_NEED = _("A need that is closed to you")
RETURN_COLUMNS = (
    "claim", "family", "framework", "result", "claimed_on", "state", "gbp", "decided_on", "paid_on", "reverses",
    "evidence_sha256",
)  # fmt: skip


@dataclass(frozen=True)
class ClaimRow:
    """One claim in a list."""

    reference: str
    family: str
    family_name: str
    framework: str
    result: str
    claimed_on: date
    gbp: Decimal
    state: str
    state_words: str


@dataclass(frozen=True)
class ReadyRow:
    """A family that was not claimed for yet: what could be claimed today, or the first thing that is missing."""

    family: str
    family_name: str
    result: str
    gbp: Decimal | None
    missing: str
    more_missing: int


@dataclass(frozen=True)
class ClaimsSheet:
    """A page of the reader's families under one framework. Money is exact."""

    framework: str
    framework_title: str
    frameworks: tuple[tuple[str, str], ...]
    ready: tuple[ReadyRow, ...]
    blocked: tuple[ReadyRow, ...]
    claims: tuple[ClaimRow, ...]
    may_claim: bool
    page: int
    has_more: bool


@dataclass(frozen=True)
class ReadinessSheet:
    """One family under one framework, need by need."""

    head: Head
    frameworks: tuple[tuple[str, str], ...]
    ready: Readiness
    claims: tuple[ClaimRow, ...]
    section: Section
    may_claim: bool


@dataclass(frozen=True)
class EvidenceLine:
    """One line of a frozen pack. `words` are empty where the line is closed to this reader, and `why` says why."""

    on: str
    told_by: str
    words: str
    why: str


@dataclass(frozen=True)
class FrozenClock:
    """How one need stood when it was claimed for. Days as they were written."""

    title: str
    months: int
    met_on: str
    held_since: str


@dataclass(frozen=True)
class ClaimSheet:
    """One claim with its pack. `is_whole`: the pack is the one that was frozen."""

    head: Head
    claim: ClaimRow
    claimed_by: str
    claimed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_words: str
    paid_on: date | None
    reverses: str
    reversed_by: str
    key_worker: str
    needs: tuple[FrozenClock, ...]
    evidence: tuple[EvidenceLine, ...]
    digest: str
    is_whole: bool
    may_decide: bool
    may_pay: bool
    may_reverse: bool


def claims(actor: Actor, *, slug: str = "", page: int = 1) -> ClaimsSheet:
    """The reader's families, a page at a time: claims, those that are ready, and those that are not with why."""
    today = timezone.localdate()
    scheme = framework(slug, on=today)
    with door.open_many(actor, kinds=CLAIM_REACHES, page=page) as files:
        facts = claim_facts(files.items, scheme, on=today)
        names = _names(files.items)
        rows = _rows(Claim.objects.filter(file__in=[file.id for file in files.items]), names)
        standing = {row.family for row in rows if row.framework == scheme.title and row.state != ClaimState.REFUSED}
        undone = [
            _ready(file, names, readiness(scheme, facts[file.id].family, on=today))
            for file in files.items
            if file.id in facts and file.reference not in standing
        ]
        return ClaimsSheet(
            framework=scheme.slug,
            framework_title=scheme.title,
            frameworks=_choices(),
            ready=tuple(row for row in undone if not row.missing),
            blocked=tuple(row for row in undone if row.missing),
            claims=tuple(rows),
            may_claim=actor.role in MAY_CLAIM,
            page=files.page,
            has_more=files.has_more,
        )


def claim_readiness(actor: Actor, reference: str, *, slug: str = "") -> ReadinessSheet:
    """What could be claimed for one family today, need by need. NotFound where it is not the reader's."""
    today = timezone.localdate()
    scheme = framework(slug, on=today)
    with door.open_one(actor, reference, kinds=CLAIM_REACHES) as file:
        opened = open_head(file)
        facts = claim_facts([file], scheme, on=today).get(file.id)
        if facts is None:
            raise NotFound(reference)
        rows = _rows(Claim.objects.filter(file=file.id), _names([file]))
        return ReadinessSheet(
            head=opened.head,
            frameworks=_choices(),
            ready=readiness(scheme, facts.family, on=today),
            claims=tuple(rows),
            section=section(file, Category.NEEDS, Category.PLAN),
            may_claim=actor.role in MAY_CLAIM,
        )


def claim(actor: Actor, reference: str) -> ClaimSheet:
    """One claim and its frozen pack, line by line through the door. NotFound where its family is not the reader's."""
    people = ("claimed_by", "decided_by")
    found = Claim.objects.filter(reference=reference).select_related(
        "file", "reverses", *(f"{one}__{of}" for one in people for of in ("practitioner", "agency"))
    )
    row = found.first()
    if row is None:
        raise NotFound(reference)
    with door.open_one(actor, row.file.reference, kinds=CLAIM_REACHES) as file:
        opened = open_head(file)
        pack = json.loads(row.evidence)
        may = actor.role in MAY_CLAIM
        own = row.claimed_by.practitioner_id == actor.practitioner
        reversal = Claim.objects.filter(reverses=row).values_list("reference", flat=True).first() or ""
        return ClaimSheet(
            head=opened.head,
            claim=_row(row, _names([file])),
            claimed_by=_by(row.claimed_by),
            claimed_at=row.claimed_at,
            decided_by=_by(row.decided_by),
            decided_at=row.decided_at,
            decision_words=row.decision_words,
            paid_on=row.paid_on,
            reverses=row.reverses.reference if row.reverses else "",
            reversed_by=reversal,
            key_worker=pack["key_worker"],
            needs=tuple(clock for one in pack["needs"] if (clock := _frozen(file, one, pack["told"]))),
            evidence=tuple(line for one in pack["told"] if (line := _line(file, one))),
            digest=row.digest,
            is_whole=sha256(row.evidence.encode()).hexdigest() == row.digest,
            may_decide=may and not own and row.state == ClaimState.CLAIMED,
            may_pay=may and row.state == ClaimState.APPROVED,
            may_reverse=may and row.state == ClaimState.PAID and not reversal,
        )


@transaction.atomic
def quarterly_return(actor: Actor, *, year: int, quarter: int) -> list[tuple[str, ...]]:
    """Every claim and reversal made in a financial quarter (the first begins in April) for the reader's families, with
    what its evidence hashes to. Families are named by reference alone; that it was taken away goes into the journal."""
    first = date(year + (quarter == 4), (1 + QUARTER_MONTHS * quarter) % 12, 1)
    end = date(first.year + (first.month + QUARTER_MONTHS > 12), (first.month + QUARTER_MONTHS - 1) % 12 + 1, 1)
    rows = Claim.objects.filter(claimed_on__gte=first, claimed_on__lt=end, file__in=_families(actor))
    mine = list(rows.select_related("file", "reverses").order_by("claimed_on", "pk"))
    detail = {"year": year, "quarter": quarter, "claims": len(mine)}
    journal.record(actor, Event.CLAIMS_EXPORTED, kind=EntryKind.LOOK, families=[r.file_id for r in mine], detail=detail)
    return [tuple(map(str, _exported(row))) for row in mine]


def _families(actor: Actor) -> set[UUID]:
    """Every family that the reader follows, by the door's own list."""
    found: set[UUID] = set()
    page = 1
    while True:
        with door.open_many(actor, kinds=CLAIM_REACHES, page=page, size=RETURN_PAGE) as files:
            found |= {file.id for file in files.items}
            if not files.has_more:
                return found
        page += 1


def _exported(row: Claim) -> Iterator[object]:
    yield from (row.reference, row.file.reference, row.framework_title, row.result_words, row.claimed_on)
    yield from (
        as_written(ClaimState(row.state).label),
        row.gbp,
        timezone.localdate(row.decided_at) if row.decided_at else "",
    )
    yield from (row.paid_on or "", row.reverses.reference if row.reverses else "", row.digest)


def _choices() -> tuple[tuple[str, str], ...]:
    return tuple((slug, one.title) for slug, one in frameworks().items())


def _names(files: list[OpenFile]) -> Names:
    """Each family's reference and, where the reader may see it, its name."""
    rows = {row.pk: row for row in Family.objects.filter(pk__in=[file.id for file in files]).select_related("supplier")}
    names: Names = {}
    for file in files:
        row = rows.get(file.id)
        name = show(file, row.name, Category.IDENTITY, row.supplier).value if row else ""
        names[file.id] = (file.reference, name or "")
    return names


def _rows(found: QuerySet[Claim], names: Names) -> list[ClaimRow]:
    return [_row(row, names) for row in found]


def _row(row: Claim, names: Names) -> ClaimRow:
    reference, name = names[row.file_id]
    return ClaimRow(
        row.reference, reference, name, row.framework_title, row.result_words, row.claimed_on, row.gbp, row.state,
        str(ClaimState(row.state).label),
    )  # fmt: skip


def _ready(file: OpenFile, names: Names, ready: Readiness) -> ReadyRow:
    best = ready.best()
    if best is not None:
        return ReadyRow(*names[file.id], best.result.words, best.gbp, "", 0)
    nearest = min((answer.missing for answer in ready.answers), key=len, default=ready.closed)
    return ReadyRow(*names[file.id], "", None, nearest[0], len(nearest) - 1)


def _frozen(file: OpenFile, clock: dict[str, Any], told: list[dict[str, Any]]) -> FrozenClock | None:
    """One need as it was claimed for: as closed as the strictest line about it; None where one may not be known of."""
    of_it = [one for one in told if one["words"].startswith(f"{as_written(Need(clock['need']).label)}:")]
    if any(file.seals(Category(one["category"]), [UUID(who) for who in one["subjects"]]) for one in of_it):
        return None
    lines = [_line(file, one) for one in of_it]
    if not lines or not all(line and line.words for line in lines):
        return FrozenClock(str(CLOSED_NEED), clock["months"], "", "")
    return FrozenClock(clock["title"], clock["months"], clock["met_on"], clock["held_since"])


def _line(file: OpenFile, told: dict[str, Any]) -> EvidenceLine | None:
    """A line as this reader may see it; None for one that they may not know of."""
    category, subjects = Category(told["category"]), [UUID(one) for one in told["subjects"]]
    if file.seals(category, subjects):
        return None
    shown = file.show(
        str(told["words"]),
        category=category,
        supplier=int(told["supplier"]),
        supplier_kind=AgencyKind(told["supplier_kind"]),
        subjects=subjects,
    )
    return EvidenceLine(str(told["on"]), str(told["told_by"]), shown.value or "", "" if shown.is_open else shown.why)


def _by(post: Post | None) -> str:
    return f"{post.practitioner.name}, {post.agency.name}" if post else ""
