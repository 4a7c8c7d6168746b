"""When a family was supported, and the windows of cost round it. Source: costing.md section 2."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from agencies.within import within
from cases.models import Case, Extract
from cases.vocabulary import CaseState, ExtractState
from outcomes.costing.windows import Window, WindowName, windows_of
from outcomes.models import Catalogue


@dataclass(frozen=True)
class SupportDates:
    """One case's support: from its first day up to, not including, `ended_on`. Not begun: `started_on` is None."""

    case: int
    family: UUID
    support_reference: str
    opened_on: date
    started_on: date | None
    ended_on: date | None


@dataclass(frozen=True)
class DataAge:
    """The last day that a supplier's extracts cover."""

    supplier: str
    kind: str
    last_day: date


@dataclass(frozen=True)
class ShownCatalogue:
    """The catalogue whose lines are shown: its key, its version and the year of its pounds."""

    key: int
    version: str
    base_year: str


def support_dates(case: Case) -> SupportDates:
    """Support runs from allocation (for history: from the day recorded as its opening) to the closing."""
    history = bool(case.support_reference) or case.state == CaseState.CLOSED
    started = case.allocated_at or (case.opened_at if history else None)
    return SupportDates(
        case=case.pk,
        family=case.family_id,
        support_reference=case.support_reference,
        opened_on=timezone.localdate(case.opened_at),
        started_on=timezone.localdate(started) if started else None,
        ended_on=timezone.localdate(case.closed_at) if case.closed_at else None,
    )


def support_windows(dates: SupportDates, last_day: date | None) -> tuple[Window, ...]:
    """The windows with at least a day of data. Before support begins: the year before the case was opened, alone."""
    if last_day is None:
        return ()
    if dates.started_on is None:
        windows = windows_of(dates.opened_on, dates.opened_on, last_day)
        return tuple(window for window in windows if window.name is WindowName.BEFORE)
    return windows_of(dates.started_on, dates.ended_on, last_day)


def last_day_of_data(place: str) -> date | None:
    """The last day that any extract from a supplier of this place (by its path's root) covers; None without any."""
    return max((age.last_day for age in data_ages(place)), default=None)


def data_ages(place: str) -> tuple[DataAge, ...]:
    """How far each supplier's data goes, by its name."""
    root = place.split("/")[0]
    inside = within(root, "supplier__place__path")
    rows = (
        Extract.objects.filter(inside, state=ExtractState.POSTED)
        .values_list("supplier__name", "supplier__kind")
        .annotate(last_day=Max("covers_to"))
        .order_by("supplier__name")
    )
    return tuple(DataAge(*row) for row in rows)


def shown_catalogue() -> ShownCatalogue | None:
    """The newest catalogue under which everything is posted; None before anything is."""
    found = Catalogue.objects.filter(complete_at__isnull=False).order_by("-loaded_at", "-pk")
    row = found.values_list("pk", "version", "base_year").first()
    return ShownCatalogue(*row) if row else None
