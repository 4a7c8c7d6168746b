"""Those already known whom a referral may mean: the index in which `matching.match_one` looks, out of the tables.

For operations and for `candidates`, which puts what is found here through the door.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.intake.models import ReferredPerson, Rejection
from cases.intake.selectors.faces import NOBODY, faces_of, identity_of, people_sharing, written_alike
from cases.likeness import Identity
from cases.matching import Candidate, Match, MemoryIndex, at_home, match_one
from cases.models import FamilyMember, Person
from cases.vocabulary import Band
from datasharing.door import OpenFile


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
    """What matching makes of one referral: for each position its match, and the people who are candidates.

    `at_home` are known by a family name of the referral where its people live, one a home, likeliest first; looked
    for only where nobody named is like anybody known: the family may be known by others of it.
    """

    matches: Mapping[int, Match]
    people: Mapping[UUID, Known]
    at_home: tuple[Candidate, ...] = ()


def matching_of(referral: int, file: OpenFile) -> Matching:
    """Match everybody whom a referral names, for whoever opened its file. Nothing tells whether anybody was left out.

    Whom this reader may not know of is left out before anything of theirs is read, and whoever lives with them is
    nobody's company by it: the database is asked the same as when there was no such person.
    """
    named = {said.position: identity_of(said) for said in ReferredPerson.objects.filter(referral_id=referral)}
    found = people_sharing(list(named.values()))
    file.know([*found, NOBODY])
    seen = [person for person in found if not file.hides(person)]
    faces = faces_of(seen)
    index = MemoryIndex(faces)
    apart = _told_apart_before(referral, named, seen)
    matches = {place: match_one(one, index, without=apart[place]) for place, one in sorted(named.items())}
    alike = {candidate.key for match in matches.values() for candidate in match.candidates}
    others = set().union(*apart.values())
    near = () if alike else at_home(named.values(), (one for one in faces if one.key not in others))
    people = _people(alike | {candidate.key for candidate in near})
    return Matching(_told_apart(_with_company(matches, people)), people, _one_a_home(near, people))


def match_identity(identity: Identity) -> Match:
    """Who of those known somebody may be who is named in no referral. For operators' runs: nothing is shown by it."""
    return match_one(identity, MemoryIndex(faces_of(people_sharing([identity]))))


def _told_apart_before(referral: int, named: Mapping[int, Identity], seen: Collection[UUID]) -> dict[int, set[UUID]]:
    """Who each position is not: so said on this referral, or on an earlier one that wrote the person just so."""
    apart: dict[int, set[UUID]] = {position: set() for position in named}
    rows = Rejection.objects.filter(Q(referred__referral_id=referral) | Q(referred__person__in=[*seen, NOBODY]))
    for row in rows.select_related("referred"):
        for position, identity in named.items():
            here = row.referred.referral_id == referral and row.referred.position == position
            if here or written_alike(identity, identity_of(row.referred)):
                apart[position].add(row.person_id)
    return apart


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
            reasons = (*sure.reasons, _("lives with somebody else who is named here"))
            first = Candidate(sure.key, Band.LINK, reasons, sure.weight)
            match = Match(Band.LINK, (first, *(c for c in match.candidates if c is not sure)))
        found[position] = match
    return found


def _one_a_home(near: Iterable[Candidate], people: Mapping[UUID, Known]) -> tuple[Candidate, ...]:
    """The likeliest of each home; whoever has neither family nor household tells of none."""
    homes: set[object] = set()
    found = []
    for candidate in near:
        theirs = _homes(people, candidate.key)
        if theirs and not theirs & homes:
            found.append(candidate)
        homes |= theirs
    return tuple(found)


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
                Candidate(c.key, Band.LOOK, (*c.reasons, _("fits two people of this referral")), c.weight)
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


def _people(keys: Iterable[object]) -> dict[UUID, Known]:
    wanted = [*keys, NOBODY]
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
