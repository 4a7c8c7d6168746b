"""Asking for more than one's role is shown: by the padlock, answered by somebody else, for a time and a category."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.models import Notice
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import AgencyKind, NoticeKind
from cases.selectors.contacts import contacts
from datasharing import door, grants
from datasharing.models import AccessAsk, Grant
from datasharing.operations.access import answer_access, ask_for_access
from datasharing.selectors.notices import notices
from datasharing.vocabulary import Category, Reach
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import contacted

WHY = "We meet him at school and must know what was agreed"


@pytest.fixture
def world(cast):
    sign_rulebook()
    return contacted(cast)


def ask(actor, world, *categories, **facts):
    return ask_for_access(actor, world.reference, categories=categories or ["contacts"], reason=WHY, **facts)


def closed(actor, world, category):
    with door.open_one(actor, world.reference) as file:
        return not file.decide(category, _council(actor), AgencyKind.COUNCIL).is_open


def _council(actor):
    return Grant.objects.values_list("given_by__agency_id", flat=True).filter(given_by__isnull=False).first()


def test_what_is_given_opens_the_categories_named_for_a_time_and_to_one_post(cast, world):
    assert contacts(cast.school, world.reference).contacts == ()
    asked = ask(cast.school, world, days=7)
    assert closed(cast.school, world, Category.CONTACTS)
    answer_access(cast.team_manager, asked, is_given=True)
    assert contacts(cast.school, world.reference).contacts
    assert closed(cast.school, world, Category.HOUSING) == closed(cast.police, world, Category.HOUSING)
    assert closed(cast.police, world, Category.CONTACTS)
    grant = AccessAsk.objects.get(pk=asked).grant
    assert grant.kind == Reach.SPECIFIC and grant.ends_at - grant.starts_at == timedelta(days=7)
    grants.end_grant(cast.team_manager, grant.pk)
    assert contacts(cast.school, world.reference).contacts == ()


def test_nobody_answers_their_own_ask(cast, world):
    asked = ask(cast.team_manager, world, "crime")
    with pytest.raises(NotAllowed, match="yourself"):
        answer_access(cast.team_manager, asked, is_given=True)
    with pytest.raises(IntegrityError, match="nobody_answers_their_own_ask"), transaction.atomic():
        AccessAsk.objects.filter(pk=asked).update(
            answered_by=cast.team_manager.post, answered_at=timezone.now(), is_given=False
        )


def test_only_whoever_answers_for_the_family_answers(cast, world):
    asked = ask(cast.school, world)
    with pytest.raises(NotAllowed, match="manager"):
        answer_access(cast.police, asked, is_given=True)
    for outsider in (cast.outsider, cast.colleague, cast.governance, cast.duty_manager):
        with pytest.raises(NotFound):
            answer_access(outsider, asked, is_given=True)
    assert AccessAsk.objects.get(pk=asked).answered_at is None


def test_an_outsider_finds_no_family_by_asking_for_it(cast, world):
    for reference in (world.reference, "NOSUCH01"):
        with pytest.raises(NotFound):
            ask_for_access(cast.outsider, reference, categories=["contacts"], reason=WHY)


def test_an_ask_says_what_and_why_and_is_made_once(cast, world):
    with pytest.raises(Invalid, match="Choose"):
        ask_for_access(cast.school, world.reference, categories=[], reason=WHY)
    with pytest.raises(Invalid, match="20 letters"):
        ask_for_access(cast.school, world.reference, categories=["contacts"], reason="please")
    asked = ask(cast.school, world)
    with pytest.raises(Refused, match="asked already"):
        ask(cast.school, world)
    with pytest.raises(Invalid, match="why not"):
        answer_access(cast.team_manager, asked, is_given=False)
    answer_access(cast.team_manager, asked, is_given=False, words="Ask the key worker instead.")
    with pytest.raises(Refused, match="already"):
        answer_access(cast.team_manager, asked, is_given=True)
    assert ask(cast.school, world) != asked


def test_the_manager_is_told_and_then_whoever_asked(cast, world):
    asked = ask(cast.school, world)
    (row,) = notices(cast.team_manager)
    assert (row.words, row.reference) == (NoticeKind.ACCESS_ASKED.label, str(asked)) and row.due_at
    told = Notice.objects.filter(kind=NoticeKind.ACCESS_ASKED)
    assert not told.exclude(post_id=cast.team_manager.post).exists()
    answer_access(cast.team_manager, asked, is_given=True)
    assert notices(cast.team_manager) == ()
    assert [one.words for one in notices(cast.school)] == [NoticeKind.ACCESS_ANSWERED.label]


def test_a_notice_of_a_family_that_is_no_longer_mine_is_not_shown(cast, world):
    ask(cast.school, world)
    with door.open_one(cast.team_manager, world.reference) as file:
        grants.give_grant(None, file.id, Reach.EXCLUDED, post=cast.team_manager.post)
    assert notices(cast.team_manager) == ()


def test_the_padlock_leads_to_asking_and_the_answer_is_given_on_a_page(cast, client, world):
    sign_in(client, cast.school)
    page = client.get(f"/families/{world.reference}/contacts/").content.decode()
    assert f'href="/families/{world.reference}/ask/"' in page
    sent = client.post(f"/families/{world.reference}/ask/", {"categories": ["contacts"], "reason": WHY, "days": "14"})
    assert sent.status_code == 302
    assert "Waits for an answer" in client.get(sent["Location"]).content.decode()
    assert client.post(sent["Location"], {"answer": "yes", "days": "14"}).status_code == 403
    sign_in(client, cast.outsider)
    assert client.get(sent["Location"]).status_code == 404
    sign_in(client, cast.police)
    assert client.get(sent["Location"]).status_code == 404
    sign_in(client, cast.team_manager)
    notice = Notice.objects.get(post_id=cast.team_manager.post)
    assert str(NoticeKind.ACCESS_ASKED.label) in client.get("/notices/").content.decode()
    followed = client.get(f"/notices/{notice.pk}/")
    assert followed["Location"] == sent["Location"]
    words = client.get(sent["Location"]).content.decode()
    assert WHY in words and "Access that was asked for" in words
    assert client.post(sent["Location"], {"answer": "no", "days": "14"}).status_code == 422
    assert client.post(sent["Location"], {"answer": "yes", "days": "14"}).status_code == 302
    assert contacts(cast.school, world.reference).contacts
    assert client.get(f"/notices/{notice.pk}/").status_code == 404
