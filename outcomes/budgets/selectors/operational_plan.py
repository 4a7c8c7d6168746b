"""The operational plan of a place, part by part, with what came of each."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.actor import Actor
from agencies.places import lies_inside
from agencies.refusals import NotFound
from outcomes.budgets.operations.keep_plan import TOLD_OF
from outcomes.budgets.vocabulary import MAY_WRITE, PartIs, PartState
from outcomes.models import OperationalPlan, PlanPart


@dataclass(frozen=True)
class NewsRow:
    """What came of a part on a day."""

    words: str
    state_words: str
    happened_on: date


@dataclass(frozen=True)
class PlanPartRow:
    """One part. `is_late`: a milestone whose day is past and that is neither reached nor given up."""

    id: int
    heading: str
    words: str
    who: str
    day: date | None
    under: str
    state: str
    state_words: str
    is_late: bool
    news: tuple[NewsRow, ...]
    may_tell: bool


@dataclass(frozen=True)
class PartGroup:
    """The parts of one kind, in order."""

    kind: str
    words: str
    rows: tuple[PlanPartRow, ...]


@dataclass(frozen=True)
class PlanHead:
    """A plan in the list."""

    id: int
    name: str
    place_name: str
    parts: int
    barriers_open: int
    milestones_late: int


@dataclass(frozen=True)
class PlanList:
    """The plans of the reader's place and its parts."""

    rows: tuple[PlanHead, ...]
    may_write: bool


@dataclass(frozen=True)
class OperationalPlanSheet:
    """A plan with every part."""

    id: int
    name: str
    purpose: str
    place_name: str
    groups: tuple[PartGroup, ...]
    may_write: bool

    def group(self, kind: str) -> PartGroup:
        """The parts of a kind."""
        return next(group for group in self.groups if group.kind == kind)


GROUP_WORDS = {
    PartIs.OUTCOME: _("Outcomes"),
    PartIs.SERVICE: _("Services in the package"),
    PartIs.CHAIN: _("Delivery chains"),
    PartIs.GAP: _("Gaps"),
    PartIs.MILESTONE: _("Milestones"),
    PartIs.BARRIER: _("Barriers raised"),
    PartIs.SEAT: _("Board and accountable officers"),
    PartIs.DECISION: _("Decisions"),
}


def operational_plans(actor: Actor) -> PlanList:
    """Every plan of the reader's place and its parts."""
    held = OperationalPlan.objects.select_related("place").prefetch_related("parts__news", "parts__under")
    rows = []
    for plan in held.order_by("place__path"):
        if lies_inside(plan.place.path, actor.place):
            parts = [(part.kind, _row(part, may_write=False)) for part in plan.parts.all()]
            rows.append(
                PlanHead(
                    id=plan.pk,
                    name=plan.name,
                    place_name=plan.place.name,
                    parts=len(parts),
                    barriers_open=sum(kind == PartIs.BARRIER and row.state == PartState.OPEN for kind, row in parts),
                    milestones_late=sum(row.is_late for _, row in parts),
                )
            )
    return PlanList(tuple(rows), actor.role in MAY_WRITE)


def operational_plan(actor: Actor, key: int) -> OperationalPlanSheet:
    """One plan. NotFound outside the reader's place."""
    held = OperationalPlan.objects.select_related("place").filter(pk=key).first()
    if held is None or not lies_inside(held.place.path, actor.place):
        raise NotFound(str(key))
    may_write = actor.role in MAY_WRITE
    parts = list(held.parts.select_related("under").prefetch_related("news"))
    return OperationalPlanSheet(
        id=held.pk,
        name=held.name,
        purpose=held.purpose,
        place_name=held.place.name,
        groups=tuple(
            PartGroup(kind, str(words), tuple(_row(part, may_write=may_write) for part in parts if part.kind == kind))
            for kind, words in GROUP_WORDS.items()
        ),
        may_write=may_write,
    )


def plan_part(actor: Actor, key: int) -> tuple[OperationalPlanSheet, PlanPartRow]:
    """One part with its plan. NotFound outside the reader's place."""
    found = PlanPart.objects.filter(pk=key).values_list("plan_id", flat=True).first()
    if found is None:
        raise NotFound(str(key))
    sheet = operational_plan(actor, found)
    return sheet, next(row for group in sheet.groups for row in group.rows if row.id == key)


def _row(part: PlanPart, *, may_write: bool) -> PlanPartRow:
    news = list(part.news.all())
    state = PartState(news[-1].state) if news else PartState.OPEN
    is_late = (
        part.kind == PartIs.MILESTONE
        and part.day is not None
        and part.day < timezone.localdate()
        and state == PartState.OPEN
    )
    return PlanPartRow(
        id=part.pk,
        heading=part.heading,
        words=part.words,
        who=part.who,
        day=part.day,
        under=part.under.heading if part.under else "",
        state=state,
        state_words=str(PartState(state).label),
        is_late=is_late,
        news=tuple(NewsRow(one.words, str(PartState(one.state).label), one.happened_on) for one in news),
        may_tell=may_write and part.kind in TOLD_OF,
    )
