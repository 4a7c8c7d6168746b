"""The API of the front door: each step as the page takes it, errors in words, and the sender's reference once."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from agencies.operations.tokens import issue_token
from cases.intake.models import InformationRequest, Referral
from cases.models import Case
from tests.cast import sign_in
from tests.world import ago, listed, matched_referral, referral, said

REFERRALS = "/api/v1/referrals/"


def send(client, address, body, **more):
    return client.post(address, json.dumps(body), content_type="application/json", **more)


def at(name, reference):
    return reverse(f"cases-api:{name}", args=[reference])


@pytest.fixture
def school(signed):
    return sign_in(Client(), signed.school)


def test_a_partners_system_refers_with_its_token(signed):
    token = issue_token(None, signed.school.post, label="pupil system", ends_at=ago(days=-30))
    bearer = {"headers": {"Authorization": f"Bearer {token}"}}
    answer = send(Client(), REFERRALS, said(id="S-1"), **bearer)
    assert answer.status_code == 201, answer.content
    assert set(answer.json()) == {"reference", "urgency", "received_at", "due_at"}
    assert Referral.objects.get().reference == answer.json()["reference"]
    status = Client().get(at("referral_status", answer.json()["reference"]), **bearer)
    assert status.json()["status"] == "received"
    assert send(Client(), REFERRALS, said()).status_code == 401


def test_the_same_again_answers_200_and_something_else_409(school):
    first = send(school, REFERRALS, said(id="S-1"))
    again = send(school, REFERRALS, said(id="S-1"))
    other = send(school, REFERRALS, said(id="S-1", concern="Another worry."))
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert again.json() == first.json()
    assert first.json()["reference"] in other.json()["detail"]
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (said(people=[]), "people"),
        (said(people=[{"given_name": "A", "date_of_birth": "2090-01-01"}]), "people[0].date_of_birth"),
        (said(concern="x" * 1_000_000), "concern"),
        (said(concern="a\x00b"), "concern"),
        (said(needs=["gold"]), "needs"),
        (["not", "a", "referral"], None),
        ("text", None),
    ],
)
def test_what_cannot_be_used_answers_422_in_words_and_nothing_is_taken_in(school, body, field):
    answer = send(school, REFERRALS, body)
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    if field:
        assert field in answer.json()["errors"]
    assert not Referral.objects.exists()


def test_broken_json_answers_400(school):
    answer = school.post(REFERRALS, "{", content_type="application/json")
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"


def test_the_path_by_the_api(signed, school):
    reference = send(school, REFERRALS, said(id="S-1")).json()["reference"]
    screener, police = sign_in(Client(), signed.screener), sign_in(Client(), signed.police)
    chair = sign_in(Client(), signed.panel_chair)
    assert screener.get("/api/v1/inbox/").json()["others"][0]["reference"] == reference
    candidates = screener.get(at("match", reference)).json()
    assert [person["band"] for person in candidates["people"]] == ["new"] * 3
    people = [{"position": place, "is": "new"} for place in range(3)]
    answer = send(screener, at("match", reference), {"people": people, "place": "ashworth/north"})
    assert answer.status_code == 200, answer.content
    sheet = screener.get(at("referral", reference)).json()
    assert sheet["state"] == "matched" and sheet["said"]["concern"]["level"] == "open"
    early = send(screener, at("ask", reference), {"agencies": ["ashworth-police"], "about": [0], "question": "What?"})
    assert early.status_code == 409 and "Record first" in early.json()["detail"]
    assert send(screener, at("basis", reference), {"basis": "agreed"}).status_code == 200
    asked = send(screener, at("ask", reference), {"agencies": ["ashworth-police"], "about": [0], "question": "What?"})
    assert asked.status_code == 201, asked.content
    request = InformationRequest.objects.get().pk
    rows = police.get("/api/v1/asked/").json()["rows"]
    assert rows[0]["id"] == request and rows[0]["names"][0]["value"] == "Ruth Orme"
    assert police.get(at("asked_request", request)).json()["question"]["value"] == "What?"
    parts = [{"category": "crime", "words": "Two calls."}]
    assert send(police, at("asked_request", request), {"parts": parts}).status_code == 200
    assert send(screener, at("list_for_panel", reference), {}).status_code == 200
    assert chair.get("/api/v1/panel/").json()["agenda"][0]["reference"] == reference
    decision = {"decision": "open_case", "level_of_need": 3, "intensity": "intensive", "reasons": "Many needs."}
    assert send(screener, at("decide", reference), decision).status_code == 403
    assert send(chair, at("decide", reference), decision).status_code == 200
    assert Case.objects.get().state == "opened"
    assert school.get(at("referral_status", reference)).json()["status"] == "decided"


def test_protection_by_the_api(signed):
    world = matched_referral(signed)
    client = sign_in(Client(), signed.screener)
    call = {"called_at": ago(minutes=2).isoformat(), "spoken_to": "Jo", "reason": "A burn."}
    answer = send(client, at("step_up", world.file), call)
    assert answer.status_code == 201, answer.content
    assert answer.json()["ring"]
    assert send(client, at("step_up", "F2222222"), call).status_code == 404


def test_a_conflict_by_the_api_closes_the_referral(signed):
    world = listed(signed)
    client = sign_in(Client(), signed.panel_police)
    assert client.get(at("referral", world.reference)).status_code == 200
    assert send(client, at("conflict", world.reference), {}).status_code == 200
    assert client.get(at("referral", world.reference)).status_code == 404


def test_a_stranger_gets_404(signed):
    sent = referral(signed)
    client = sign_in(Client(), signed.outside_screener)
    for name in ("referral", "match", "referral_status"):
        assert client.get(at(name, sent.reference)).status_code == 404
