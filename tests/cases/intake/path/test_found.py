"""Who is found at the front door: over keyed hashes that are kept with every record."""

from datetime import date

import pytest

from cases.finding import BITS, finding_keys
from cases.intake.models import ReferredPerson
from cases.intake.operations.keep_finding_keys import keep_all_finding_keys, keep_finding_keys
from cases.intake.selectors.faces import faces_of
from cases.intake.selectors.known import match_identity
from cases.likeness import Identity
from cases.models import FindingKeys, Person
from cases.operations.add_member import add_member
from tests.rewriting import person_named, rewrite
from tests.world import matched_referral
from tests.world_casework import allocated

MOTHER = Identity("?", "Ruth", "Orme", date(1990, 3, 4), "WX108QB")


def kept() -> dict:
    return dict(FindingKeys.objects.values_list("person_id", "keys"))


@pytest.mark.parametrize(
    "asked",
    [
        Identity("?", "Ruth", "Orme", date(1990, 4, 3), "WX11AA"),
        Identity("?", "Orme", "Ruth", date(1998, 3, 4)),
        Identity("?", "Ruth", "Ormes", date(1990, 3, 4), "WX11AA"),
        Identity("?", "Rut", "Orme", None, "WX108QB"),
        Identity("?", "Rosalind", "Orme", date(1990, 3, 4), "WX108QB"),
    ],
    ids=["day and month, moved", "year, exchanged, no address", "surname, moved", "no birth date", "given name"],
)
def test_one_slip_anywhere_still_finds_the_person(cast, asked) -> None:
    world = matched_referral(cast)
    assert world.people[0] in {candidate.key for candidate in match_identity(asked).candidates}


def test_a_stranger_finds_nobody(cast) -> None:
    matched_referral(cast)
    assert match_identity(Identity("?", "Wayne", "Holt", date(1980, 5, 5), "WX11AA")).candidates == ()


def test_another_number_than_the_persons_own_is_never_certain(cast) -> None:
    matched_referral(cast)
    rewrite(Person.objects.filter(pk=person_named("Ruth").pk), nhs_number="9434765919")
    asked = Identity("?", "Ruth", "Orme", date(1990, 3, 4), "WX108QB", (("nhs_number", "9434765870"),))
    match = match_identity(asked)
    assert match.band == "look", "the referral's own words, which have no number, do not outweigh it"
    assert "different NHS, pupil or National Insurance number" in match.candidates[0].reasons


def test_keys_are_kept_as_if_written_anew(cast) -> None:
    world = matched_referral(cast)
    assert set(kept()) == set(world.people)
    before = kept()
    FindingKeys.objects.all().delete()
    assert keep_all_finding_keys() == 3 and kept() == before


def test_a_new_member_of_a_family_can_be_found(cast) -> None:
    world = allocated(cast)
    facts = {"given_name": "Lena", "family_name": "Bright", "date_of_birth": date(2020, 1, 2)}
    person = add_member(cast.key_worker, world.reference, role="child", **facts)
    assert match_identity(Identity("?", "Lena", "Bright", date(2020, 1, 2))).candidates[0].key == person


def test_somebody_of_whom_nothing_is_left_cannot_be_found(cast) -> None:
    world = matched_referral(cast)
    person = world.people[0]
    ReferredPerson.objects.filter(person=person).update(person=None)
    held = Person.objects.get(pk=person)
    held.given_name = held.family_name = held.nhs_number = ""
    held.date_of_birth = None
    held.save()
    held.whereabouts.all().delete()
    assert keep_finding_keys([person]) == 0
    assert person not in kept()


def test_hashes_say_their_kind_and_no_more_than_was_meant() -> None:
    kinds = {key >> 56 for key in finding_keys([MOTHER])}
    assert kinds == {2, 3, 4, 5, 6} and len(BITS) == 6
    letters = [key for key in finding_keys([MOTHER]) if key >> 56 == 6]
    assert all(key & ((1 << 36) - 1) == 0 for key in letters), "twenty bits of a birth date with a letter"


def test_the_database_is_asked_the_same_of_somebody_known_and_of_a_stranger(cast, django_assert_num_queries) -> None:
    assert faces_of([]) == []
    with django_assert_num_queries(5):
        faces_of([])
