"""Retention and access requests by the API: the same rights, refusals and sheets as on the pages."""

import pytest

from cases.models import AccessRequest
from datasharing.models import Hold
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.kept import once
from tests.world_casework import allocated, in_days

ROOT = "/api/v1"


@pytest.fixture
def world(cast):
    def make():
        sign_rulebook()
        return allocated(cast)

    return once("a family of whom desks are asked", make)


def post(client, actor, address, body=None):
    return sign_in(client, actor).post(f"{ROOT}/{address}", body or {}, "application/json")


def test_a_request_is_recorded_answered_and_handed_over(cast, client, world) -> None:
    asked = {"subject": str(world.parent), "asked_by": "person", "received_on": in_days(-1).isoformat()}
    made = post(client, cast.key_worker, f"families/{world.reference}/access-requests/", asked)
    assert made.status_code == 201
    number = made.json()["id"]
    listed = sign_in(client, cast.governance).get(f"{ROOT}/access-requests/").json()["requests"]
    assert [(one["id"], one["reference"]) for one in listed] == [(number, world.reference)]
    assert client.get(f"{ROOT}/access-requests/{number}/").json()["steps"] == ["identity", "refuse"]
    at = f"access-requests/{number}"
    assert post(client, cast.governance, f"{at}/pack/").status_code == 409, "nothing goes before it is approved"
    known = post(client, cast.governance, f"{at}/identity/", {"how": "The key worker knows her."})
    assert known.status_code == 200 and known.json()["items"]
    assert post(client, cast.governance, f"{at}/prepare/").json()["steps"] == ["take_back"]
    assert post(client, cast.governance, f"{at}/approve/").status_code == 403, "somebody else approves it"
    assert post(client, cast.duty_manager, f"{at}/approve/").json()["steps"] == ["release"]
    pack = post(client, cast.governance, f"{at}/pack/")
    assert pack.status_code == 200 and pack["Cache-Control"] == "no-store" and pack.json()["records"]
    assert AccessRequest.objects.get(pk=number).released_at is not None


def test_what_is_not_usable_is_said_in_words(cast, client, world) -> None:
    asked = {"subject": str(world.parent), "asked_by": "person", "received_on": in_days(3).isoformat()}
    refused = post(client, cast.key_worker, f"families/{world.reference}/access-requests/", asked)
    assert refused.status_code == 422 and "still to come" in refused.content.decode()
    made = post(
        client,
        cast.key_worker,
        f"families/{world.reference}/access-requests/",
        asked | {"received_on": in_days(0).isoformat()},
    )
    at = f"access-requests/{made.json()['id']}"
    assert post(client, cast.governance, f"{at}/identity/", {}).status_code in (400, 422)
    assert post(client, cast.governance, f"{at}/extend/", {"months": 5, "because": "x"}).status_code in (400, 422)
    assert post(client, cast.governance, f"{at}/no-such-step/").status_code == 404


def test_a_hold_is_set_and_ended(cast, client, world) -> None:
    body = {
        "reference": world.reference,
        "reason": "A claim against the council is open",
        "review_on": in_days(30).isoformat(),
    }
    made = post(client, cast.governance, "retention/holds/", body)
    assert made.status_code == 201 and made.json()["reference"] == world.reference
    held = made.json()["id"]
    sheet = sign_in(client, cast.internal_auditor).get(f"{ROOT}/retention/").json()
    assert [one["id"] for one in sheet["holds"]] == [held] and sheet["due"] == 0 and sheet["rules"]
    assert client.get(f"{ROOT}/retention/holds/{held}/").json()["reason"] == body["reason"]
    assert post(client, cast.governance, "retention/lists/").status_code == 409, "nobody is due"
    ended = post(client, cast.governance, f"retention/holds/{held}/end/", {"because": "It is settled."})
    assert ended.status_code == 200 and ended.json()["holds"] == []
    assert Hold.objects.get(pk=held).ends_at is not None


@pytest.mark.parametrize("name", ["key_worker", "team_manager", "police", "commissioner", "outsider"])
def test_nobody_else_comes_to_either_desk(cast, client, world, name) -> None:
    sign_in(client, getattr(cast, name))
    for address in ("retention/", "retention/lists/1/", "retention/holds/1/", "access-requests/", "access-requests/1/"):
        assert client.get(f"{ROOT}/{address}").status_code == 403, address
    for address in ("retention/lists/1/approve/", "access-requests/1/approve/", "access-requests/1/pack/"):
        assert client.post(f"{ROOT}/{address}", {}, "application/json").status_code == 403, address


def test_another_place_is_as_one_that_is_not_there(cast, client, world) -> None:
    asked = {"subject": str(world.parent), "asked_by": "person", "received_on": in_days(0).isoformat()}
    foreign = post(client, cast.outsider, f"families/{world.reference}/access-requests/", asked)
    made_up = post(client, cast.outsider, "families/FZZZZZZZ/access-requests/", asked)
    assert foreign.status_code == made_up.status_code == 404
    for address in ("retention/lists/99/", "retention/holds/99/", "access-requests/99/"):
        assert sign_in(client, cast.governance).get(f"{ROOT}/{address}").status_code == 404
