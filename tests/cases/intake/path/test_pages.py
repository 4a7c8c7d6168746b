"""The pages of the front door, walked without JavaScript: each step by its form, and nothing typed is lost."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.intake.models import InformationRequest, Referral, Rejection, StepUp
from cases.models import Case
from tests.cast import sign_in
from tests.world import answered, asked, listed, matched_referral, referral

PERSON = {"given_name": "Ruth", "family_name": "Orme", "date_of_birth": "1990-03-04", "role": "parent", "sex": "F"}
REFER = {
    "immediate_danger": "no",
    "source": "school",
    "consent": "given",
    "concern": "The children come to school late and hungry.",
    "needs": ["education", "money"],
}
HELP = {
    "immediate_danger": "no",
    "who": "self",
    "concern": "We are struggling.",
    "contact": "07700 900123",
    "consent": "given",
    "front_door": "front-door",
}


def as_one(actor):
    return sign_in(Client(), actor)


def people(*persons):
    data = {"people-TOTAL_FORMS": str(len(persons)), "people-INITIAL_FORMS": "0"}
    for place, person in enumerate(persons):
        data |= {f"people-{place}-{name}": value for name, value in person.items()}
    return data


def typed(facts=REFER, *persons):
    return {"submission": str(uuid4()), **facts, **people(*(persons or (PERSON,)))}


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_professional_refers_and_is_given_a_reference(signed):
    client = as_one(signed.school)
    assert client.get(reverse("cases:refer")).status_code == 200
    data = typed()
    response = client.post(reverse("cases:refer"), data)
    held = Referral.objects.get()
    assert response.status_code == 302 and response.url == reverse("cases:sent", args=[held.reference])
    assert held.reference in words(client.get(response.url))
    assert client.post(reverse("cases:refer"), data).url == response.url, "pressed twice, sent once"
    assert Referral.objects.count() == 1


def test_another_person_is_added_by_a_button_and_everything_typed_is_kept(signed):
    client = as_one(signed.school)
    data = typed({**REFER, "concern": "Half a sentence"}, PERSON) | {"people-0-date_of_birth_day": "31"}
    page = client.post(reverse("cases:refer"), data | {"add": "1"})
    body = page.content.decode()
    assert page.status_code == 200 and "There is a problem" not in body
    assert 'name="people-1-given_name"' in body and "Half a sentence" in body and 'value="Ruth"' in body
    assert data["submission"] in body and 'value="education" checked' in body
    assert not Referral.objects.exists()


def test_a_person_is_taken_out_by_a_button(signed):
    client = as_one(signed.school)
    data = typed(REFER, PERSON, PERSON | {"given_name": "Omar"}, PERSON | {"given_name": "Tia"})
    body = client.post(reverse("cases:refer"), data | {"remove": "1"}).content.decode()
    assert 'value="Ruth"' in body and 'value="Tia"' in body and 'value="Omar"' not in body
    assert 'value="2"' in body


@pytest.mark.parametrize(
    ("facts", "persons", "says"),
    [
        ({}, [{}], "at least one person"),
        ({}, [PERSON | {"date_of_birth": "2090-01-01"}], "must be today or in the past"),
        ({}, [PERSON | {"date_of_birth": "2025-02-31"}], "must be a real date"),
        ({"concern": "x" * 1_000_000}, [PERSON], "at most 20000 characters"),
        ({"concern": "a\x00b"}, [PERSON], "ull character"),
        ({"concern": ""}, [PERSON], "Enter what worries you"),
        ({"source": ""}, [PERSON], "Who is referring?"),
    ],
)
def test_what_cannot_be_sent_is_handed_back_in_words_with_what_was_typed(signed, facts, persons, says):
    page = as_one(signed.school).post(reverse("cases:refer"), typed(REFER | facts, *persons))
    assert page.status_code == 422 and says in words(page)
    assert 'value="education" checked' in page.content.decode()
    assert not Referral.objects.exists()


def test_a_family_asks_for_help_without_an_account(signed):
    client = Client()
    page = client.get(reverse("cases:ask_for_help"))
    assert page.status_code == 200 and "999" in words(page)
    response = client.post(reverse("cases:ask_for_help"), typed(HELP))
    assert response.url == reverse("cases:help_asked")
    held = Referral.objects.get()
    assert held.sender is None and held.source == "self" and held.referrer_contact == "07700 900123"
    thanks = words(client.get(response.url))
    assert held.reference in thanks and "Ruth" not in thanks
    assert Client().get(reverse("cases:help_asked")).status_code == 302, "nobody else sees it"


def test_danger_shows_the_number_to_ring_and_turns_the_referral_red(signed):
    client = Client()
    client.post(reverse("cases:ask_for_help"), typed(HELP | {"immediate_danger": "yes"}))
    assert Referral.objects.get().urgency == "red"
    assert "ring now" in words(client.get(reverse("cases:help_asked")))


def test_the_public_form_is_limited_by_address(signed, settings):
    settings.ASK_FOR_HELP_AN_HOUR = 2
    client = Client(REMOTE_ADDR="203.0.113.9")
    answers = [client.post(reverse("cases:ask_for_help"), typed(HELP)).status_code for _ in range(3)]
    assert answers == [302, 302, 429]
    assert Client(REMOTE_ADDR="203.0.113.10").post(reverse("cases:ask_for_help"), typed(HELP)).status_code == 302


def test_the_path_from_the_inbox_to_the_waiting_list_by_its_pages(signed):
    sent = referral(signed)
    screener, panel, police = as_one(signed.screener), as_one(signed.panel_chair), as_one(signed.police)
    inbox = screener.get(reverse("cases:inbox"))
    assert "Ruth Orme and 2 others" in words(inbox) and "due in" in words(inbox)

    def at(step):
        return reverse(f"cases:{step}", args=[sent.reference])

    assert screener.get(at("match")).status_code == 200
    new = {f"person_{place}": "new" for place in range(3)} | {"place": "ashworth/north"}
    assert screener.post(at("match"), new).url == at("referral")
    assert "Record whether partners may be asked" in words(screener.get(at("referral")))
    assert screener.post(at("basis"), {"basis": "agreed"}).url == at("ask")
    ask = {"agencies": ["ashworth-police"], "about": ["0"], "question": "What do you know?", "urgency": "green"}
    assert screener.post(at("ask"), ask).url == at("referral")

    assert "Ruth Orme" in words(police.get(reverse("cases:asked_of_me")))
    request = InformationRequest.objects.get()
    answer = reverse("cases:asked_request", args=[request.pk])
    assert "Omar" not in words(police.get(answer))
    assert police.post(answer, {"part_crime": ""}).status_code == 422
    assert police.post(answer, {"part_crime": "Two calls about noise."}).url == reverse("cases:asked_of_me")
    assert police.get(answer).status_code == 404, "answered, and closed"

    assert "Two calls about noise." in words(screener.get(at("referral")))
    assert screener.get(at("list_for_panel")).status_code == 200
    assert screener.post(at("list_for_panel")).url == at("referral")
    assert "Ruth Orme" in words(panel.get(reverse("cases:panel")))
    assert "Two calls about noise." in words(panel.get(at("pack")))
    assert screener.get(at("decide")).status_code == 200
    late = {"decision": "open_case", "level_of_need": "3", "intensity": "intensive", "reasons": "Many needs."}
    assert screener.post(at("decide"), late).status_code == 403
    assert panel.post(at("decide"), {**late, "reasons": ""}).status_code == 422
    assert panel.post(at("decide"), late).url == reverse("cases:panel")
    assert Case.objects.get().state == "opened"
    assert "to be allocated" in words(panel.get(reverse("cases:panel")))
    assert "Help is being offered" in words(as_one(signed.school).get(at("sent")))


def test_a_second_referral_shows_its_candidates_and_joins_by_the_page(signed):
    first = matched_referral(signed)
    sent = referral(signed, by=signed.police)
    client = as_one(signed.screener)
    page = client.get(reverse("cases:match", args=[sent.reference]))
    assert "same name" in words(page) and first.file in page.content.decode()
    data = {f"person_{place}": str(subject) for place, subject in enumerate(first.people)} | {"family": first.file}
    assert client.post(reverse("cases:match", args=[sent.reference]), data).status_code == 302
    assert Referral.objects.get(reference=sent.reference).file.reference == first.file


def test_protection_is_one_page_from_anywhere(signed):
    world = listed(signed)
    client = as_one(signed.panel_chair)
    address = reverse("cases:step_up", args=[world.file])
    assert address in client.get(reverse("cases:pack", args=[world.reference])).content.decode()
    page = client.get(address)
    assert page.status_code == 200 and "Ring first" in words(page) and "0161 496 0000" in words(page)
    now = timezone.localtime()
    call = {"called_on": now.date().isoformat(), "called_time": f"{now:%H:%M}", "spoken_to": "Jo", "reason": "A burn."}
    assert client.post(address, call | {"spoken_to": ""}).status_code == 422
    assert client.post(address, call).status_code == 302
    assert StepUp.objects.get().spoken_to == "Jo"
    assert f"Stepped up to protection: {world.file}" in words(as_one(signed.duty_manager).get(reverse("cases:inbox")))


def test_keeping_out_closes_the_pack(signed):
    world = listed(signed)
    client = as_one(signed.panel_police)
    pack = reverse("cases:pack", args=[world.reference])
    assert client.get(pack).status_code == 200
    assert client.get(reverse("cases:conflict", args=[world.reference])).status_code == 200
    assert client.post(reverse("cases:conflict", args=[world.reference])).url == reverse("cases:panel")
    assert client.get(pack).status_code == 404


def test_a_stranger_gets_404_for_a_referral_that_is_there_as_for_one_that_is_not(signed):
    world = asked(signed)
    client = as_one(signed.outside_screener)
    there = client.get(reverse("cases:referral", args=[world.reference]))
    not_there = client.get(reverse("cases:referral", args=["R22222222"]))
    assert there.status_code == not_there.status_code == 404
    assert words(there) == words(not_there)


def test_the_role_that_a_page_is_not_for_gets_403(signed):
    assert as_one(signed.commissioner).get(reverse("cases:inbox")).status_code == 403
    assert as_one(signed.school).get(reverse("cases:panel")).status_code == 403
    assert Client().get(reverse("cases:inbox")).status_code == 302


def test_the_inbox_is_filtered_by_its_address(signed):
    referral(signed, number=0)
    referral(signed, number=1, immediate_danger=True)
    client = as_one(signed.screener)
    assert "Ruth Khan" in words(client.get(reverse("cases:inbox"), {"urgency": "red"}))
    assert "Ruth Orme" not in words(client.get(reverse("cases:inbox"), {"urgency": "red"}))
    empty = words(client.get(reverse("cases:inbox"), {"state": "matched"}))
    assert "Nothing in the inbox fits these filters" in empty
    assert client.get(reverse("cases:inbox"), {"page": "9999999999", "urgency": "'"}).status_code == 200


def test_the_padlocks_of_the_pack_stand_by_rule_and_not_by_rows(signed):
    world = answered(signed)
    page = words(as_one(signed.screener).get(reverse("cases:referral", args=[world.reference])))
    assert "Mental health from Health: closed to you" in page


def test_new_and_none_of_those_suggested_is_remembered(signed):
    matched_referral(signed)
    sent = referral(signed, by=signed.police)
    client = as_one(signed.screener)
    data = {f"person_{place}": "none" for place in range(3)} | {"place": "ashworth/north"}
    assert client.post(reverse("cases:match", args=[sent.reference]), data).status_code == 302
    assert Rejection.objects.filter(referred__referral__reference=sent.reference).count() == 3
