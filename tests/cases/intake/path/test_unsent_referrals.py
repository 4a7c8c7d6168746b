"""A referral is left and gone on with: by a practitioner in their post, by a family with a code; then it is gone."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.intake.codes import DRAFT, hashed, in_fours, new_code
from cases.intake.models import Referral, ReferralDraft
from cases.intake.operations.keep_referral_draft import let_old_referral_drafts_go
from cases.intake.operations.submit_referral import submit_referral
from cases.intake.report import read_report
from cases.intake.selectors.sent import HELP as HELP_IS_OFFERED
from datasharing.models import DataKey
from tests.cases.intake.path.test_pages import HELP, PERSON, REFER, typed, words
from tests.cast import sign_in
from tests.world import decided, said

CODE = re.compile(r"Your code is ([A-Z0-9-]{14})")
GO_ON = "/ask-for-help/go-on/"


def sent_by(form, *people, **more):
    return typed(form, *people) | more


def left(client, **more):
    """What a family left, and the code it was given."""
    answer = client.post(reverse("cases:ask_for_help"), sent_by(HELP, keep="1", **more))
    assert answer.status_code == 200 and not Referral.objects.exists()
    return CODE.search(words(answer))[1]


def test_a_practitioner_keeps_a_referral_and_goes_on_with_it(cast, client):
    sign_in(client, cast.school)
    begun = sent_by(REFER | {"concern": "Half of a sentence"}, PERSON, keep="1")
    kept = client.post(reverse("cases:refer"), begun)
    assert kept.status_code == 302 and not Referral.objects.exists()
    again = client.get(kept.url)
    assert again.status_code == 200 and "Half of a sentence" in again.content.decode()
    assert "Begun and not sent" in words(client.get(reverse("cases:refer")))
    client.post(reverse("cases:refer"), begun | {"concern": "The whole sentence"})
    assert ReferralDraft.objects.get().typed["concern"] == ["The whole sentence"], "one form, one draft"
    other = sign_in(Client(), cast.police)
    assert "The whole sentence" not in other.get(kept.url).content.decode(), "another post's is not there"
    del begun["keep"]
    assert client.post(reverse("cases:refer"), begun).status_code == 302
    assert Referral.objects.count() == 1 and not ReferralDraft.objects.exists()
    assert not DataKey.objects.filter(kind="draft").exists()


def test_a_draft_is_thrown_away(cast, client):
    sign_in(client, cast.school)
    begun = sent_by(REFER, PERSON, keep="1")
    client.post(reverse("cases:refer"), begun)
    client.post(reverse("cases:refer"), {"submission": begun["submission"], "discard": "1"})
    assert not ReferralDraft.objects.exists()


def test_a_family_leaves_and_comes_back_with_a_code_alone(cast):
    code = left(Client())
    held = ReferralDraft.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(held)::text FROM cases_referraldraft held")
        (row,) = cursor.fetchone()
    for told in (code, code.replace("-", ""), HELP["concern"][:12], "07700"):
        assert told not in row, "sealed, and the code is nowhere"
    elsewhere = Client()
    back = elsewhere.post(GO_ON, {"code": code.lower().replace("-", " ")})
    assert back.status_code == 200 and HELP["concern"] in back.content.decode()
    changed = sent_by(HELP | {"concern": "More of it"}, keep="1", code=code)
    assert CODE.search(words(elsewhere.post(reverse("cases:ask_for_help"), changed)))[1] == code, "the same code"
    assert ReferralDraft.objects.get().pk == held.pk
    del changed["keep"]
    assert elsewhere.post(reverse("cases:ask_for_help"), changed).url == reverse("cases:help_asked")
    assert Referral.objects.get().concern == "More of it" and not ReferralDraft.objects.exists()
    assert Client().post(GO_ON, {"code": code}).status_code == 422


def test_wrong_and_ended_codes_are_answered_alike_and_are_limited(cast):
    code = left(Client())
    ReferralDraft.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    client = Client(REMOTE_ADDR="203.0.113.77")
    ended, wrong, nonsense = (client.post(GO_ON, {"code": one}) for one in (code, in_fours(new_code()), "x' OR 1=1"))
    assert {answer.status_code for answer in (ended, wrong, nonsense)} == {422}
    assert all("nothing under this code" in words(answer) for answer in (ended, wrong, nonsense))
    answers = [client.post(GO_ON, {"code": in_fours(new_code())}).status_code for _ in range(9)]
    assert answers[-1] == 429 and 422 in answers


def test_what_nobody_goes_on_with_is_gone_after_14_days(cast):
    left(Client())
    assert let_old_referral_drafts_go(on=timezone.now() + timedelta(days=13)) == 0
    assert let_old_referral_drafts_go(on=timezone.now() + timedelta(days=15)) == 1
    assert not ReferralDraft.objects.exists() and not DataKey.objects.filter(kind="draft").exists()


def test_a_family_sees_what_became_of_it_with_reference_and_code_and_nobody_else_does(cast):
    client = Client()
    client.post(reverse("cases:ask_for_help"), sent_by(HELP))
    thanks = words(client.get(reverse("cases:help_asked")))
    code = re.search(r"code ([A-Z0-9-]{14})", thanks)[1]
    reference = Referral.objects.get().reference
    page = reverse("cases:what_happened")
    assert "We have your referral" in words(client.post(page, {"reference": reference.lower(), "code": code}))
    other = decided(cast, number=3)
    of_school = Referral.objects.exclude(reference=reference).first().reference
    for wrong in ({"reference": of_school, "code": code}, {"reference": reference, "code": in_fours(new_code())}):
        answer = Client().post(page, wrong)
        assert answer.status_code == 422 and HELP_IS_OFFERED not in words(answer), other


def test_a_post_that_sends_the_same_people_again_is_told_so(cast, client):
    today = timezone.localdate()
    first = submit_referral(cast.school, read_report(said(), today=today))
    elsewhere = submit_referral(cast.police, read_report(said(), today=today))
    assert first.like == elsewhere.like == (), "what another has sent is not told"
    sign_in(client, cast.school)
    client.post(reverse("cases:refer"), sent_by(REFER, PERSON | {"date_of_birth": "1990-03-04"}))
    again = submit_referral(cast.school, read_report(said(), today=today))
    assert first.reference in again.like and elsewhere.reference not in again.like


def test_a_code_is_one_however_it_is_typed():
    code = new_code()
    assert hashed(DRAFT, code) == hashed(DRAFT, in_fours(code).lower()) != ""
    assert hashed(DRAFT, code[:-1]) == hashed(DRAFT, "") == hashed(DRAFT, "O0I1" * 3) == ""


@pytest.mark.parametrize("form", ["refer", "ask_for_help"])
def test_too_much_is_refused_in_words_and_nothing_is_kept(cast, client, form):
    sign_in(client, cast.school)
    given = sent_by(REFER if form == "refer" else HELP, keep="1", concern="x" * 200_001)
    answer = client.post(reverse(f"cases:{form}"), given, follow=True)
    assert "at most 200,000 characters" in words(answer) and not ReferralDraft.objects.exists()
