"""Safety and consent by their pages: recorded, withdrawn, restricted, confirmed; and emergency access."""

import pytest
from django.urls import reverse

from cases.operations.protect_member import instruct, restrict_member
from cases.selectors.safety import safety
from datasharing.models import Consent, EmergencyAccess, Restriction
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import planned

WHY = "She was hurt at home, and he asks where she is"


@pytest.fixture
def world(cast):
    sign_rulebook()
    return planned(cast)


def _at(name, world, *more):
    return reverse(f"cases:{name}", args=[world.reference, *more])


def test_consent_is_recorded_with_the_family_and_withdrawn_with_one_press(cast, client, world):
    sign_in(client, cast.key_worker)
    empty = client.post(_at("record_consent", world), {"words": ""})
    assert empty.status_code == 422
    assert "There is a problem" in empty.content.decode()
    given = {"subject": world.parent, "categories": ["mental_health"], "agrees": "yes", "by": "person"}
    assert client.post(_at("record_consent", world), given).status_code == 302
    page = client.get(_at("safety", world)).content.decode()
    assert "Mental health" in page and "Withdraw" in page
    took = client.post(
        _at("withdraw_consent", world), {"subject": world.parent, "category": "mental_health"}, follow=True
    )
    assert "opens nothing from now on" in took.content.decode()
    assert not Consent.objects.filter(withdrawn_at__isnull=True).exists()
    again = client.post(
        _at("withdraw_consent", world), {"subject": world.parent, "category": "mental_health"}, follow=True
    )
    assert "no consent to withdraw" in again.content.decode()


def test_what_is_refused_hands_back_what_was_typed(cast, client, world):
    sign_in(client, cast.key_worker)
    given = {
        "subject": world.child, "categories": ["needs"], "agrees": "yes", "by": "person", "words": "I am nearly twelve",
    }  # fmt: skip
    refused = client.post(_at("record_consent", world), given)
    words = refused.content.decode()
    assert refused.status_code == 422 and "judge first" in words and "I am nearly twelve" in words


def test_judgement_and_responsibility_are_recorded_by_their_pages(cast, client, world):
    sign_in(client, cast.key_worker)
    judged = {"subject": world.child, "matter": "needs", "is_able": "yes", "reasons": "Says it back in her own words"}
    assert client.post(_at("judge", world), judged).status_code == 302
    held = {"subject": world.child, "holder": world.parent, "how": "mother"}
    assert client.post(_at("responsibility", world), held).status_code == 302
    said = {"subject": world.child, "categories": ["needs"], "agrees": "no", "by": "competent_child"}
    assert client.post(_at("record_consent", world), said).status_code == 302
    assert Consent.objects.get().by == "competent_child"


def test_a_restriction_is_set_by_one_and_confirmed_by_another_and_shows_to_the_named_alone(cast, client, world):
    sign_in(client, cast.team_manager)
    given = {
        "subject": world.parent, "kind": "guarded", "categories": ["whereabouts"], "reason": WHY,
        "named": [str(cast.duty_manager.post)],
    }  # fmt: skip
    short = client.post(_at("restrict", world), given | {"reason": "because"})
    assert short.status_code == 422 and "20 letters" in short.content.decode()
    assert client.post(_at("restrict", world), given).status_code == 302
    held = Restriction.objects.get()
    assert "Restrictions that name you" in client.get(_at("safety", world)).content.decode()
    assert client.post(_at("confirm_restriction", world, held.pk)).status_code == 403
    sign_in(client, cast.key_worker)
    page = client.get(_at("safety", world)).content.decode()
    assert "Restrictions that name you" not in page
    assert client.get(_at("restrict", world)).status_code == 403
    assert safety(cast.key_worker, world.reference).restrictions == ()


def test_everybody_with_reach_reads_a_safety_instruction(cast, client, world):
    sign_in(client, cast.team_manager)
    assert client.post(_at("instruct", world), {"words": "Ring duty before any visit"}).status_code == 302
    sign_in(client, cast.police)
    assert "Ring duty before any visit" in client.get(_at("family", world)).content.decode()
    sign_in(client, cast.key_worker)
    assert client.get(_at("instruct", world)).status_code == 403


def test_emergency_access_by_its_page(cast, client, world):
    sign_in(client, cast.emergency_duty)
    address = reverse("cases:emergency")
    given = {"reference": world.reference.lower(), "categories": ["identity", "whereabouts"], "reason": WHY}
    unknown = client.post(address, given | {"reference": "FZZZZZZZ"})
    assert unknown.status_code == 422 and "no family of this reference" in unknown.content.decode()
    short = client.post(address, given | {"reason": "quick"})
    assert short.status_code == 422 and "20 letters" in short.content.decode()
    opened = client.post(address, given, follow=True)
    assert opened.status_code == 200 and "Ruth Orme" in opened.content.decode()
    assert EmergencyAccess.objects.count() == 1
    sign_in(client, cast.key_worker)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("name", ["safety", "record_consent", "judge", "responsibility"])
def test_an_outsider_finds_none_of_it(cast, client, world, name):
    assert sign_in(client, cast.outsider).get(_at(name, world)).status_code == 404


def test_the_api_answers_with_the_same_sheet(cast, client, world):
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="guarded", categories=["plan"], reason=WHY
    )
    instruct(cast.team_manager, world.reference, words="Ring duty before any visit")
    address = reverse("cases-api:safety", args=[world.reference])
    assert sign_in(client, cast.team_manager).get(address).json()["restrictions"]
    told = sign_in(client, cast.key_worker).get(address).json()
    assert told["restrictions"] == [] and told["instructions"][0]["words"] == "Ring duty before any visit"


def test_uses_that_an_agreement_forbids_are_said_in_whole_words(cast, client, world):
    page = sign_in(client, cast.police).get(_at("plan", world)).content.decode()
    assert "Not to be used for: benefit conditionality, sanctions" in " ".join(page.split())
