"""Who is in a family: the people whom this reader may know of, and no shadow of anybody else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import FamilyMember, Whereabouts
from cases.selectors.head import Opened, show
from cases.vocabulary import Role, Sex
from datasharing.shown import Shown
from datasharing.vocabulary import Category


@dataclass(frozen=True)
class Place:
    """Where somebody was when that was last said."""

    words: Shown[str]
    telephone: Shown[str]
    seen_on: date


@dataclass(frozen=True)
class Member:
    """One person of the family. `age` is in whole years today, None where the birth date is unknown or closed."""

    subject: UUID
    name: Shown[str]
    role: Shown[str]
    date_of_birth: Shown[date]
    age: int | None
    sex: Shown[str]
    died_on: Shown[date]
    place: Place | None
    is_child: bool

    @property
    def known_as(self) -> str:
        """The name; never asked for where it is closed."""
        return self.name.value or ""


@dataclass(frozen=True)
class People:
    """The people in the order of adults first, and then by age."""

    members: tuple[Member, ...]

    def names(self, subjects: Collection[UUID]) -> tuple[str, ...]:
        """The names of those of these subjects whom the reader may know of, in the family's order."""
        return tuple(one.known_as for one in self.members if one.subject in subjects)

    @property
    def children(self) -> tuple[Member, ...]:
        """Those who are children in the family or under 18."""
        return tuple(one for one in self.members if one.is_child)


def people_in(opened: Opened, *, whereabouts: bool = False) -> People:
    """The people of the family today: one query, one for what protects them, and one more for where they are."""
    known = FamilyMember.objects.filter(family_id=opened.file.id).select_related("person__supplier", "added_by__agency")
    ever = sorted(known, key=lambda row: (row.person.date_of_birth or date.max, row.pk))
    opened.file.know(row.person_id for row in ever)
    rows = [row for row in ever if row.left_on is None]
    places = _places(opened, [row.person_id for row in rows]) if whereabouts else {}
    members = [member for row in rows if (member := _member(opened, row, places.get(row.person_id)))]
    return People(tuple(sorted(members, key=lambda one: one.is_child)))


def know_people(opened: Opened) -> None:
    """Read what protects everybody who was ever in the family, before a page shows it: two queries."""
    opened.file.know(FamilyMember.objects.filter(family_id=opened.file.id).values_list("person_id", flat=True))


def _member(opened: Opened, row: FamilyMember, place: Place | None) -> Member | None:
    person, about = row.person, {row.person_id}
    name = show(
        opened.file,
        f"{person.given_name} {person.family_name}".strip() or _("Name not known"),
        Category.IDENTITY,
        person.supplier,
        about,
    )
    if not name.is_open:
        return None
    added_by = row.added_by.agency if row.added_by else opened.family.supplier
    born = show(opened.file, person.date_of_birth, Category.IDENTITY, person.supplier, about)
    died = show(opened.file, person.died_on, Category.IDENTITY, person.supplier, about)
    age = age_on(born.value, died.value or timezone.localdate()) if born.value else None
    return Member(
        subject=row.person_id,
        name=name,
        role=show(opened.file, str(Role(row.role).label), Category.HOUSEHOLD, added_by, about),
        date_of_birth=born,
        age=age,
        sex=show(
            opened.file, str(Sex(person.sex).label) if person.sex else "", Category.IDENTITY, person.supplier, about
        ),
        died_on=died,
        place=place,
        is_child=row.role == Role.CHILD or (age is not None and age < 18),
    )


def age_on(born: date, day: date) -> int:
    """Whole years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _places(opened: Opened, subjects: list[UUID]) -> dict[UUID, Place]:
    """The latest place of each that this reader may see."""
    found: dict[UUID, Place] = {}
    for row in Whereabouts.objects.filter(person__in=subjects).select_related("supplier"):
        if row.person_id in found:
            continue
        about = {row.person_id}
        words = show(
            opened.file, ", ".join(filter(None, [row.address, row.postcode])), Category.WHEREABOUTS, row.supplier, about
        )
        if words.is_open:
            telephone = show(opened.file, row.telephone, Category.WHEREABOUTS, row.supplier, about)
            found[row.person_id] = Place(words, telephone, row.seen_on)
    return found
