"""The first page of a family: who is who, where they are, and what of it is closed to this reader."""

from dataclasses import dataclass
from datetime import datetime

from agencies.actor import Actor
from cases.intake.models import StepUp
from cases.intake.selectors.same_person import JOINERS, MERGERS, mergers_reach, reaches_of
from cases.permits import STRATEGY
from cases.selectors.head import Head, Section, open_head, section, show
from cases.selectors.people import Member, people_in
from cases.selectors.safety import InstructionRow, instructions_of
from cases.selectors.tasks import TaskRow, tasks_to_do
from datasharing import door
from datasharing.door import OpenFile
from datasharing.shown import Shown
from datasharing.vocabulary import Category


@dataclass(frozen=True)
class OpenStepUp:
    """A step up to protection whose strategy discussion is not on record. `may_record`: by this reader."""

    called_at: datetime
    reason: Shown[str]
    strategy_due_at: datetime
    may_record: bool


@dataclass(frozen=True)
class FamilySheet:
    """Who is who. `reasons` say why the case was opened; `instructions` what everybody must do before they act.

    `may_join`: this reader may say that one of them is somebody else who is known; `may_merge`: that another record is
    of this family too.
    """

    head: Head
    instructions: tuple[InstructionRow, ...]
    members: tuple[Member, ...]
    reasons: Shown[str]
    step_ups: tuple[OpenStepUp, ...]
    tasks: tuple[TaskRow, ...]
    section: Section
    may_join: bool
    may_merge: bool


def family(actor: Actor, reference: str) -> FamilySheet:
    """The sheet of a family. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        case = opened.case
        supplier = case.opened_by.agency if case and case.opened_by else opened.family.supplier
        return FamilySheet(
            head=opened.head,
            instructions=instructions_of(file),
            members=people_in(opened, whereabouts=True).members,
            reasons=show(file, case.reasons if case else None, Category.NEEDS, supplier),
            step_ups=_step_ups(file),
            tasks=tasks_to_do(actor, opened),
            section=section(file, Category.IDENTITY, Category.HOUSEHOLD, Category.WHEREABOUTS),
            may_join=actor.role in JOINERS and bool(file.reaches & reaches_of(actor)),
            may_merge=actor.role in MERGERS and bool(file.reaches & mergers_reach(actor)),
        )


def _step_ups(file: OpenFile) -> tuple[OpenStepUp, ...]:
    """Those that this reader may know of."""
    found = (
        StepUp.objects.filter(file_id=file.id, strategy="").select_related("recorded_by__agency").order_by("called_at")
    )
    shown = [(row, show(file, row.reason, Category.SOCIAL_CARE, row.recorded_by.agency)) for row in found]
    return tuple(
        OpenStepUp(row.called_at, reason, row.strategy_due_at, bool(file.reaches & STRATEGY))
        for row, reason in shown
        if reason.is_open
    )
