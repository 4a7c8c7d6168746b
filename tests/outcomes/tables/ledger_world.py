"""Worlds of outcomes: what partners told of a family, as the import leaves it, and the same as pure events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from agencies.models import Agency
from cases.intake.profile import event_codes
from cases.models import Case, Extract, Occurrence, Person, Support
from datasharing.models.sealed import opened
from outcomes.catalogues import shipped_catalogue
from outcomes.costing.ledger import Event
from tests.world_casework import World

COVERS_TO = date(2026, 8, 31)
SUPPLIERS = ("council", "police", "health", "jobcentre_plus")


@dataclass(frozen=True)
class Told:
    """One occurrence: whose (the place in the world's members), what, from when, until when, its incident."""

    member: int
    code: str
    starts_on: date
    ends_on: date | None = None
    incident: str = ""


A_YEAR_OF_TROUBLE = (
    Told(0, "jcp.out_of_work_benefit", date(2024, 3, 1), date(2026, 9, 1)),
    Told(0, "police.arrest", date(2024, 11, 3), incident="I1"),
    Told(1, "police.arrest", date(2024, 11, 3), incident="I1"),
    Told(0, "health.ed_attendance", date(2025, 1, 9)),
    Told(0, "health.ed_attendance", date(2025, 1, 9)),
    Told(1, "health.mental_health_service", date(2025, 2, 1), date(2025, 6, 1)),
    Told(2, "health.mental_health_service", date(2025, 2, 1), date(2025, 6, 1)),
    Told(2, "education.persistent_absence", date(2024, 9, 2), date(2024, 12, 21)),
    Told(2, "social_care.child_protection_plan", date(2025, 4, 1), date(2025, 9, 5)),
    Told(2, "education.suspension", date(2025, 1, 6)),
    Told(1, "police.domestic_abuse_incident", date(2025, 3, 8), incident="I2"),
    Told(2, "police.domestic_abuse_incident", date(2025, 3, 8), incident="I2"),
)


def covered(covers_to: date = COVERS_TO) -> None:
    """Each supplier has sent a file that covers the days to `covers_to`."""
    for place, kind in enumerate(SUPPLIERS):
        Extract.objects.create(
            profile=f"profile_{place}",
            supplier=_supplier(kind),
            digest=f"{place}",
            covers_from=date(2023, 9, 1),
            covers_to=covers_to,
            supplied_on=covers_to,
            state="posted",
            started_at=timezone.now(),
            posted_at=timezone.now(),
        )


def told(world: World, occurrences: Sequence[Told] = A_YEAR_OF_TROUBLE) -> list[Occurrence]:
    """The occurrences of a family, not posted yet."""
    suppliers = {kind: _supplier(kind) for kind in SUPPLIERS}
    return Occurrence.objects.bulk_create(
        Occurrence(
            subject_id=world.members[one.member],
            supplier=suppliers[event_codes()[one.code].supplier],
            category=event_codes()[one.code].category,
            code=one.code,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            incident=one.incident,
        )
        for one in occurrences
    )


def pure_events(world: World, occurrences: Sequence[Told] = A_YEAR_OF_TROUBLE) -> list[Event]:
    """The same for the pure engine."""
    born: dict[UUID, date | None] = dict(opened(Person.objects.all(), "subject_id", "date_of_birth"))
    return [
        Event(
            code=one.code,
            person=str(world.members[one.member]),
            first_day=one.starts_on,
            end_day=one.ends_on,
            birth_date=born[world.members[one.member]],
            family=world.reference,
            incident=f"{shipped_catalogue().code(one.code).extract}:{one.incident}" if one.incident else "",
        )
        for one in occurrences
    ]


def supported(world: World, started: date, ended: date | None, reference: str = "S0001") -> Case:
    """Move the case's support to these days, as support from before Lintel has them."""
    case = Case.objects.get(pk=world.case)
    case.support_reference = reference
    case.opened_at = case.allocated_at = _noon(started)
    if ended:
        case.state, case.closed_at, case.outcome = "closed", _noon(ended), "not_recorded"
    case.save()
    return case


def weeks_of_support(case: Case, minutes: Sequence[int]) -> None:
    """Weeks of the council's worker, from the first Monday of 2025."""
    council = _supplier("council")
    Support.objects.bulk_create(
        Support(
            case=case,
            supplier=council,
            worker="kw01",
            week_beginning=date(2025, 1, 6) + timedelta(7 * week),
            minutes=count,
        )
        for week, count in enumerate(minutes)
    )


def _supplier(kind: str) -> Agency:
    return Agency.objects.get(kind=kind, place__path="ashworth")


def _noon(day: date):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))
