"""Many families at once, for statistics: made row by row, because no page makes two hundred of them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from agencies.models import Agency, Place
from cases.models import Case, Family, FamilyMember, NeedRecord, Occurrence, Person
from datasharing.operations import anchor_subject, open_file
from tests.cast import Cast

START, END = date(2024, 10, 1), date(2025, 6, 1)


def noon(day: date) -> datetime:
    """The middle of a day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def families(
    cast: Cast,
    count: int,
    *,
    place: str = "ashworth/north",
    tier: str = "intensive",
    state: str = "closed",
    incidents: Sequence[date] = (date(2024, 3, 1), date(2025, 9, 1)),
    needs: Sequence[str] = ("education",),
) -> list[Case]:
    """`count` families of one adult, each supported, with these domestic abuse incidents and a year on benefit."""
    kinds = ("council", "police", "jobcentre_plus")
    council, police, jobcentre = (Agency.objects.get(kind=kind, place__path="ashworth") for kind in kinds)
    where = Place.objects.get(path=place)
    cases = []
    for _ in range(count):
        file = open_file(None, place=where)
        family = Family.objects.create(file=file, name="the Orme family", supplier=council, formed_at=noon(START))
        person = Person.objects.create(
            subject=anchor_subject(None), given_name="Ann", family_name="Orme", date_of_birth=date(1990, 1, 1),
            supplier=council,
        )  # fmt: skip
        FamilyMember.objects.create(family=family, person=person, role="parent", joined_on=START)
        ended = state == "closed"
        case = Case.objects.create(
            family=family, level_of_need=3, intensity=tier, opened_at=noon(START), allocated_at=noon(START),
            state=state, closed_at=noon(END) if ended else None, outcome="partly" if ended else "",
            key_worker_id=cast.key_worker.post,
        )  # fmt: skip
        NeedRecord.objects.bulk_create(
            NeedRecord(
                case=case, need=need, evidence="Seen.", supplier=council, recorded_by_id=cast.key_worker.post,
                recorded_at=noon(START),
            )
            for need in needs
        )  # fmt: skip
        Occurrence.objects.bulk_create(
            Occurrence(
                subject_id=person.pk, supplier=police, category="domestic_abuse",
                code="police.domestic_abuse_incident", starts_on=day,
            )
            for day in incidents
        )  # fmt: skip
        Occurrence.objects.create(
            subject_id=person.pk, supplier=jobcentre, category="work_and_benefits", code="jcp.out_of_work_benefit",
            starts_on=date(2023, 9, 1), ends_on=date(2026, 9, 1), is_open=True,
        )  # fmt: skip
        cases.append(case)
    return cases
