"""A family is formed on a file, of people who are known; and people join a family that is there."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agencies.actor import Actor
from agencies.operations import journal
from cases.models import Family, FamilyMember, Person
from cases.operations.live_case import moment
from cases.vocabulary import Event, Role
from datasharing.models.sealed import opened

ADULT_AT = 18


@transaction.atomic
def open_family(
    actor: Actor | None,
    file_id: UUID,
    *,
    people: Mapping[UUID, str],
    supplier: int,
    name: str = "",
    household: int | None = None,
    on: datetime | None = None,
) -> UUID:
    """Form a family on a file that has none. `people` maps each person to their role, empty where it was not said.

    Called by operations that hold the file's lock. `name` is by default after the commonest family name ("the Khan
    family"). Returns the family's file.
    """
    at = moment(on)
    family = Family.objects.create(
        file_id=file_id,
        name=(name or _common_name(people))[:200],
        supplier_id=supplier,
        household_id=household,
        formed_at=at,
    )
    journal.record(actor, Event.FAMILY_FORMED, families=[file_id], subjects=people, on=at)
    join_family(actor, family.pk, people=people, on=at)
    return file_id


@transaction.atomic
def join_family(
    actor: Actor | None, file_id: UUID, *, people: Mapping[UUID, str], on: datetime | None = None
) -> list[UUID]:
    """Put people into a family who are not in it yet; returns those who were put in. Called under the file's lock."""
    at = moment(on)
    day = timezone.localdate(at)
    here = set(
        FamilyMember.objects.filter(family_id=file_id, left_on__isnull=True, person__in=people).values_list(
            "person_id", flat=True
        )
    )
    new = [person for person in people if person not in here]
    born = dict(opened(Person.objects.filter(pk__in=new), "pk", "date_of_birth"))
    FamilyMember.objects.bulk_create(
        FamilyMember(
            family_id=file_id,
            person_id=person,
            role=people[person] or _usual_role(born.get(person), day),
            joined_on=day,
            added_by_id=actor.post if actor else None,
        )
        for person in new
    )
    if new:
        journal.record(actor, Event.MEMBER_ADDED, families=[file_id], subjects=new, detail={"people": len(new)}, on=at)
    return new


def _common_name(people: Mapping[UUID, str]) -> str:
    names = [name for (name,) in opened(Person.objects.filter(pk__in=people), "family_name") if name]
    if not names:
        return "the family of unknown name"
    commonest = max(sorted(set(names)), key=names.count)
    return f"the {commonest} family"


def _usual_role(born: date | None, day: date) -> str:
    """Child or adult by age; an adult where no date of birth is known."""
    if born is None:
        return Role.ADULT
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return Role.CHILD if age < ADULT_AT else Role.ADULT
