"""Whole-family needs and strengths, with the evidence for each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from agencies.actor import Actor
from cases.models import NeedRecord
from cases.permits import MARKED_BY
from cases.selectors.head import Head, Opened, Section, open_head, section, show
from cases.selectors.marks import MARKS, MarkRow, mark_rows
from cases.selectors.people import Member, People, people_in
from cases.vocabulary import Need, NeedKind
from datasharing import door
from datasharing.shown import Shown
from datasharing.vocabulary import Category, ToldBy

EVIDENCE: tuple[Category, ...] = (Category.NEEDS, Category.DOMESTIC_ABUSE, Category.SUBSTANCE_USE)


@dataclass(frozen=True)
class NeedRow:
    """One need or strength. `about` are names; none of them means the whole family."""

    id: int
    need: str
    need_words: str
    is_strength: bool
    category_words: str
    evidence: Shown[str]
    about: tuple[str, ...]
    told_by: str
    recorded_by: str
    recorded_at: datetime
    marks: tuple[MarkRow, ...]


@dataclass(frozen=True)
class NeedsSheet:
    """Needs and strengths, latest first, and the people they can be about."""

    head: Head
    needs: tuple[NeedRow, ...]
    strengths: tuple[NeedRow, ...]
    members: tuple[Member, ...]
    may_mark: bool
    section: Section


def needs(actor: Actor, reference: str) -> NeedsSheet:
    """The needs of a family's latest case. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        people = people_in(opened)
        rows = need_rows(opened, people)
        return NeedsSheet(
            head=opened.head,
            needs=tuple(row for row in rows if not row.is_strength),
            strengths=tuple(row for row in rows if row.is_strength),
            members=people.members,
            may_mark=bool(file.reaches & MARKED_BY),
            section=section(file, *EVIDENCE),
        )


def need_rows(opened: Opened, people: People, *, with_marks: bool = True) -> list[NeedRow]:
    """The records that this reader may see: one query, and one for what is marked beside them."""
    if opened.case is None:
        return []
    found = (
        NeedRecord.objects.filter(case=opened.case)
        .select_related("supplier", "recorded_by__practitioner", "recorded_by__agency")
        .prefetch_related(*([MARKS] if with_marks else []))
        .annotate(about_ids=ArrayAgg("about", filter=Q(about__isnull=False), default=[]))
        .order_by("-recorded_at", "-pk")
    )
    return [row for record in found if (row := _row(opened, people, record, with_marks))]


def _row(opened: Opened, people: People, record: NeedRecord, with_marks: bool) -> NeedRow | None:
    about: set[UUID] = set(record.about_ids)  # type: ignore[attr-defined]
    evidence = show(opened.file, record.evidence, record.category, record.supplier, about, record.told_by)
    if not evidence.is_open:
        return None
    return NeedRow(
        id=record.pk,
        need=record.need,
        need_words=str(Need(record.need).label),
        is_strength=record.kind == NeedKind.STRENGTH,
        category_words=str(Category(record.category).label),
        evidence=evidence,
        about=people.names(about),
        told_by=str(ToldBy(record.told_by).label),
        recorded_by=f"{record.recorded_by.practitioner.name}, {record.recorded_by.agency.name}",
        recorded_at=record.recorded_at,
        marks=mark_rows(opened, people, record.marks.all(), record.supplier, about) if with_marks else (),
    )
