"""The API: a partner's system with its token, and every error as problem details, in words."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from agencies.access import open_to
from agencies.models import JournalEntry, Place, Token
from agencies.operations.posts import end_post
from agencies.operations.tokens import digest_of, end_token, issue_token
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import Purpose, Role
from lintel import access
from tests.cast import Cast, sign_in

TODAY = timezone.localdate()
HERE = "/api/v1/raising/nothing/"


@pytest.fixture(autouse=True)
def addresses_of_this_test(settings: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.agencies.api_for_tests"
    row = open_to(Role.PARTNER_CONTACT, purpose=Purpose.SAFEGUARDING)
    for name in ("raising", "throttled", "raising_page"):
        monkeypatch.setitem(access.TABLE, name, row)
    cache.clear()
    yield


def token_of(cast: Cast, **differently: Any) -> str:
    facts = {"label": "Police records", "ends_at": timezone.now() + timedelta(days=30)} | differently
    return issue_token(cast.administrator, cast.police.post, **facts)


def ask(token: str, address: str = HERE, **more: Any) -> Any:
    return Client(raise_request_exception=False).get(address, headers={"Authorization": f"Bearer {token}"}, **more)


def send(token: str, sent: str | bytes, content_type: str = "application/json") -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    return Client().post(HERE, data=sent, content_type=content_type, headers=headers)


def problem(answer: HttpResponse, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(answer.content)
    assert told["status"] == status and told["title"] and told["detail"] and told["type"] == "about:blank"
    return told


def test_a_system_acts_in_one_post_for_the_purpose_of_the_address(cast: Cast) -> None:
    token = token_of(cast)
    answer = ask(token)
    assert answer.json() == {"role": "partner_contact", "purpose": "safeguarding", "post": cast.police.post}
    kept = Token.objects.get()
    assert kept.digest == digest_of(token) and token not in str(kept.__dict__)
    assert token not in str(JournalEntry.objects.values_list("detail", flat=True))


def test_an_ended_token_an_unknown_one_and_an_ended_post_are_not_signed_in(cast: Cast) -> None:
    token = token_of(cast)
    problem(ask("lintel_unknown"), 401)
    end_token(cast.administrator, digest_of(token))
    answer = ask(token)
    assert "has ended" in problem(answer, 401)["detail"]
    assert answer["WWW-Authenticate"].startswith("Bearer")
    with pytest.raises(Refused, match="already"):
        end_token(cast.administrator, digest_of(token))
    another = token_of(cast)
    assert ask(another).status_code == 200
    end_post(cast.administrator, cast.police.post, ends_on=TODAY - timedelta(days=1))
    problem(ask(another), 401)


def test_a_token_is_refused_that_could_not_or_should_not_be(cast: Cast) -> None:
    now = timezone.now()
    with pytest.raises(Invalid, match="future"):
        token_of(cast, ends_at=now - timedelta(seconds=1))
    with pytest.raises(Invalid, match="a year"):
        token_of(cast, ends_at=now + timedelta(days=400))
    with pytest.raises(Invalid, match="name of the system"):
        token_of(cast, label=" ")
    token_of(cast)
    with pytest.raises(Refused, match="of this name"):
        token_of(cast)
    with pytest.raises(NotFound):
        issue_token(cast.administrator, cast.outsider.post, label="x", ends_at=now + timedelta(days=1))
    with pytest.raises(NotAllowed):
        issue_token(cast.screener, cast.police.post, label="x", ends_at=now + timedelta(days=1))
    with pytest.raises(Refused, match="administrator"):
        issue_token(None, cast.administrator.post, label="x", ends_at=now + timedelta(days=1))
    with pytest.raises(NotFound):
        end_token(cast.administrator, "0" * 64)


def test_a_token_opens_no_page(cast: Cast) -> None:
    headers = {"Authorization": f"Bearer {token_of(cast)}"}
    assert Client().get("/my-sign-in/", headers=headers)["Location"].startswith("/sign-in/")


def test_without_anything_the_api_says_what_to_send(db: None) -> None:
    answer = Client().get(HERE)
    assert "Bearer" in problem(answer, 401)["detail"] and answer["WWW-Authenticate"]


def test_a_role_that_may_not_is_told_so_by_the_api_too(cast: Cast) -> None:
    assert "You act as key worker" in problem(sign_in(Client(), cast.key_worker).get(HERE), 403)["detail"]


def test_a_session_needs_the_proof_against_forged_forms_and_a_token_does_not(cast: Cast) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), cast.police)
    assert client.get(HERE).status_code == 200
    assert "CSRF" in problem(client.post(HERE, data="{}", content_type="application/json"), 403)["detail"]
    headers = {"Authorization": f"Bearer {token_of(cast)}"}
    sent = json.dumps({"people": []})
    answer = Client(enforce_csrf_checks=True).post(HERE, data=sent, content_type="application/json", headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("not_found", 404, "nothing here"),
        ("not_allowed", 403, "The panel decides this."),
        ("refused", 409, "The plan is not agreed yet."),
        ("invalid", 422, "The date is in the future."),
        ("nul", 422, "cannot be kept"),
        ("surrogate", 422, "cannot be kept"),
        ("denied", 403, "not yours"),
        ("suspicious", 400, "cannot be read"),
        ("bug", 500, "Something went wrong"),
    ],
)
def test_whatever_is_raised_becomes_a_problem_and_leaves_nothing_half_done(
    cast: Cast, what: str, status: int, words: str
) -> None:
    told = problem(ask(token_of(cast), f"/api/v1/raising/{what}/"), status)
    assert words in told["detail"]
    assert not Place.objects.filter(path__startswith="half-done").exists()


def test_the_field_of_a_refusal_is_named(cast: Cast) -> None:
    token = token_of(cast)
    assert problem(ask(token, "/api/v1/raising/invalid/"), 422)["errors"] == {"born_on": ["The date is in the future."]}
    assert "plan" in problem(ask(token, "/api/v1/raising/refused/"), 409)["errors"]


def test_what_is_wrong_with_what_was_sent_is_told_by_field(cast: Cast) -> None:
    told = problem(send(token_of(cast), json.dumps({"people": [{"name": "A", "born_on": "31/02/2025"}, {}]})), 422)
    assert set(told["errors"]) == {"people.0.born_on", "people.1.name", "people.1.born_on"}
    assert "people.0.born_on" in told["detail"]


@pytest.mark.parametrize(
    "sent", [b"{", b"\xff\xfe", b"", b'{"people": [{"name": "a\\u0000b", "born_on": "2020-01-01"}]}']
)
def test_what_cannot_be_read_is_a_problem_too(cast: Cast, sent: bytes) -> None:
    assert send(token_of(cast), sent).status_code in {400, 422}


def test_another_form_another_method_and_too_much_are_problems(cast: Cast) -> None:
    token = token_of(cast)
    problem(send(token, "<x/>", "application/xml"), 415)
    problem(Client().delete(HERE, headers={"Authorization": f"Bearer {token}"}), 405)
    large = json.dumps({"people": [{"name": "x" * 4_000_000, "born_on": "2020-01-01"}]})
    assert "too large" in problem(send(token, large), 413)["detail"]


def test_too_many_requests_say_when_to_come_again(cast: Cast) -> None:
    token = token_of(cast)
    assert ask(token, "/api/v1/throttled/").status_code == 200
    answer = ask(token, "/api/v1/throttled/")
    assert "seconds" in problem(answer, 429)["detail"] and int(answer["Retry-After"]) > 0


def test_an_address_that_the_api_has_not_is_a_problem_too(cast: Cast) -> None:
    problem(Client().get("/api/v1/there-is-no-such-thing/"), 404)
    problem(ask(token_of(cast), "/api/v1/%00/"), 400)


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("not_found", 404, b"cannot be found"),
        ("not_allowed", 403, b"The panel decides this."),
        ("refused", 409, b"The plan is not agreed yet."),
        ("nul", 400, b""),
        ("bug", 500, b""),
    ],
)
def test_pages_answer_the_same_refusals_with_pages(cast: Cast, what: str, status: int, words: bytes) -> None:
    client = sign_in(Client(raise_request_exception=False), cast.police)
    page = client.get(f"/pages/raising/{what}/")
    assert page.status_code == status and page["Content-Type"].startswith("text/html")
    assert words in page.content or what == "not_found"


def test_too_much_for_a_page_is_said_in_words(cast: Cast) -> None:
    page = Client().post("/sign-in/", {"login": "x" * 4_000_000, "password": "x"})
    assert page.status_code in {200, 413}
