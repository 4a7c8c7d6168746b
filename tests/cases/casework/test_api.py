"""The API of casework: the same sheets as the pages, problem details for what is refused, contacts once."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cases.models import Case, Contact, Goal, Plan
from tests.cast import sign_in
from tests.world_casework import allocated, assessed, contacted, in_days, planned, waiting

READ = ("family", "needs", "plan", "contacts", "reviews", "chronology", "team")


def _at(name, world, *more):
    return reverse(f"cases-api:{name}", args=[world.reference, *more])


def _send(client, name, world, body, *more):
    return client.post(_at(name, world, *more), body, content_type="application/json")


@pytest.mark.parametrize("name", READ)
def test_each_sheet_is_read_by_the_key_worker_and_by_no_outsider(cast, client, name):
    world = contacted(cast)
    answer = sign_in(client, cast.key_worker).get(_at(name, world))
    assert answer.status_code == 200
    assert answer.json()["head"]["name"]["value"] == "the Orme family"
    outside = sign_in(client, cast.outsider).get(_at(name, world))
    assert (outside.status_code, outside["Content-Type"]) == (404, "application/problem+json")


def test_the_list_is_the_page_of_my_families(cast, client):
    world = planned(cast, review_in=2)
    told = sign_in(client, cast.key_worker).get(reverse("cases-api:families")).json()
    assert [row["reference"] for row in told["rows"]] == [world.reference]
    assert told["rows"][0]["reason"] == "review due in 2 days"
    assert told["page"] == {"number": 1, "has_previous": False, "has_next": False}


def test_what_is_closed_comes_without_its_value_and_with_the_reason(cast, client):
    world = contacted(cast)
    name = sign_in(client, cast.school).get(_at("family", world)).json()["head"]["name"]
    assert (name["value"], name["level"], name["reasons"]) == (None, "hidden", [])
    assert name["why"]


def test_a_family_is_allocated_once(cast, client):
    world = waiting(cast)
    sign_in(client, cast.team_manager)
    assert client.get(_at("allocate", world)).json()["team"] == "locality-north"
    body = {"key_worker": cast.key_worker.post, "members": [cast.police.post], "team": "locality-north"}
    assert _send(client, "allocate", world, body).status_code == 201
    refused = _send(client, "allocate", world, body)
    assert refused.status_code == 409
    assert "is already allocated to Key worker Cast" in refused.json()["detail"]
    handed = {"key_worker": cast.second_key_worker.post, "handover": "All is calm."}
    assert _send(client, "key_worker", world, handed).status_code == 201
    assert Case.objects.get().key_worker_id == cast.second_key_worker.post


def test_the_path_is_walked_by_calls(cast, client):
    world = allocated(cast)
    sign_in(client, cast.key_worker)
    assert _send(client, "needs", world, {"need": "money", "evidence": "Letters."}).status_code == 201
    plan = {
        "goals": [
            {
                "need": "money",
                "words": "Rent is paid",
                "actions": [
                    {"words": "Open", "due_on": str(in_days(3)), "owner_post": cast.key_worker.post, "name": "a"},
                    {"words": "Pay", "due_on": str(in_days(5)), "owner_person": str(world.parent), "after": ["a"]},
                ],
            }
        ],
        "family_words": "Yes.",
        "next_review_on": str(in_days(30)),
    }
    told = _send(client, "plan", world, plan)
    assert told.status_code == 201
    first, second = told.json()["by_need"][0]["goals"][0]["actions"]
    assert second["waits_for"] == ["Open"]
    assert _send(client, "action_done", world, {}, second["id"]).status_code == 409
    assert _send(client, "action_done", world, {}, first["id"]).status_code == 200
    action = {"goal": Goal.objects.get().pk, "words": "Ring", "due_on": str(in_days(9))}
    assert _send(client, "actions", world, action | {"owner_post": cast.police.post}).status_code == 201
    review = {
        "held_on": str(in_days(0)),
        "came": [cast.key_worker.post],
        "goals": [{"goal": Goal.objects.get().pk, "progress": "better"}],
        "decisions": "Go on.",
        "next_review_on": str(in_days(60)),
    }
    assert _send(client, "reviews", world, review).status_code == 201
    member = {"given_name": "Nan", "family_name": "Orme", "role": "grandparent"}
    assert _send(client, "members", world, member).status_code == 201


def test_a_contact_sent_twice_is_recorded_once(cast, client):
    world = planned(cast)
    sign_in(client, cast.key_worker)
    body = {
        "kind": "telephone",
        "held_at": "2026-11-02T10:00:00Z",
        "minutes": 5,
        "parts": [{"words": "Spoke."}],
        "submission": str(uuid4()),
    }
    for _send_again in range(2):
        assert _send(client, "contacts", world, body).status_code == 201
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("needs", {"need": "weather", "evidence": "x"}),
        ("needs", {"need": "money"}),
        ("needs", {"need": "money", "evidence": "a\x00b"}),
        ("needs", {"need": "money", "evidence": "x" * 1_000_000}),
        ("needs", []),
        ("contacts", {"kind": "telephone", "held_at": "31/02/2025", "minutes": 5, "submission": str(uuid4())}),
        ("contacts", {"kind": "telephone", "held_at": None, "minutes": None, "submission": None}),
        ("contacts", {"kind": "telephone", "held_at": "2026-11-02T10:00:00Z", "minutes": 10**30, "submission": 1}),
        ("plan", {"goals": [], "family_words": "x", "next_review_on": "2027-01-01"}),
        ("plan", {"goals": [{"need": "money", "words": "x", "actions": [{"words": "y"}]}]}),
        ("members", {"given_name": "A", "family_name": "B", "role": "child", "date_of_birth": "2999-01-01"}),
    ],
)
def test_what_cannot_be_used_is_told_by_field(cast, client, name, body):
    world = assessed(cast)
    answer = _send(sign_in(client, cast.key_worker), name, world, body)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["errors"]
    assert not Contact.objects.exists() and not Plan.objects.exists()


@pytest.mark.parametrize("post", [10**30, -1, 0])
def test_a_post_that_cannot_be_is_refused(cast, client, post):
    world = waiting(cast)
    body = {"key_worker": post, "members": [post], "team": "locality-north"}
    assert _send(sign_in(client, cast.team_manager), "allocate", world, body).status_code == 422


def test_the_second_plan_is_refused(cast, client):
    world = planned(cast)
    body = {"goals": [{"need": "money", "words": "x"}], "family_words": "x", "next_review_on": str(in_days(9))}
    answer = _send(sign_in(client, cast.key_worker), "plan", world, body)
    assert answer.status_code == 409
    assert "one plan" in answer.json()["detail"]
