"""A run: counts and references alone, under the agreements in force, for one front door; and a decision."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agencies.models import Agency, JournalEntry, Place
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import Purpose
from cases.models import Family, FamilyMember, Household, Person
from datasharing.operations import anchor_subject, open_file, suspend_agreement
from outcomes.models import HelpOffer, IdentificationRun, Suggestion
from outcomes.operations.identify_households import IdentifiedHouseholds, household_headlines, identify_households
from outcomes.operations.offer_help import offer_help
from outcomes.selectors.identified import identified, suggested_household
from tests.agreements import governance_lead, sign_rulebook
from tests.cast import Cast, email_of
from tests.outcomes.identification.home_world import DAY, FOUR_NEEDS, Home, home
from tests.world import matched_referral

SF = "supporting-families-2022"
REASON = "The school worries about the child as well, and nobody helps them."


@pytest.fixture
def signed(cast: Cast) -> Cast:
    sign_rulebook()
    return cast


def run(cast: Cast, *, day: date = DAY, framework: str = SF) -> IdentifiedHouseholds:
    return identify_households(cast.screener.for_purpose(Purpose.MATCHING), framework, day=day)


def test_a_household_with_a_child_and_three_needs_is_suggested_by_reference_alone(
    signed: Cast, as_the_app: None
) -> None:
    here = home()
    home(1, told=FOUR_NEEDS[:2])
    home(2, child=None)
    home(3, child=date(2008, 8, 31))
    found = run(signed)
    assert (found.households, found.identified, found.in_hand) == (2, 1, 0)
    ((reference, headlines),) = found.suggested
    assert headlines == 4 and found.by_headline == {"1": 1, "3": 1, "7": 1, "10": 1}
    row = Suggestion.objects.get()
    assert (row.household_id, row.reference, row.headlines) == (here.household, reference, 4)
    assert reference.startswith("H") and str(here.household) != reference[1:]


def test_nothing_of_anybody_is_in_the_journal_of_a_run(signed: Cast) -> None:
    home()
    found = run(signed)
    entry = JournalEntry.objects.get(event="households.identified")
    assert (entry.subjects, entry.families, entry.purpose) == ([], [], "matching")
    assert entry.detail["identified"] == 1 and found.suggested[0][0] not in json.dumps(entry.detail)


def test_before_anybody_has_signed_nothing_counts_and_it_is_said(cast: Cast) -> None:
    home()
    found = run(cast)
    assert (found.households, found.identified) == (0, 0)
    assert "Crime and anti-social behaviour from Ashworth Police" in found.left_out
    assert "Mental health from Ashworth Health Trust" in found.left_out


def test_a_suspended_agreement_counts_no_more_from_the_next_run(signed: Cast) -> None:
    home()
    assert run(signed).by_headline["3"] == 1
    suspend_agreement(governance_lead(Agency.objects.get(reference="ashworth-health")), "finding-families-health")
    found = run(signed)
    assert found.by_headline == {"1": 1, "7": 1, "10": 1} and len(found.suggested) == 1
    assert found.left_out == (
        "Mental health from Ashworth Health Trust", "Substance use from Ashworth Health Trust",
    )  # fmt: skip


def test_a_child_whom_only_a_referral_names_is_a_child_of_the_household(signed: Cast) -> None:
    alone = home(child=None)
    assert run(signed).identified == 0
    file = open_file(None, place=Place.objects.get(path="ashworth/north"))
    council = Agency.objects.get(reference="ashworth-council")
    family = Family.objects.create(
        file=file, name="x", supplier=council, household_id=alone.household, formed_at=timezone.now()
    )
    named = Person.objects.create(
        subject=anchor_subject(None), given_name="Omar", date_of_birth=date(2024, 1, 2), supplier=council
    )
    member = FamilyMember.objects.create(family=family, person=named, role="child", joined_on=DAY)
    assert run(signed).identified == 1
    member.left_on = DAY
    member.save()
    assert run(signed).identified == 0


def test_somebody_elses_happenings_in_a_family_count_for_its_household_too(signed: Cast) -> None:
    here, other = home(told=FOUR_NEEDS[:2]), home(1, told=FOUR_NEEDS[3:])
    file = open_file(None, place=Place.objects.get(path="ashworth/north"))
    family = Family.objects.create(
        file=file, name="x", supplier=Agency.objects.get(reference="ashworth-council"), household_id=here.household,
        formed_at=timezone.now(),
    )  # fmt: skip
    FamilyMember.objects.create(family=family, person_id=other.people["parent"], role="parent", joined_on=DAY)
    found = dict.fromkeys([here.household, other.household], 0)
    for household, _ in household_headlines(signed.screener.for_purpose(Purpose.MATCHING), day=DAY):
        found[household] += 1
    assert found == {here.household: 3, other.household: 1}


def test_a_household_in_hand_is_counted_and_not_suggested(signed: Cast) -> None:
    here = home()
    world = matched_referral(signed)
    Family.objects.filter(file__reference=world.file).update(household_id=here.household)
    found = run(signed)
    assert (found.identified, found.in_hand, found.suggested) == (1, 1, ())


def test_another_authority_is_told_of_its_own_households_alone(signed: Cast) -> None:
    home()
    theirs = signed.outside_screener.for_purpose(Purpose.MATCHING)
    assert identify_households(theirs, SF, day=DAY).identified == 0
    home(1, supplier="brindle-council")
    assert identify_households(theirs, SF, day=DAY).households == 0, "no supplier that shares ground with Brindle"
    assert run(signed).identified == 1


def test_a_new_run_replaces_the_list_and_a_household_keeps_its_reference_and_what_was_decided(signed: Cast) -> None:
    first, second = home(), home(1)
    references = dict(Suggestion.objects.values_list("household_id", "reference")) if run(signed) else {}
    offer_help(signed.screener, references[first.household], reason=REASON)
    again = run(signed)
    assert {reference for reference, _ in again.suggested} == set(references.values())
    assert Suggestion.objects.count() == 2 and IdentificationRun.objects.count() == 2
    assert Suggestion.objects.get(household=first.household).offer is not None
    assert Suggestion.objects.get(household=second.household).offer is None


def test_a_household_that_is_no_more_leaves_its_suggestion_without_evidence(signed: Cast) -> None:
    here = home()
    ((reference, _),) = run(signed).suggested
    Person.objects.filter(household=here.household).update(household=None)
    Household.objects.filter(pk=here.household).delete()
    assert suggested_household(signed.screener, reference).people == ()
    with pytest.raises(Refused, match="settled anew"):
        offer_help(signed.screener, reference, reason=REASON)
    assert run(signed).suggested == ()


@pytest.mark.parametrize("name", ["key_worker", "governance", "administrator", "commissioner", "panel_chair", "police"])
def test_only_the_front_door_identifies_reads_and_decides(signed: Cast, name: str) -> None:
    home()
    ((reference, _),) = run(signed).suggested
    actor = signed.everybody()[name].for_purpose(Purpose.MATCHING)
    with pytest.raises(NotAllowed, match="front door"):
        identify_households(actor, SF, day=DAY)
    with pytest.raises(NotAllowed):
        identified(actor)
    with pytest.raises(NotAllowed):
        suggested_household(actor, reference)
    with pytest.raises(NotAllowed):
        offer_help(actor, reference, reason=REASON)


@pytest.mark.parametrize("framework", ["families-2030", "troubled-families-2012"])
def test_a_framework_that_is_not_there_or_goes_by_no_events_is_refused(signed: Cast, framework: str) -> None:
    with pytest.raises(Invalid, match=r"no framework|does not say which events"):
        run(signed, framework=framework)
    assert not IdentificationRun.objects.exists()


def test_a_decision_needs_a_reason_is_taken_once_and_is_in_the_journal(signed: Cast) -> None:
    home()
    ((reference, _),) = run(signed).suggested
    for reason in ("", "   ", "They need help."):
        with pytest.raises(Invalid):
            offer_help(signed.screener, reference, reason=reason)
    assert not HelpOffer.objects.exists()
    offer_help(signed.screener, reference, reason=REASON)
    with pytest.raises(Refused, match="already"):
        offer_help(signed.duty_manager, reference, reason=REASON)
    entry = JournalEntry.objects.get(event="help.offered")
    assert entry.detail["suggestion"] == reference and REASON not in json.dumps(entry.detail)
    with pytest.raises(NotFound):
        offer_help(signed.screener, "H0000000", reason=REASON)
    with pytest.raises(NotFound):
        offer_help(signed.outside_screener, reference, reason=REASON)


def command(*args: str) -> str:
    out = StringIO()
    call_command("identify", *args, stdout=out)
    return out.getvalue()


def test_the_command_prints_counts_and_references_and_no_name(signed: Cast) -> None:
    here: Home = home()
    said = command("--framework", SF, "--on", "2026-08-31", "--place", "ashworth")
    assert "With 3 or more: 1" in said and "Suggested: 1" in said and "which ended on 2025-03-31" in said
    reference = Suggestion.objects.get(household=here.household).reference
    assert f"\n{reference} 4\n" in said and "not a decision" in said
    assert "Ormerod" not in said and "Quiet Close" not in said
    mine = command("--framework", SF, "--on", "2026-08-31", "--as", email_of("screener"))
    assert f"\n{reference} 4\n" in mine
    assert set(IdentificationRun.objects.values_list("run_by", flat=True)) == {None, signed.screener.post}


def test_the_command_says_why_not(signed: Cast) -> None:
    with pytest.raises(CommandError, match="front door"):
        command("--framework", SF, "--as", email_of("key_worker"))
    with pytest.raises(CommandError, match="Say which front door"):
        command("--framework", SF)
    with pytest.raises(CommandError, match="no framework"):
        command("--framework", "x", "--place", "ashworth")


def test_a_day_that_nobody_asked_about_shows_nobody(signed: Cast) -> None:
    home()
    assert run(signed, day=DAY + timedelta(days=800)).identified == 0
    assert run(signed, day=date(2020, 1, 1)).households == 0
