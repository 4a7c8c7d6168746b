"""Match: who each person is, and which family; what was said is remembered, and never guessed."""

import pytest

from agencies.refusals import Invalid, NotFound, Refused
from cases.intake.models import Household, Referral, ReferredPerson, Rejection, StepUp
from cases.intake.operations.confirm_match import confirm_match
from cases.intake.operations.declare_conflict import declare_conflict
from cases.intake.operations.match_referral import match_referral
from cases.intake.operations.step_up import step_up
from cases.intake.selectors.candidates import match_sheet
from cases.intake.selectors.known import matching_of
from cases.models import Family, FamilyMember, Person, Whereabouts
from datasharing import door
from datasharing.models import FamilyFile, Grant
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.rewriting import person_named
from tests.world import ago, matched_referral, referral, said

ALL_NEW = {0: "new", 1: "new", 2: "new"}


def _matching(cast, held):
    with door.open_one(cast.screener, held.file.reference) as file:
        return matching_of(held.pk, file)


def live_grants(reference):
    return set(
        Grant.objects.filter(file__reference=reference, ends_at__isnull=True).values_list("kind", "team__reference")
    )


def test_new_people_become_a_family_on_the_referrals_own_file(cast):
    world = matched_referral(cast)
    family = Family.objects.get(file__reference=world.file)
    assert family.name == "the Orme family" and family.supplier_id == cast.school.agency
    assert set(family.members.values_list("role", flat=True)) == {"parent", "child"}
    assert Person.objects.count() == 3 and Whereabouts.objects.count() == 3
    held = Referral.objects.get()
    assert held.state == "matched" and held.family_id == held.file_id == family.pk
    assert held.file.place.path == "ashworth/north"
    assert Grant.objects.get(file=held.file, ends_at=None).due_for == "green matched"


def test_the_second_referral_of_one_family_joins_the_first(cast):
    first = matched_referral(cast)
    sent = referral(cast, by=cast.police)
    provisional = Referral.objects.get(reference=sent.reference).file.reference
    made = match_referral(cast.screener, sent.reference)
    assert (made.file, made.band, made.joined) == (first.file, "link", True)
    held = Referral.objects.get(reference=sent.reference)
    assert held.file.reference == first.file and held.state == "matched"
    assert live_grants(provisional) == set()
    assert live_grants(first.file) == {("referral", "front-door")}
    assert Person.objects.count() == 3 and FamilyMember.objects.count() == 3


def test_a_newcomer_is_added_to_the_family_that_the_others_belong_to(cast):
    first = matched_referral(cast)
    people = [*said()["people"], {"given_name": "Baby", "family_name": "Orme", "date_of_birth": "2026-01-02"}]
    sent = referral(cast, people=people)
    made = match_referral(cast.screener, sent.reference)
    assert made.file == first.file
    baby = FamilyMember.objects.get(person=person_named("Baby"))
    assert baby.role == "child", "by age, where the referral did not say"


def test_nothing_is_linked_while_somebody_is_only_perhaps_somebody(cast):
    matched_referral(cast)
    people = [{"given_name": "Ruthie", "family_name": "Orme", "date_of_birth": "1990-03-05", "postcode": "WX10 8QB"}]
    sent = referral(cast, people=people)
    made = match_referral(cast.screener, sent.reference)
    assert made.band == "look" and made.waiting == (0,)
    assert Referral.objects.get(reference=sent.reference).state == "received"


def test_a_candidate_who_lives_with_somebody_certain_is_certain_too(cast):
    first = matched_referral(cast)
    people = said()["people"]
    people[1] = people[1] | {"given_name": "Omer", "family_name": "Ormerod", "date_of_birth": "2012-05-07"}
    sent = referral(cast, people=people)
    held = Referral.objects.get(reference=sent.reference)
    match = _matching(cast, held).matches[1]
    if match.band == "link":
        assert match_referral(cast.screener, sent.reference).file == first.file


def test_not_the_same_is_remembered_and_not_suggested_again(cast):
    matched_referral(cast)
    sent = referral(cast, people=said()["people"][:1])
    held = Referral.objects.get(reference=sent.reference)
    suggested = _matching(cast, held).matches[0].candidates[0].key
    confirm_match(cast.screener, sent.reference, choices={0: "new"}, rejected=[(0, str(suggested))], family="new")
    assert Rejection.objects.get().person_id == suggested
    assert suggested not in {c.key for c in _matching(cast, held).matches[0].candidates}
    assert ReferredPerson.objects.get(referral=held).person_id != suggested


def test_a_choice_must_be_one_of_those_suggested(cast):
    stranger = matched_referral(cast, number=3).people[0]
    sent = referral(cast, number=1)
    with pytest.raises(Invalid, match="choose one of those suggested"):
        confirm_match(cast.screener, sent.reference, choices=ALL_NEW | {0: str(stranger)})
    with pytest.raises(Invalid, match="Say who person 3 is"):
        confirm_match(cast.screener, sent.reference, choices={0: "new", 1: "new"})


def test_matching_twice_is_refused(cast):
    world = matched_referral(cast)
    with pytest.raises(Refused, match="matched already"):
        confirm_match(cast.screener, world.reference, choices=ALL_NEW)


def test_a_step_up_goes_with_the_referral_to_the_familys_file(cast):
    first = matched_referral(cast)
    sent = referral(cast)
    step_up(
        cast.school,
        sent.reference,
        called_at=ago(minutes=5),
        spoken_to="Duty social worker",
        reason="A burn on his arm.",
    )
    match_referral(cast.screener, sent.reference)
    assert StepUp.objects.get().file.reference == first.file
    assert {kind for kind, _ in live_grants(first.file)} == {"referral", "protection"}
    assert FamilyFile.objects.count() == 2


def test_an_outsider_cannot_match(cast):
    sent = referral(cast)
    for actor in (cast.outside_screener, cast.police, cast.key_worker, cast.governance):
        with pytest.raises(NotFound):
            confirm_match(actor, sent.reference, choices=ALL_NEW)
    with pytest.raises(NotFound):
        confirm_match(cast.screener, "R2222222", choices=ALL_NEW)


def test_whoever_keeps_out_of_a_referral_keeps_out_of_the_family_that_it_joins(cast):
    first = matched_referral(cast)
    sent = referral(cast)
    declare_conflict(cast.duty_manager, sent.reference)
    match_referral(cast.screener, sent.reference)
    with pytest.raises(NotFound):
        step_up(cast.duty_manager, first.file, called_at=ago(minutes=1), spoken_to="Jo", reason="x")


def test_the_same_pair_is_not_asked_again_when_the_family_is_referred_again(cast):
    sign_rulebook()
    known = matched_referral(cast).people[0]
    mother = said()["people"][:1]
    first = referral(cast, people=mother)
    confirm_match(cast.screener, first.reference, choices={0: "new"}, rejected=[(0, str(known))], family="new")
    namesake = ReferredPerson.objects.get(referral__reference=first.reference).person_id
    again = referral(cast, by=cast.police, people=mother)
    match = match_sheet(cast.screener, again.reference).people[0]
    assert [one.subject for one in match.candidates] == [namesake] and match.band == "link"
    otherwise = referral(cast, by=cast.health, people=[mother[0] | {"postcode": "WX1 1AA"}])
    offered = match_sheet(cast.screener, otherwise.reference).people[0].candidates
    assert {one.subject for one in offered} == {known, namesake}, "written otherwise, it is a new question"


def uncle(**changed):
    """Somebody like nobody known, of the name and in the street of a family that is."""
    return [
        {
            "given_name": "Wayne", "family_name": "Orme", "date_of_birth": "1961-09-09", "role": "grandparent",
            "address": "1, High Street", "postcode": "wx108qb", **changed,
        }
    ]  # fmt: skip


def test_a_family_known_by_others_of_its_name_at_its_home_is_put_first_and_not_linked(cast):
    sign_rulebook()
    first = matched_referral(cast)
    sent = referral(cast, by=cast.police, people=uncle())
    made = match_referral(cast.screener, sent.reference)
    assert (made.file, made.band, made.joined, made.waiting) == (first.file, "look", False, (0,))
    assert Referral.objects.get(reference=sent.reference).state == "received"
    sheet = match_sheet(cast.screener, sent.reference)
    assert sheet.people[0].candidates == () and [one.families for one in sheet.at_home] == [(first.file,)]
    assert sheet.at_home[0].reasons == ("same surname at the same address",)
    assert [one.reference for one in sheet.families] == [first.file]
    joined = confirm_match(cast.screener, sent.reference, choices={0: "new"}, family=first.file)
    assert joined.joined and joined.file == first.file and Person.objects.count() == 4


def test_it_is_a_family_of_their_own_unless_somebody_says_otherwise(cast):
    first = matched_referral(cast)
    sent = referral(cast, people=uncle())
    made = confirm_match(cast.screener, sent.reference, choices={0: "new"})
    assert not made.joined and made.file != first.file


@pytest.mark.parametrize("changed", [{"family_name": "Holt"}, {"postcode": "WX1 1AA"}, {"postcode": ""}])
def test_another_name_or_another_home_is_nobodys_family(cast, changed):
    sign_rulebook()
    matched_referral(cast)
    sent = referral(cast, people=uncle(**changed))
    assert match_sheet(cast.screener, sent.reference).at_home == ()
    assert match_referral(cast.screener, sent.reference).band == "new"


def test_whom_records_alone_know_at_their_home_gives_a_new_family_its_household(cast):
    sign_rulebook()
    first = matched_referral(cast)
    home = Household.objects.create(key="of the Ormes", formed_at=ago(days=9))
    Person.objects.filter(pk__in=first.people).update(household=home)
    FamilyMember.objects.filter(person__in=first.people).delete()
    sent = referral(cast, people=uncle())
    assert match_referral(cast.screener, sent.reference).household == home.pk
    (known,) = match_sheet(cast.screener, sent.reference).at_home
    assert known.families == () and known.subject in first.people
    with pytest.raises(Invalid, match="Choose one of the families"):
        confirm_match(cast.screener, sent.reference, choices={0: "new"}, family=first.file)
    made = confirm_match(cast.screener, sent.reference, choices={0: "new"}, family=str(known.subject))
    assert (made.household, made.joined) == (home.pk, False)
    assert Family.objects.get(file__reference=made.file).household_id == home.pk


def test_the_page_asks_which_family_it_is_where_one_is_known_at_their_home(cast, client):
    sign_rulebook()
    first = matched_referral(cast)
    sent = referral(cast, people=uncle())
    sign_in(client, cast.screener)
    page = client.get(f"/referrals/{sent.reference}/match/").content.decode()
    assert "same surname at the same address" in page
    said_new = {"person_0": "new", "seen": ""}
    answer = client.post(f"/referrals/{sent.reference}/match/", said_new)
    assert "Choose which family this is" in answer.content.decode()
    client.post(f"/referrals/{sent.reference}/match/", said_new | {"family": first.file})
    assert Referral.objects.get(reference=sent.reference).file.reference == first.file
