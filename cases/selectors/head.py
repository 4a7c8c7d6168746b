"""The head of every family page: who this is, who works with them, how things stand, what this reader can do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.vocabulary import AgencyKind
from cases.intake.models import Referral
from cases.models import Case, Family
from cases.permits import steps_open
from cases.vocabulary import CaseState, ClosingOutcome, Intensity, SaidConsent
from datasharing.door import OpenFile
from datasharing.policy import Reason
from datasharing.shown import Padlock, Shown
from datasharing.vocabulary import Category

T = TypeVar("T")


@dataclass(frozen=True)
class Head:
    """What stands over every page of one family. `steps` are what this reader can do now; see `cases/permits.py`.

    `reaches` are those by which the reader comes to the family.
    `state` is the case's, or empty where the family never had one; `name` and `reference` tell the family.
    """

    reference: str
    name: Shown[str]
    state: str
    state_words: str
    key_worker: str
    level_of_need: Shown[int]
    intensity: Shown[str]
    agreement: Shown[str]
    next_review_on: date | None
    steps: tuple[str, ...]
    reaches: tuple[str, ...]

    @property
    def title(self) -> str:
        """The family as this reader may call it: "The Orme family", or the reference."""
        return self.name.value[:1].upper() + self.name.value[1:] if self.name.value else self.reference

    @property
    def is_closed(self) -> bool:
        """Whether the last case has ended."""
        return self.state == CaseState.CLOSED


@dataclass(frozen=True)
class Section:
    """What goes with a section: what of it is closed to this reader, and why the rest is open."""

    padlocks: tuple[Padlock, ...]
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Opened:
    """A family behind the door, for selectors alone: its rows, its latest case if it had one, and its head."""

    file: OpenFile
    family: Family
    case: Case | None
    head: Head


def open_head(file: OpenFile) -> Opened:
    """Read the family, its latest case and what it said of being helped: three queries."""
    family = Family.objects.select_related("supplier").get(pk=file.id)
    case = (
        Case.objects.filter(family_id=file.id)
        .exclude(outcome=ClosingOutcome.MERGED)
        .select_related("key_worker__practitioner", "key_worker__agency", "opened_by__agency", "team", "plan__supplier")
        .order_by("-opened_at", "-pk")
        .first()
    )
    said = Referral.objects.filter(family_id=file.id).select_related("sender").order_by("-received_at", "-pk").first()
    decided_by = case.opened_by.agency if case and case.opened_by else family.supplier
    plan = getattr(case, "plan", None)
    worker = case.key_worker if case else None
    head = Head(
        reference=file.reference,
        name=show(file, family.name, Category.IDENTITY, family.supplier),
        state=case.state if case else "",
        state_words=str(CaseState(case.state).label) if case else _("Not yet decided"),
        key_worker=f"{worker.practitioner.name}, {worker.agency.name}" if worker else "",
        level_of_need=show(file, case.level_of_need if case else None, Category.NEEDS, decided_by),
        intensity=show(file, str(Intensity(case.intensity).label) if case else None, Category.NEEDS, decided_by),
        agreement=show(
            file,
            str(SaidConsent(said.said_consent).label) if said else None,
            Category.AGREEMENT,
            (said.sender if said else None) or family.supplier,
        ),
        next_review_on=plan.next_review_on if plan and case and case.state == CaseState.PLANNED else None,
        steps=tuple(str(step) for step in steps_open(file.reaches, case.state)) if case else (),
        reaches=tuple(sorted(map(str, file.reaches))),
    )
    return Opened(file, family, case, head)


def section(file: OpenFile, *categories: Category) -> Section:
    """Padlocks and reasons for a section about these categories."""
    reasons = [reason for category in categories for reason in file.why(category)]
    return Section(file.padlocks(*categories), tuple(dict.fromkeys(reasons)))


def show(
    file: OpenFile,
    value: T | None,
    category: Category | str,
    supplier: Agency,
    subjects: Iterable[UUID] = (),
    told_by: str = "system",
) -> Shown[T]:
    """A value through the door, supplied by this agency."""
    return file.show(
        value,
        category=Category(category),
        supplier=supplier.pk,
        supplier_kind=AgencyKind(supplier.kind),
        subjects=subjects,
        told_by=told_by,
    )


def is_open(file: OpenFile, category: Category | str, supplier: Agency, subjects: Iterable[UUID] = ()) -> bool:
    """Whether this reader may see it; nothing is shown by asking."""
    return file.decide(
        Category(category),
        supplier.pk,
        AgencyKind(supplier.kind),
        subjects,
    ).is_open
