"""What a referral says, through the door: the worry, the people as they were named, and who sent it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from agencies.places import lies_inside
from agencies.vocabulary import AgencyKind
from cases.intake.models import Referral, ReferredPerson
from cases.intake.selectors.teams import front_doors
from cases.vocabulary import Need, Role, SaidConsent, Sex, Source
from datasharing.door import OpenFile
from datasharing.shown import Shown
from datasharing.vocabulary import Category

T = TypeVar("T")


@dataclass(frozen=True)
class Supplier:
    """The agency that something came from, as the door asks for it."""

    id: int
    kind: AgencyKind
    name: str


@dataclass(frozen=True)
class PersonSaid:
    """Somebody as the referral names them. `position` counts from 0; `subject` is who they were taken for."""

    position: int
    subject: UUID | None
    name: Shown[str]
    date_of_birth: Shown[date]
    sex: Shown[str]
    role: Shown[str]
    nhs_number: Shown[str]
    address: Shown[str]
    telephone: Shown[str]

    @property
    def known_as(self) -> str:
        """The name, or where it is closed or was not said, the number on the list."""
        return self.name.value or _("Person %(position)s") % {"position": self.position + 1}


@dataclass(frozen=True)
class ReferralSaid:
    """What arrived, part by part. `sender` is the agency, or words for a family's own."""

    source: str
    sender: str
    concern: Shown[str]
    needs: Shown[tuple[str, ...]]
    consent: Shown[str]
    referrer: Shown[str]
    received_at: datetime
    immediate_danger: bool
    people: tuple[PersonSaid, ...]


class Receivers:
    """The front doors as suppliers of what families themselves told them; read once for a whole list."""

    def __init__(self) -> None:
        self._teams = front_doors()

    def supplier_of(self, referral: Referral, place: str) -> Supplier:
        """A referral's sender; for a family's own, the front door that took it in. `sender` must be at hand."""
        if referral.sender:
            return supplier_from(referral.sender)
        covering = [team for team in self._teams if lies_inside(place, team.place)]
        if not covering:
            return Supplier(0, AgencyKind.COUNCIL, "")
        team = max(covering, key=lambda team: len(team.place))
        return Supplier(team.agency or 0, team.agency_kind or AgencyKind.COUNCIL, team.name)


def supplier_from(agency: Agency) -> Supplier:
    """An agency as a supplier."""
    return Supplier(agency.pk, AgencyKind(agency.kind), agency.name)


def show(
    file: OpenFile,
    value: T | None,
    category: Category,
    supplier: Supplier,
    subjects: tuple[UUID, ...] = (),
    told_by: str = "practitioner",
) -> Shown[T]:
    """A value through the door."""
    return file.show(
        value,
        category=category,
        supplier=supplier.id,
        supplier_kind=supplier.kind,
        subjects=subjects,
        told_by=told_by,
    )


def said_of(file: OpenFile, referral: Referral, people: list[ReferredPerson]) -> ReferralSaid:
    """The whole of what a referral says, to this reader."""
    supplier = Receivers().supplier_of(referral, file.place)
    told_by = "practitioner" if referral.sender_id else "person"
    referrer = ", ".join(words for words in (referral.referrer_name, referral.referrer_contact) if words)
    needs = tuple(str(Need(need).label) for need in referral.needs)
    consent = str(SaidConsent(referral.said_consent).label)
    return ReferralSaid(
        source=str(Source(referral.source).label),
        sender=referral.sender.name if referral.sender else _("The family itself, or somebody who knows it"),
        concern=show(file, referral.concern, Category.NEEDS, supplier, told_by=told_by),
        needs=show(file, needs, Category.NEEDS, supplier, told_by=told_by),
        consent=show(file, consent, Category.AGREEMENT, supplier, told_by=told_by),
        referrer=show(file, referrer, Category.CONTACTS, supplier, told_by=told_by),
        received_at=referral.received_at,
        immediate_danger=referral.immediate_danger,
        people=tuple(person_said(file, person, supplier) for person in people if not file.hides(person.person_id)),
    )


def person_said(file: OpenFile, person: ReferredPerson, supplier: Supplier) -> PersonSaid:
    """One person as the referral names them, to this reader."""
    subjects = (person.person_id,) if person.person_id else ()
    address = ", ".join(words for words in (person.address, person.postcode) if words)

    def identity(value: T | None) -> Shown[T]:
        return show(file, value, Category.IDENTITY, supplier, subjects)

    return PersonSaid(
        position=person.position,
        subject=person.person_id,
        name=identity(name_words(person.given_name, person.family_name)),
        date_of_birth=identity(person.date_of_birth),
        sex=identity(str(Sex(person.sex).label) if person.sex else ""),
        nhs_number=identity(person.nhs_number),
        role=show(file, str(Role(person.role).label) if person.role else "", Category.HOUSEHOLD, supplier, subjects),
        address=show(file, address, Category.WHEREABOUTS, supplier, subjects),
        telephone=show(file, person.telephone, Category.WHEREABOUTS, supplier, subjects),
    )


def name_words(given: str, family: str) -> str:
    """A name in full."""
    return " ".join(word for word in (given, family) if word)


def title_of(people: tuple[Shown[str], ...]) -> str:
    """Who a referral is about, in a line: "Ruth Orme and 2 others"; empty where no name may be shown."""
    names = [person.value for person in people if person.value]
    if not names:
        return ""
    others = len(people) - 1
    if not others:
        return names[0]
    words = ngettext("%(name)s and %(n)d other", "%(name)s and %(n)d others", others)
    return words % {"name": names[0], "n": others}
