"""Homes as the extracts leave them: people who live together, nobody referred, and what partners told of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from agencies.models import Agency
from cases.intake.profile import event_codes
from cases.models import Household, Occurrence, Person, Whereabouts
from datasharing.operations import anchor_subject

DAY = date(2026, 8, 31)
SUPPLIERS = {
    "council": "ashworth-council", "police": "ashworth-police", "health": "ashworth-health",
    "jobcentre_plus": "ashworth-jcp",
}  # fmt: skip

Told = tuple[str, str, date, date | None]
"""Whose (parent or child), what, from, until."""

FOUR_NEEDS: tuple[Told, ...] = (
    ("parent", "police.arrest", date(2026, 2, 3), None),
    ("child", "education.suspension", date(2026, 1, 5), None),
    ("parent", "health.mental_health_service", date(2026, 3, 1), date(2026, 6, 1)),
    ("parent", "jcp.out_of_work_benefit", date(2025, 1, 1), date(2026, 9, 1)),
)


@dataclass(frozen=True)
class Home:
    """A household, and its people by role."""

    household: int
    people: dict[str, UUID]


def home(
    number: int = 0,
    *,
    told: Sequence[Told] = FOUR_NEEDS,
    child: date | None = date(2014, 6, 7),
    supplier: str = "ashworth-council",
) -> Home:
    """A parent and, where born on `child`, a child; and what partners told of them."""
    household = Household.objects.create(key=f"home-{number}", formed_at=timezone.now())
    agency = Agency.objects.get(reference=supplier)
    people = {"parent": _person("Ruth", number, date(1988, 4, 5), household, agency)}
    if child is not None:
        people["child"] = _person("Tia", number, child, household, agency)
    tell(people, [one for one in told if one[0] in people])
    return Home(household.pk, people)


def tell(people: dict[str, UUID], told: Sequence[Told]) -> None:
    """More that partners told."""
    agencies = {kind: Agency.objects.get(reference=reference) for kind, reference in SUPPLIERS.items()}
    Occurrence.objects.bulk_create(
        Occurrence(
            subject_id=people[who],
            supplier=agencies[event_codes()[code].supplier],
            category=event_codes()[code].category,
            code=code,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        for who, code, starts_on, ends_on in told
    )


def _person(given: str, number: int, born: date, household: Household, agency: Agency) -> UUID:
    person = Person.objects.create(
        subject=anchor_subject(None),
        given_name=given,
        family_name=f"Ormerod{number}",
        date_of_birth=born,
        supplier=agency,
        household=household,
    )
    Whereabouts.objects.create(
        person=person, address=f"{number + 1} Quiet Close", postcode="WX10 8QB", supplier=agency, seen_on=DAY
    )
    return person.pk
