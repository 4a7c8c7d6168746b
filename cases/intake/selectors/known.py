"""Those already known whom a referral may mean: the index in which `matching.match_one` looks, out of the tables.

For operations and for `candidates`, which puts what is found here through the door.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.intake.identifiers import read_nhs_number
from cases.intake.models import ExtractRow, ReferredPerson, Rejection
from cases.intake.names import plain_postcode
from cases.likeness import Identity
from cases.matching import Candidate, Match, MemoryIndex, match_one
from cases.models import FamilyMember, Person, Whereabouts
from cases.vocabulary import Band

MOST_FACES = 5_000
"""Records read for one referral; more share a postcode or a birth date than could be looked at."""


@dataclass(frozen=True)
class Known:
    """Somebody already known, with the families (files) and the household they belong to."""

    subject: UUID
    given_name: str
    family_name: str
    date_of_birth: date | None
    sex: str
    supplier: int
    supplier_kind: str
    household: int | None
    families: tuple[UUID, ...]


@dataclass(frozen=True)
class Matching:
    """What matching makes of one referral: for each position its match, and the people who are candidates."""

    matches: Mapping[int, Match]
    people: Mapping[UUID, Known]


def matching_of(referral: int) -> Matching:
    """Match everybody whom a referral names. The number of queries does not grow with what is found."""
    named = list(ReferredPerson.objects.filter(referral_id=referral).order_by("position"))
    rejected: dict[int, set[UUID]] = defaultdict(set)
    for row in Rejection.objects.filter(referred__referral_id=referral).values_list("referred__position", "person_id"):
        rejected[row[0]].add(row[1])
    index = MemoryIndex(_faces([identity_of(person) for person in named]))
    matches = {
        person.position: _without(match_one(identity_of(person), index), rejected[person.position]) for person in named
    }
    people = _people({candidate.key for match in matches.values() for candidate in match.candidates})
    return Matching(_told_apart(_with_company(matches, people)), people)


def match_identity(identity: Identity) -> Match:
    """Who of those known somebody may be who is named in no referral. For operators' runs: nothing is shown by it."""
    return match_one(identity, MemoryIndex(_faces([identity])))


def identity_of(person: ReferredPerson) -> Identity:
    """A referred person in the form that matching compares. A wrong NHS number is not used."""
    number = read_nhs_number(person.nhs_number) if person.nhs_number else None
    return Identity(
        key=person.position,
        given=person.given_name,
        family=person.family_name,
        dob=person.date_of_birth,
        postcode=plain_postcode(person.postcode),
        ids=(("nhs_number", number.value),) if number and number.usable else (),
        sex=person.sex if person.sex in ("F", "M") else "",
        address=person.address,
    )


def _without(match: Match, rejected: Collection[UUID]) -> Match:
    """The match without those of whom a practitioner said: not the same."""
    left = tuple(candidate for candidate in match.candidates if candidate.key not in rejected)
    return Match(left[0].band if left else Band.NEW, left) if len(left) < len(match.candidates) else match


def _with_company(matches: Mapping[int, Match], people: Mapping[UUID, Known]) -> dict[int, Match]:
    """A candidate who lives with somebody certain of the same referral is certain too, when there is only one such."""
    homes = {
        home
        for match in matches.values()
        if match.band == Band.LINK
        for home in _homes(people, match.candidates[0].key)
    }
    found = {}
    for position, match in matches.items():
        company = [c for c in match.candidates if _homes(people, c.key) & homes]
        if match.band == Band.LOOK and len(company) == 1:
            sure = company[0]
            reasons = (*sure.reasons, "lives with somebody else who is named here")
            first = Candidate(sure.key, Band.LINK, reasons, sure.weight)
            match = Match(Band.LINK, (first, *(c for c in match.candidates if c is not sure)))
        found[position] = match
    return found


def _told_apart(matches: Mapping[int, Match]) -> dict[int, Match]:
    """Two people of one referral are not one person: where both fit, somebody has to look."""
    claims: dict[object, list[int]] = defaultdict(list)
    for position, match in matches.items():
        if match.band == Band.LINK:
            claims[match.candidates[0].key].append(position)
    doubtful = {position for positions in claims.values() if len(positions) > 1 for position in positions}
    return {
        position: Match(
            Band.LOOK,
            tuple(
                Candidate(c.key, Band.LOOK, (*c.reasons, "fits two people of this referral"), c.weight)
                for c in match.candidates
            ),
        )
        if position in doubtful
        else match
        for position, match in matches.items()
    }


def _homes(people: Mapping[UUID, Known], key: Hashable) -> set[object]:
    person = people.get(key) if isinstance(key, UUID) else None
    if person is None:
        return set()
    return set(person.families) | ({person.household} if person.household else set())


def _faces(wanted: Collection[Identity]) -> list[Identity]:
    """Every record, of whatever source, of the people who share a number, a birth date or a postcode with these."""
    numbers = {value for identity in wanted for _, value in identity.ids}
    births = {identity.dob for identity in wanted if identity.dob}
    postcodes = {identity.postcode for identity in wanted if identity.postcode}
    spelled = postcodes | {f"{code[:-3]} {code[-3:]}" for code in postcodes}
    # One indexed look-up each: an OR over both tables would read them whole.
    found = {
        *Person.objects.filter(nhs_number__in=numbers).exclude(nhs_number="").values_list("pk", flat=True)[:MOST_FACES],
        *Person.objects.filter(date_of_birth__in=births).values_list("pk", flat=True)[:MOST_FACES],
        *Whereabouts.objects.filter(postcode__in=spelled)
        .exclude(postcode="")
        .values_list("person_id", flat=True)[:MOST_FACES],
    }
    postcodes_of: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for subject, postcode, address in Whereabouts.objects.filter(person__in=found).values_list(
        "person_id", "postcode", "address"
    ):
        postcodes_of[subject].append((postcode, address))
    faces = []
    for person in Person.objects.filter(pk__in=found):
        ids = tuple((scheme, value) for scheme in ("nhs_number", "upn", "nino") if (value := getattr(person, scheme)))
        for postcode, address in postcodes_of[person.pk] or [("", "")]:
            faces.append(_face(person.pk, person, postcode, address, ids))
    for row in ExtractRow.objects.filter(subject__in=found).select_related(None)[:MOST_FACES]:
        faces.append(_face(row.subject_id, row, row.postcode, row.address, ()))
    for said in ReferredPerson.objects.filter(person__in=found)[:MOST_FACES]:
        faces.append(_face(said.person_id, said, said.postcode, said.address, ()))
    return list(dict.fromkeys(faces))


def _face(
    key: UUID | None,
    record: Person | ExtractRow | ReferredPerson,
    postcode: str,
    address: str,
    ids: tuple[tuple[str, str], ...],
) -> Identity:
    return Identity(
        key=key,
        given=record.given_name,
        family=record.family_name,
        dob=record.date_of_birth,
        postcode=plain_postcode(postcode),
        ids=ids,
        sex=record.sex if record.sex in ("F", "M") else "",
        address=address,
    )


def _people(keys: Iterable[object]) -> dict[UUID, Known]:
    wanted = list(keys)
    families: dict[UUID, list[UUID]] = defaultdict(list)
    members = FamilyMember.objects.filter(person__in=wanted, left_on__isnull=True).order_by("family__formed_at")
    for person, family in members.values_list("person_id", "family_id"):
        families[person].append(family)
    return {
        person.pk: Known(
            subject=person.pk,
            given_name=person.given_name,
            family_name=person.family_name,
            date_of_birth=person.date_of_birth,
            sex=person.sex,
            supplier=person.supplier_id,
            supplier_kind=person.supplier.kind,
            household=person.household_id,
            families=tuple(families[person.pk]),
        )
        for person in Person.objects.filter(pk__in=wanted).select_related("supplier")
    }
