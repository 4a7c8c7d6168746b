"""The post somebody acts in: chosen, checked at each request, gone when it ends; and the roles of each address."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agencies.models import JournalEntry, Practitioner
from agencies.operations.posts import end_post, give_post
from agencies.vocabulary import Role
from lintel.middleware import AccessMiddleware
from tests.cast import Cast, email_of, sign_in

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


def signed_in(client: Client, cast: Cast, name: str = "administrator") -> Client:
    """Signed in with both factors, but no post chosen yet."""
    sign_in(client, getattr(cast, name))
    session = client.session
    del session["acting_post"]
    session.save()
    return client


def second_post(cast: Cast, name: str = "administrator", **differently: object) -> int:
    facts = {
        "agency": "ashworth-council",
        "role": Role.GOVERNANCE_LEAD,
        "place": "ashworth",
        "title": "Governance lead",
        "starts_on": YESTERDAY,
    }
    return give_post(None, email_of(name), **(facts | differently)).pk  # type: ignore[arg-type]


def test_whoever_holds_one_post_is_never_asked(client: Client, cast: Cast) -> None:
    assert signed_in(client, cast).get("/practitioners/").status_code == 200


def test_whoever_holds_two_chooses_and_the_choice_is_noted(client: Client, cast: Cast) -> None:
    second = second_post(cast)
    answer = signed_in(client, cast).get("/practitioners/?q=x")
    assert answer["Location"] == "/post/?next=/practitioners/%3Fq%3Dx"
    page = client.get(answer["Location"])
    assert page.content.count(b'type="radio"') == 2
    answer = client.post("/post/", {"post": cast.administrator.post, "next": "/practitioners/?q=x"})
    assert answer["Location"] == "/practitioners/?q=x"
    assert client.get("/practitioners/").status_code == 200
    client.post("/post/", {"post": second, "next": "//elsewhere.example"})
    assert client.get("/practitioners/").status_code == 403
    assert JournalEntry.objects.filter(event="post.chosen").count() == 2


def test_nobody_chooses_the_post_of_another(client: Client, cast: Cast) -> None:
    second_post(cast)
    page = signed_in(client, cast).post("/post/", {"post": cast.governance.post})
    assert page.status_code == 422
    assert "acting_post" not in client.session
    session = client.session
    session["acting_post"] = cast.governance.post
    session.save()
    assert client.get("/practitioners/")["Location"].startswith("/post/")


def test_a_post_that_ends_gives_no_right_at_the_next_request(client: Client, cast: Cast) -> None:
    second = second_post(cast)
    sign_in(client, cast.administrator)
    assert client.get("/practitioners/").status_code == 200
    end_post(None, cast.administrator.post, ends_on=YESTERDAY)
    answer = client.get("/practitioners/")
    assert answer["Location"].startswith("/post/")
    page = client.get("/post/")
    assert b"Your post has ended" in page.content
    assert client.get("/practitioners/")["Location"].startswith("/post/")
    client.post("/post/", {"post": second})
    assert client.get("/practitioners/").status_code == 403


def test_whoever_holds_no_post_is_told_so(client: Client, cast: Cast) -> None:
    end_post(None, cast.administrator.post, ends_on=YESTERDAY)
    page = signed_in(client, cast).get("/practitioners/", follow=True)
    assert b"You hold no post today" in page.content


def test_a_post_that_has_not_begun_opens_nothing(client: Client, cast: Cast) -> None:
    end_post(None, cast.administrator.post, ends_on=YESTERDAY)
    second_post(cast, role=Role.ADMINISTRATOR, title="Later", starts_on=TODAY + timedelta(days=1))
    assert signed_in(client, cast).get("/practitioners/")["Location"].startswith("/post/")


def test_anonymous_is_led_to_sign_in_and_back(client: Client, db: None) -> None:
    assert client.get("/practitioners/?q=a")["Location"] == "/sign-in/?next=/practitioners/%3Fq%3Da"


def test_a_role_that_is_not_in_the_row_is_refused_in_words(client: Client, cast: Cast) -> None:
    page = sign_in(client, cast.key_worker).get("/practitioners/")
    assert page.status_code == 403
    assert b"This is for: administrator. You act as key worker." in page.content


def test_a_superuser_sees_nothing_more(client: Client, cast: Cast) -> None:
    sign_in(client, cast.key_worker)
    Practitioner.objects.filter(pk=cast.key_worker.practitioner).update(is_superuser=True)
    assert client.get("/practitioners/").status_code == 403
    end_post(None, cast.key_worker.post, ends_on=YESTERDAY)
    assert client.get("/")["Location"].startswith("/post/")
    assert Practitioner.objects.get(pk=cast.key_worker.practitioner).is_staff is False


def test_an_address_outside_the_table_is_not_found(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lintel.middleware.row_for", lambda name: None)
    assert sign_in(client, cast.administrator).get("/practitioners/").status_code == 404
    assert AccessMiddleware


@pytest.mark.parametrize("address", ["/teams/%00/", "/practitioners/?q=%00"])
def test_a_nul_in_an_address_is_a_bad_request(client: Client, cast: Cast, address: str) -> None:
    assert sign_in(client, cast.administrator).get(address).status_code == 400


def test_a_page_costs_three_statements_before_its_own(
    client: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    sign_in(client, cast.administrator).get("/my-sign-in/")
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        client.get("/post/")
