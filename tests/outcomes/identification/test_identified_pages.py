"""The front door's pages: counts and references; one household closed until a decision is recorded; who may come."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.models import JournalEntry, Place
from agencies.vocabulary import Purpose
from cases.models import Family
from datasharing.grants import give_grant
from datasharing.operations import open_file, suspend_agreement
from datasharing.vocabulary import Reach
from outcomes.models import HelpOffer, Suggestion
from outcomes.operations.identify_households import identify_households
from outcomes.operations.offer_help import offer_help
from tests.agreements import governance_lead, sign_rulebook
from tests.cast import Cast, sign_in
from tests.outcomes.identification.home_world import DAY, Home, home
from tests.outcomes.identification.test_identifying_households import REASON, SF

LIST = reverse("outcomes:identified")
SECRETS = ("Ormerod", "Quiet Close", "Arrest", "Suspension", "benefit", "1988", "2014")


@pytest.fixture
def here(cast: Cast) -> Home:
    sign_rulebook()
    found = home()
    home(1)
    identify_households(cast.screener.for_purpose(Purpose.MATCHING), SF, day=DAY)
    return found


def reference_of(found: Home) -> str:
    return Suggestion.objects.get(household=found.household).reference


def page_of(reference: str) -> str:
    return reverse("outcomes:suggested_household", args=[reference])


def test_the_list_has_counts_first_then_references_and_nobodys_name(cast: Cast, here: Home, client: Client) -> None:
    answer = sign_in(client, cast.screener).get(LIST)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert said.index("With 3 or more") < said.index(reference_of(here))
    assert "a suggestion, not a decision" in said and page_of(reference_of(here)) in said
    assert not [word for word in SECRETS if word in said]
    entry = JournalEntry.objects.get(event="suggestions.seen")
    assert (entry.kind, entry.purpose, entry.subjects) == ("look", "matching", [])


def test_before_the_first_run_the_page_says_so(cast: Cast, client: Client) -> None:
    assert b"Nobody has asked yet" in sign_in(client, cast.duty_manager).get(LIST).content


def test_evidence_is_closed_before_the_decision_and_nobodys_record_is_touched(
    cast: Cast, here: Home, client: Client
) -> None:
    answer = sign_in(client, cast.screener).get(page_of(reference_of(here)))
    said = answer.content.decode()
    assert answer.status_code == 200 and "Decide to offer help" in said
    assert not [word for word in SECRETS if word in said]
    assert not JournalEntry.objects.filter(event="evidence.seen").exists()


def test_a_reason_that_says_nothing_keeps_it_closed_and_what_was_typed(cast: Cast, here: Home, client: Client) -> None:
    answer = sign_in(client, cast.screener).post(page_of(reference_of(here)), {"reason": "Needs help"})
    said = answer.content.decode()
    assert answer.status_code == 422 and "at least 20 characters" in said and "Needs help" in said
    assert not [word for word in SECRETS if word in said] and not HelpOffer.objects.exists()


def test_after_the_decision_the_evidence_opens_and_the_look_is_written_down(
    cast: Cast, here: Home, client: Client
) -> None:
    browser, page = sign_in(client, cast.screener), page_of(reference_of(here))
    assert browser.post(page, {"reason": REASON}).status_code == 302
    said = browser.get(page).content.decode()
    for words in (
        "Ruth Ormerod0",
        "Tia Ormerod0",
        "1 Quiet Close",
        "Arrest",
        "Suspension",
        "Out-of-work benefit",
        REASON,
    ):
        assert words in said, words
    assert "Ormerod1" not in said
    entry = JournalEntry.objects.get(event="evidence.seen")
    assert set(entry.subjects) == set(here.people.values()) and entry.purpose == "triage"
    assert entry.detail["seen"]["crime"] == {"level": "open", "basis": ["crime-and-disorder:CDA98-115"]}
    assert "Ormerod" not in json.dumps(entry.detail)
    assert browser.post(page, {"reason": REASON}).status_code == 302 and HelpOffer.objects.count() == 1


def test_what_health_told_is_counted_and_stays_closed_without_consent(cast: Cast, here: Home, client: Client) -> None:
    offer_help(cast.screener, reference_of(here), reason=REASON)
    said = sign_in(client, cast.duty_manager).get(page_of(reference_of(here))).content.decode()
    assert "showed 4 headline needs" in said
    assert "Improved mental and physical health" not in said and "Mental health service" not in said
    assert "Mental health from Ashworth Health Trust" in said and "needs the consent of the person" in said


def test_a_suspended_agreement_closes_the_evidence_at_the_next_request(cast: Cast, here: Home, client: Client) -> None:
    offer_help(cast.screener, reference_of(here), reason=REASON)
    browser = sign_in(client, cast.screener)
    assert b"Arrest" in browser.get(page_of(reference_of(here))).content
    suspend_agreement(governance_lead(cast_agency("ashworth-police")), "crime-and-disorder")
    said = browser.get(page_of(reference_of(here))).content
    assert b"Arrest" not in said and b"Out-of-work benefit" in said


def test_a_list_that_rests_on_what_is_no_longer_agreed_is_closed(cast: Cast, here: Home, client: Client) -> None:
    browser = sign_in(client, cast.screener)
    assert reference_of(here) in browser.get(LIST).content.decode()
    suspend_agreement(governance_lead(cast_agency("ashworth-police")), "finding-families")
    said = browser.get(LIST).content.decode()
    assert reference_of(here) not in said and "The list is closed" in said
    assert "Crime and anti-social behaviour from Ashworth Police" in said


def cast_agency(reference: str):
    return Place.objects.get(path="ashworth").agencies.get(reference=reference)


OTHERS = ("key_worker", "police", "team_manager", "commissioner", "governance", "administrator")


@pytest.mark.parametrize("name", OTHERS)
def test_other_roles_get_403(cast: Cast, here: Home, client: Client, name: str) -> None:
    browser = sign_in(client, cast.everybody()[name])
    for path in (LIST, page_of(reference_of(here))):
        assert browser.get(path).status_code == 403
    assert browser.post(page_of(reference_of(here)), {"reason": REASON}).status_code == 403
    assert not HelpOffer.objects.exists()


def test_an_outside_screener_gets_404_as_for_a_reference_that_never_was(cast: Cast, here: Home, client: Client) -> None:
    browser = sign_in(client, cast.outside_screener)
    assert reference_of(here) not in browser.get(LIST).content.decode()
    for reference in (reference_of(here), "H0000000"):
        assert browser.get(page_of(reference)).status_code == 404
        assert browser.post(page_of(reference), {"reason": REASON}).status_code == 404


def test_somebody_who_keeps_out_of_a_family_has_no_such_household(cast: Cast, here: Home, client: Client) -> None:
    file = open_file(None, place=Place.objects.get(path="ashworth/north"))
    Family.objects.create(
        file=file, name="x", supplier=cast_agency("ashworth-council"), household_id=here.household,
        formed_at=timezone.now(),
    )  # fmt: skip
    give_grant(None, file.pk, Reach.EXCLUDED, post=cast.screener.post)
    browser = sign_in(client, cast.screener)
    assert reference_of(here) not in browser.get(LIST).content.decode()
    assert browser.get(page_of(reference_of(here))).status_code == 404
    assert browser.post(page_of(reference_of(here)), {"reason": REASON}).status_code == 404
    assert sign_in(Client(), cast.duty_manager).get(page_of(reference_of(here))).status_code == 200


def test_a_page_of_the_list_costs_the_same_however_long_it_is(
    cast: Cast, here: Home, client: Client, django_assert_max_num_queries
) -> None:
    for number in range(2, 40):
        home(number)
    identify_households(cast.screener.for_purpose(Purpose.MATCHING), SF, day=DAY)
    browser = sign_in(client, cast.screener)
    with django_assert_max_num_queries(30):
        first = browser.get(LIST).content.decode()
    assert first.count("/identified/H") == 25 and "page=2" in first
    assert browser.get(LIST, {"page": 2}).content.decode().count("/identified/H") == 15
