"""Who each person of a referral may be, with the reasons, through the door: for matching alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agencies.actor import Actor
from agencies.languages import told
from agencies.refusals import NotFound
from agencies.vocabulary import AgencyKind
from cases.intake.models import Referral, ReferredPerson
from cases.intake.selectors.families_near import FamiliesNear, families_near
from cases.intake.selectors.known import Known, matching_of
from cases.intake.selectors.references import file_reference_of
from cases.intake.selectors.said import PersonSaid, Receivers, Supplier, name_words, person_said, show, title_of
from cases.intake.selectors.teams import places_within
from cases.matching import Candidate
from cases.vocabulary import Band, Sex
from datasharing import door
from datasharing.door import OpenFile
from datasharing.shown import Shown
from datasharing.vocabulary import Category


@dataclass(frozen=True)
class CandidateSeen:
    """Somebody known who may be the person. `band` is link or look; `families` the references of their families."""

    subject: UUID
    name: Shown[str]
    date_of_birth: Shown[date]
    sex: Shown[str]
    band: str
    reasons: tuple[str, ...]
    families: tuple[str, ...]


@dataclass(frozen=True)
class PersonToMatch:
    """A person of the referral and their candidates, likeliest first."""

    said: PersonSaid
    band: str
    band_words: str
    candidates: tuple[CandidateSeen, ...]


@dataclass(frozen=True)
class FamilyChoice:
    """A family that people of this referral may belong to."""

    reference: str
    name: Shown[str]


@dataclass(frozen=True)
class MatchSheet:
    """The match of one referral. `places` are path and name of where a new family may live.

    `at_home` are known by a family name of the referral where its people live, when nobody named is like anybody.
    """

    reference: str
    title: str
    state: str
    people: tuple[PersonToMatch, ...]
    families: tuple[FamilyChoice, ...]
    places: tuple[tuple[str, str], ...]
    at_home: tuple[CandidateSeen, ...] = ()


def match_sheet(actor: Actor, reference: str) -> MatchSheet:
    """The candidates for a referral's people. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, file_reference_of(reference)) as file:
        referral = Referral.objects.filter(reference=reference, file_id=file.id).select_related("sender").first()
        if referral is None:
            raise NotFound(reference)
        named = list(ReferredPerson.objects.filter(referral=referral).order_by("position"))
        matching = matching_of(referral.pk, file)
        near = families_near(file.place, _open_to_reader(file, matching.people))
        supplier = Receivers().supplier_of(referral, file.place)
        people = tuple(
            _person(
                file,
                person_said(file, person, supplier),
                matching.matches[person.position].candidates,
                matching.people,
                near,
            )
            for person in named
        )
        return MatchSheet(
            reference=referral.reference,
            title=title_of(tuple(person.said.name for person in people)) or referral.reference,
            state=referral.state,
            people=people,
            families=_families(file, near),
            places=tuple(places_within(file.place)),
            at_home=tuple(
                one
                for one in _seen(file, matching.at_home, matching.people, near)
                if one.families or matching.people[one.subject].household
            ),
        )


def _open_to_reader(file: OpenFile, people: Mapping[UUID, Known]) -> set[UUID]:
    """Those whom this reader may know of: the families of anybody else would be their shadow."""
    file.know(people)
    return {
        known.subject
        for known in people.values()
        if file.decide(Category.IDENTITY, known.supplier, AgencyKind(known.supplier_kind), (known.subject,)).is_open
    }


def _person(
    file: OpenFile,
    said: PersonSaid,
    candidates: tuple[Candidate, ...],
    known: Mapping[UUID, Known],
    near: FamiliesNear,
) -> PersonToMatch:
    seen = _seen(file, candidates, known, near)
    band = seen[0].band if seen else Band.NEW
    return PersonToMatch(said, band, str(Band(band).label), seen)


def _seen(
    file: OpenFile, candidates: tuple[Candidate, ...], known: Mapping[UUID, Known], near: FamiliesNear
) -> tuple[CandidateSeen, ...]:
    """Candidates whose identity is closed to this reader are left out: they leave no shadow."""
    return tuple(
        found
        for candidate in candidates
        if isinstance(candidate.key, UUID) and (found := _candidate(file, candidate, known[candidate.key], near))
    )


def _candidate(file: OpenFile, candidate: Candidate, known: Known, near: FamiliesNear) -> CandidateSeen | None:
    supplier = Supplier(known.supplier, AgencyKind(known.supplier_kind), "")
    name = show(file, name_words(known.given_name, known.family_name), Category.IDENTITY, supplier, (known.subject,))
    if not name.is_open:
        return None
    return CandidateSeen(
        subject=known.subject,
        name=name,
        date_of_birth=show(file, known.date_of_birth, Category.IDENTITY, supplier, (known.subject,)),
        sex=show(file, str(Sex(known.sex).label) if known.sex else "", Category.IDENTITY, supplier, (known.subject,)),
        band=candidate.band,
        reasons=tuple(told(one) for one in candidate.reasons),
        families=near.references_of(known.subject),
    )


def _families(file: OpenFile, near: FamiliesNear) -> tuple[FamilyChoice, ...]:
    return tuple(
        FamilyChoice(
            family.reference,
            show(
                file,
                family.name,
                Category.IDENTITY,
                Supplier(family.supplier, AgencyKind(family.supplier_kind), ""),
            ),
        )
        for family in near.families
    )
