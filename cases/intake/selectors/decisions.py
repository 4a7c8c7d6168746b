"""What was decided on a referral, and the calls to protection about its family, through the door."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.intake.models import StepUp, TriageDecision
from cases.intake.selectors.said import show, supplier_from
from cases.vocabulary import Decision, Intensity
from datasharing.door import OpenFile
from datasharing.shown import Shown
from datasharing.vocabulary import Category


@dataclass(frozen=True)
class DecisionSeen:
    """One decision. `by` is who decided, with their agency."""

    decision: Shown[str]
    level_of_need: Shown[int]
    intensity: Shown[str]
    reasons: Shown[str]
    conditions: Shown[str]
    dissent: Shown[str]
    signposted_to: Shown[str]
    by: str
    decided_at: datetime


@dataclass(frozen=True)
class StepUpSeen:
    """One call to protection. `noted_at` is when the panel noted it."""

    called_at: datetime
    spoken_to: Shown[str]
    reason: Shown[str]
    strategy: Shown[str]
    strategy_due_at: datetime
    by: str
    noted_at: datetime | None


def decisions_of(file: OpenFile, referral: int) -> tuple[DecisionSeen, ...]:
    """The decisions on a referral, the latest first."""
    rows = (
        TriageDecision.objects.filter(referral_id=referral)
        .select_related("decided_by__agency", "decided_by__practitioner")
        .order_by("-decided_at", "-pk")
    )
    return tuple(_decision(file, row) for row in rows)


def step_ups_of(file: OpenFile, file_id: UUID) -> tuple[StepUpSeen, ...]:
    """The calls to protection about a family, the latest first."""
    rows = (
        StepUp.objects.filter(file_id=file_id)
        .select_related("recorded_by__agency", "recorded_by__practitioner")
        .order_by("-called_at", "-pk")
    )
    found = []
    for row in rows:
        supplier = supplier_from(row.recorded_by.agency)
        found.append(
            StepUpSeen(
                called_at=row.called_at,
                spoken_to=show(file, row.spoken_to, Category.SOCIAL_CARE, supplier),
                reason=show(file, row.reason, Category.SOCIAL_CARE, supplier),
                strategy=show(file, row.strategy, Category.SOCIAL_CARE, supplier),
                strategy_due_at=row.strategy_due_at,
                by=f"{row.recorded_by.practitioner.name}, {row.recorded_by.agency.name}",
                noted_at=row.noted_at,
            )
        )
    return tuple(found)


def _decision(file: OpenFile, row: TriageDecision) -> DecisionSeen:
    supplier = supplier_from(row.decided_by.agency)

    def needs(words: str) -> Shown[str]:
        return show(file, words, Category.NEEDS, supplier)

    return DecisionSeen(
        decision=needs(str(Decision(row.decision).label)),
        level_of_need=show(file, row.level_of_need, Category.NEEDS, supplier),
        intensity=needs(str(Intensity(row.intensity).label) if row.intensity else ""),
        reasons=needs(row.reasons),
        conditions=needs(row.conditions),
        dissent=needs(row.dissent),
        signposted_to=needs(row.signposted_to),
        by=f"{row.decided_by.practitioner.name}, {row.decided_by.agency.name}",
        decided_at=row.decided_at,
    )
