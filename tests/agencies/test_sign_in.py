"""Signing in: a password and a second factor, throttled in words, ended by the clock, noted in the journal."""

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from agencies.models import JournalEntry, Practitioner
from tests.cast import PASSWORD, SECRET, Cast, email_of, give_second_factor, sign_in

SIGN_IN = "/sign-in/"
CODE = "/sign-in/code/"


def code_for(secret: str = SECRET, step: int = 0) -> str:
    """The six digits that an app shows for a secret now, or some steps of thirty seconds away."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def wrong_code() -> str:
    near = {code_for(step=step) for step in (-2, -1, 0, 1, 2)}
    return next(code for code in ("000000", "111111", "222222", "333333", "444444", "555555") if code not in near)


@pytest.fixture(autouse=True)
def no_attempts_before(db: None) -> Iterator[None]:
    cache.clear()
    yield


def give_password(client: Client, name: str, password: str = PASSWORD, after: str = "") -> object:
    return client.post(SIGN_IN + after, {"login": email_of(name), "password": password})


def test_a_key_worker_signs_in_with_a_password_and_a_code(client: Client, cast: Cast) -> None:
    give_second_factor("key_worker")
    answer = give_password(client, "key_worker")
    assert answer.status_code == 302 and answer["Location"] == CODE
    assert "_auth_user_id" not in client.session
    answer = client.post(CODE, {"code": code_for()})
    assert answer.status_code == 302 and answer["Location"] == "/"
    entry = JournalEntry.objects.get(event="practitioner.signed_in")
    assert entry.practitioner_id == cast.key_worker.practitioner
    client.get("/my-sign-in/")
    assert client.session["acting_post"] == cast.key_worker.post


def test_a_practitioner_finds_their_language_again_on_another_machine(client: Client, cast: Cast) -> None:
    sign_in(client, cast.key_worker)
    client.post("/i18n/setlang/", {"language": "cy", "next": "/notices/"})
    client.post("/i18n/setlang/", {"language": "xx", "next": "/notices/"})
    page = client.get("/notices/").content.decode()
    assert "Fy nheuluoedd" in page and 'lang="cy"' in page
    chosen = JournalEntry.objects.filter(event="practitioner.language_chosen")
    assert list(chosen.values_list("detail", flat=True)) == [{"language": "cy"}]
    give_second_factor("key_worker")
    elsewhere = Client()
    give_password(elsewhere, "key_worker")
    elsewhere.post(CODE, {"code": code_for()})
    assert "Fy nheuluoedd" in elsewhere.get("/notices/").content.decode()


def test_a_wrong_code_does_not_sign_in(client: Client, cast: Cast) -> None:
    give_second_factor("key_worker")
    give_password(client, "key_worker")
    page = client.post(CODE, {"code": wrong_code()})
    assert b"That code is not right" in page.content
    assert "_auth_user_id" not in client.session
    assert client.get("/my-sign-in/").status_code == 302
    assert not JournalEntry.objects.filter(event="practitioner.signed_in").exists()


def test_a_code_is_taken_once(client: Client, cast: Cast) -> None:
    give_second_factor("key_worker")
    code = code_for()
    give_password(client, "key_worker")
    client.post(CODE, {"code": code})
    client.post("/sign-out/")
    give_password(client, "key_worker")
    client.post(CODE, {"code": code})
    assert "_auth_user_id" not in client.session


def test_codes_are_throttled_too(client: Client, cast: Cast) -> None:
    give_second_factor("key_worker")
    give_password(client, "key_worker")
    pages = [client.post(CODE, {"code": wrong_code()}) for _ in range(6)]
    assert b"Wait five minutes" in pages[-1].content
    client.post(CODE, {"code": code_for()})
    assert "_auth_user_id" not in client.session


def test_whoever_has_no_second_factor_sets_one_up_before_anything_else(client: Client, cast: Cast) -> None:
    answer = give_password(client, "key_worker")
    assert answer.status_code == 302
    for address in ("/", "/post/", "/my-sign-in/", "/my-sign-in/password/", "/practitioners/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/my-sign-in/second-factor/")
    page = client.get("/my-sign-in/second-factor/")
    secret = page.context["form"].secret
    assert b"<svg" in page.content and b"style=" not in page.content
    assert b"That code is not right" in client.post("/my-sign-in/second-factor/", {"code": wrong_code()}).content
    answer = client.post("/my-sign-in/second-factor/", {"code": code_for(secret)})
    assert answer["Location"] == "/my-sign-in/recovery-codes/"
    page = client.get("/my-sign-in/recovery-codes/")
    assert len(page.context["unused_codes"]) == 10
    assert client.get("/my-sign-in/").status_code == 200
    assert JournalEntry.objects.filter(event="practitioner.second_factor_set").count() == 1


def test_a_recovery_code_signs_in_once(client: Client, cast: Cast) -> None:
    give_password(client, "key_worker")
    secret = client.get("/my-sign-in/second-factor/").context["form"].secret
    client.post("/my-sign-in/second-factor/", {"code": code_for(secret)})
    recovery = client.get("/my-sign-in/recovery-codes/").context["unused_codes"][0]
    for signed_in in (True, False):
        client.post("/sign-out/")
        give_password(client, "key_worker")
        client.post(CODE, {"code": recovery})
        assert ("_auth_user_id" in client.session) is signed_in


def test_a_session_begun_before_the_factor_was_set_up_elsewhere_ends(client: Client, cast: Cast) -> None:
    give_password(client, "key_worker")
    give_second_factor("key_worker")
    answer = client.get("/my-sign-in/second-factor/")
    assert answer["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_and_a_wrong_password_are_told_alike(client: Client, cast: Cast) -> None:
    wrong = give_password(client, "key_worker", "not the password at all")
    unknown = client.post(SIGN_IN, {"login": "nobody@example.org", "password": "not the password at all"})
    words = b"The e-mail address or the password is not right"
    assert words in wrong.content and words in unknown.content


def test_sign_in_is_throttled_in_words_even_with_the_right_password(client: Client, cast: Cast) -> None:
    for _ in range(5):
        give_password(client, "key_worker", "wrong password here")
    page = give_password(client, "key_worker")
    assert b"Wait five minutes" in page.content
    assert "_auth_user_id" not in client.session
    assert give_password(Client(), "police").status_code == 302


def test_one_address_is_throttled_with_a_page_that_says_so(client: Client, cast: Cast) -> None:
    pages = [client.post(SIGN_IN, {"login": f"n{at}@example.org", "password": "x"}) for at in range(61)]
    assert pages[-1].status_code == 429
    assert b"Too many attempts" in pages[-1].content


def test_somebody_barred_is_told_whom_to_ask(client: Client, cast: Cast) -> None:
    Practitioner.objects.filter(pk=cast.key_worker.practitioner).update(is_active=False)
    page = client.get(give_password(client, "key_worker")["Location"])
    assert b"You can no longer sign in" in page.content


def test_after_sign_in_only_this_site_is_gone_to(client: Client, cast: Cast) -> None:
    give_second_factor("key_worker")
    for onward, expected in (
        ("/families/", "/families/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/x", "/"),
        ("javascript:alert(1)", "/"),
    ):
        cache.clear()
        answer = client.post(SIGN_IN, {"login": email_of("key_worker"), "password": PASSWORD, "next": onward})
        answer = client.post(CODE, {"code": code_for()})
        assert answer["Location"] == expected
        client.post("/sign-out/", {"next": onward})


def test_signing_out_ends_the_session_in_the_database(client: Client, cast: Cast) -> None:
    sign_in(client, cast.key_worker)
    key = client.session.session_key
    assert client.get("/my-sign-in/").status_code == 200
    client.post("/sign-out/")
    assert not Session.objects.filter(session_key=key).exists()
    assert JournalEntry.objects.filter(
        event="practitioner.signed_out", practitioner=cast.key_worker.practitioner
    ).exists()
    assert client.get("/my-sign-in/").status_code == 302


def test_signing_out_is_asked_for_and_never_done_by_a_link(client: Client, cast: Cast) -> None:
    sign_in(client, cast.key_worker)
    assert b"Do you want to sign out?" in client.get("/sign-out/").content
    assert client.get("/my-sign-in/").status_code == 200


def test_a_session_ends_twelve_hours_after_signing_in(client: Client, cast: Cast) -> None:
    sign_in(client, cast.key_worker)
    session = client.session
    session["_began"] = int(time.time()) - settings.SESSION_LONGEST_SECONDS
    session.save()
    assert client.get("/my-sign-in/")["Location"].startswith(SIGN_IN)


def test_a_changed_password_signs_out_everywhere_else(client: Client, cast: Cast) -> None:
    elsewhere = sign_in(Client(), cast.key_worker)
    sign_in(client, cast.key_worker)
    new = "another horse another battery"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/my-sign-in/password/", typed | {"oldpassword": "wrong"}).status_code == 200
    assert client.post("/my-sign-in/password/", typed).status_code == 302
    assert client.get("/my-sign-in/").status_code == 200
    assert elsewhere.get("/my-sign-in/").status_code == 302
    assert JournalEntry.objects.filter(event="practitioner.password_changed").count() == 1


def test_new_recovery_codes_ask_for_the_password_again(client: Client, cast: Cast) -> None:
    give_second_factor("key_worker")
    sign_in(client, cast.key_worker)
    answer = client.get("/my-sign-in/recovery-codes/new/")
    assert answer["Location"].startswith("/sign-in/again/")
    page = client.get(answer["Location"])
    assert b"Show that it is you" in page.content
    answer = client.post(answer["Location"], {"password": PASSWORD})
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/signup/", "/accounts/signup/", "/password/reset/", "/my-sign-in/second-factor/off/", "/admin/", "/inactive/"],
)
def test_there_is_no_sign_up_no_reset_by_mail_and_no_taking_off_of_the_factor(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
