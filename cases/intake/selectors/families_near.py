"""The families to which people belong, of those that live where this front door works."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from agencies.places import lies_inside
from agencies.vocabulary import TeamKind
from cases.intake.selectors.teams import nearest_team
from cases.models import Family, FamilyMember, Person


@dataclass(frozen=True)
class FamilyNear:
    """A family that is known here."""

    file: UUID
    reference: str
    name: str
    supplier: int
    supplier_kind: str


@dataclass(frozen=True)
class FamiliesNear:
    """Families, the oldest first, and which person belongs to which."""

    families: tuple[FamilyNear, ...]
    of: dict[UUID, tuple[UUID, ...]]

    def references_of(self, subject: UUID) -> tuple[str, ...]:
        """The references of one person's families."""
        return tuple(family.reference for family in self.families if family.file in self.of.get(subject, ()))


def families_near(place: str, subjects: Collection[UUID]) -> FamiliesNear:
    """The families of these people, or of their households where nobody of the household is a member yet.

    Families that live outside the area of this place's front door are left out: they are another's to work with.
    """
    door_team = nearest_team(TeamKind.FRONT_DOOR, place)
    area = door_team.place if door_team else place
    of: dict[UUID, list[UUID]] = defaultdict(list)
    members = FamilyMember.objects.filter(person__in=subjects, left_on__isnull=True)
    for person, family in members.values_list("person_id", "family_id"):
        of[person].append(family)
    homes = dict(
        Person.objects.filter(pk__in=set(subjects) - set(of), household__isnull=False).values_list("pk", "household_id")
    )
    wanted = {family for families in of.values() for family in families}
    found = list(
        (Family.objects.filter(pk__in=wanted) | Family.objects.filter(household__in=set(homes.values())))
        .select_related("file__place", "supplier")
        .order_by("formed_at", "pk")
    )
    for person, home in homes.items():
        of[person] += [family.pk for family in found if family.household_id == home]
    here = tuple(
        FamilyNear(family.pk, family.file.reference, family.name, family.supplier_id, family.supplier.kind)
        for family in found
        if lies_inside(family.file.place.path, area)
    )
    return FamiliesNear(here, {person: tuple(families) for person, families in of.items()})
