"""The waiting list: families whose case is open and who have no key worker yet, and who checks on them meanwhile."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from cases.models import Case
from cases.selectors.head import show
from cases.selectors.pages import Page
from cases.selectors.team import managers_by_team
from cases.urgency import DueFor, reason_words
from cases.vocabulary import Intensity, Urgency
from datasharing import door
from datasharing.door import OpenFile
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

ALLOCATES: frozenset[Reach] = frozenset({Reach.SUPERVISION, Reach.PANEL, Reach.REFERRAL})
PAGE = 25


@dataclass(frozen=True)
class WaitingRow:
    """One family that waits: since when, how urgent, and who checks on it. `risk` is the referral's urgency."""

    reference: str
    name: Shown[str]
    since: datetime
    days: int
    due_at: datetime | None
    reason: str
    level_of_need: Shown[int]
    intensity: Shown[str]
    risk: Shown[str]
    checked_by: str

    @property
    def title(self) -> str:
        """The family as this reader may call it."""
        return self.name.value[:1].upper() + self.name.value[1:] if self.name.value else self.reference


@dataclass(frozen=True)
class WaitingList:
    """A page of it, most urgent first. `count_words` stops at "more than 500"."""

    rows: tuple[WaitingRow, ...]
    page: Page
    count_words: str


def waiting_list(actor: Actor, *, page: int = 1) -> WaitingList:
    """The families that wait for a key worker and that this actor could allocate."""
    with door.open_many(actor, kinds=ALLOCATES, page=max(1, page), size=PAGE, due_for=DueFor.ALLOCATE) as files:
        cases = {
            case.family_id: case
            for case in Case.objects.filter(family__in=[file.id for file in files.items])
            .select_related("family__supplier", "referral", "team", "opened_by__agency")
            .order_by("opened_at", "pk")
        }
        managers = managers_by_team({case.team_id for case in cases.values() if case.team_id})
        today = timezone.localdate()
        return WaitingList(
            rows=tuple(_row(file, cases[file.id], managers, today) for file in files.items if file.id in cases),
            page=Page(files.page, files.has_previous, files.has_next),
            count_words=files.count_words,
        )


def _row(file: OpenFile, case: Case, managers: dict[int, tuple[str, ...]], today: date) -> WaitingRow:
    supplier = case.opened_by.agency if case.opened_by else case.family.supplier
    risk = str(Urgency(case.referral.urgency).label) if case.referral else None
    return WaitingRow(
        reference=file.reference,
        name=show(file, case.family.name, Category.IDENTITY, case.family.supplier),
        since=case.opened_at,
        days=(today - timezone.localdate(case.opened_at)).days,
        due_at=file.due_at,
        reason=reason_words(file.due_for, file.due_at, today),
        level_of_need=show(file, case.level_of_need, Category.NEEDS, supplier),
        intensity=show(file, str(Intensity(case.intensity).label), Category.NEEDS, supplier),
        risk=show(file, risk, Category.NEEDS, supplier),
        checked_by=", ".join(managers.get(case.team_id or 0, ())) or _("the triage panel"),
    )
