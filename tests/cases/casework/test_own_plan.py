"""The family's own copy of the plan: what stands on it, the document, and the private link with its two yeses."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import JournalEntry, Post
from agencies.operations.posts import end_post
from agencies.refusals import NotAllowed, NotFound, Refused
from agencies.vocabulary import Role
from cases.models import Case, PlanComment, PlanLink
from cases.operations.agree_plan import NewGoal, agree_plan
from cases.operations.record_need import record_need
from cases.operations.share_plan import (
    LASTS,
    MOST_COMMENTS,
    agree_link,
    comment_on_plan,
    end_link,
    keep_off,
    share_plan,
)
from cases.selectors.own_plan import linked_plan, own_plan
from cases.selectors.plan import plan
from cases.vocabulary import Event
from lintel.setup.machine import has_pango
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import assessed, in_days, plan_goals, planned


@pytest.fixture
def world(cast):
    sign_rulebook(cast)
    return planned(cast)


def _shared(cast, world):
    secret = share_plan(cast.key_worker, world.reference)
    agree_link(cast.team_manager, world.reference, link=PlanLink.objects.get().pk)
    return secret


def test_the_copy_says_who_does_what_by_first_name_and_no_agency(cast, world):
    own = own_plan(cast.key_worker, world.reference).own
    assert [goal.words for goal in own.goals] == ["Every day at school by Easter", "Rent paid on time"]
    assert [action.who for action in own.goals[0].actions] == ["School Cast", "Ruth"]
    words = repr(own)
    for never in ("Hill School", "Ashworth", "Orme", "High Street", "education", "WX10"):
        assert never not in words


def test_a_goal_kept_off_is_not_on_the_copy_and_can_be_put_back(cast, world):
    goal = plan(cast.key_worker, world.reference).goals[1].id
    keep_off(cast.key_worker, world.reference, goal=goal, off=True)
    sheet = own_plan(cast.key_worker, world.reference)
    assert [one.words for one in sheet.own.goals] == ["Every day at school by Easter"]
    assert [one.words for one in sheet.kept_off] == ["Rent paid on time"]
    keep_off(cast.key_worker, world.reference, goal=goal, off=False)
    assert len(own_plan(cast.key_worker, world.reference).own.goals) == 2
    with pytest.raises(NotAllowed):
        keep_off(cast.team_manager, world.reference, goal=goal, off=True)
    with pytest.raises(NotFound):
        keep_off(cast.key_worker, world.reference, goal=goal + 1_000, off=True)


def test_what_a_domestic_abuse_adviser_does_is_never_on_the_copy(cast, world):
    assert "Meet the head of year" in repr(own_plan(cast.key_worker, world.reference).own)
    Post.objects.filter(pk=cast.school.post).update(role=Role.DA_ADVISER)
    assert "Meet the head of year" not in repr(own_plan(cast.key_worker, world.reference).own)


def test_goals_about_domestic_abuse_are_never_on_the_copy(cast):
    sign_rulebook(cast)
    world = assessed(cast)
    record_need(
        cast.key_worker, world.reference, need="domestic_abuse", kind="need", evidence="As told", about=[world.parent]
    )
    goals = [*plan_goals(cast, world), NewGoal("domestic_abuse", "Safe at home", [])]
    agree_plan(cast.key_worker, world.reference, goals=goals, family_words="Yes", next_review_on=in_days(42))
    assert "Safe at home" in repr(plan(cast.key_worker, world.reference))
    sheet = own_plan(cast.key_worker, world.reference)
    assert [goal.words for goal in sheet.own.goals] == ["Every day at school by Easter", "Rent paid on time"]
    assert sheet.never == 1


def test_a_link_opens_nothing_until_a_second_person_has_agreed(cast, world):
    secret = share_plan(cast.key_worker, world.reference)
    link = PlanLink.objects.get()
    with pytest.raises(NotFound):
        linked_plan(secret)
    with pytest.raises(NotAllowed, match=r"manager or a domestic abuse adviser"):
        agree_link(cast.key_worker, world.reference, link=link.pk)
    agree_link(cast.team_manager, world.reference, link=link.pk)
    assert linked_plan(secret).goals
    with pytest.raises(Refused, match="agreed already"):
        agree_link(cast.team_manager, world.reference, link=link.pk)
    assert secret not in repr(list(PlanLink.objects.values())) + repr(list(JournalEntry.objects.values()))
    assert JournalEntry.objects.filter(event=Event.PLAN_LINK_READ).count() == 1


def test_a_link_ends_by_itself_by_hand_with_the_case_and_when_a_new_one_is_asked_for(cast, world):
    secret = _shared(cast, world)
    PlanLink.objects.update(ends_at=timezone.now() - timedelta(seconds=1), asked_at=timezone.now() - LASTS)
    with pytest.raises(NotFound):
        linked_plan(secret)
    PlanLink.objects.update(ends_at=timezone.now() + timedelta(days=1))
    assert linked_plan(secret)
    Case.objects.update(state="closed", closed_at=timezone.now(), outcome="achieved")
    with pytest.raises(NotFound):
        linked_plan(secret)
    Case.objects.update(state="planned", closed_at=None, outcome="")
    end_link(cast.team_manager, world.reference, link=PlanLink.objects.get().pk)
    with pytest.raises(NotFound):
        linked_plan(secret)
    with pytest.raises(Refused, match="ended already"):
        end_link(cast.key_worker, world.reference, link=PlanLink.objects.get().pk)
    PlanLink.objects.update(ends_at=timezone.now() + timedelta(days=1))
    share_plan(cast.key_worker, world.reference)
    with pytest.raises(NotFound):
        linked_plan(secret)


def test_a_link_shows_what_the_key_worker_who_asked_for_it_may_see_today(cast, world):
    secret = _shared(cast, world)
    end_post(None, cast.key_worker.post, ends_on=in_days(-1))
    with pytest.raises(NotFound):
        linked_plan(secret)


def test_the_family_says_what_it_thinks_through_the_link(cast, world):
    secret = _shared(cast, world)
    comment_on_plan(secret, words="Mornings are hard on Mondays")
    assert [one.words for one in own_plan(cast.key_worker, world.reference).said] == ["Mornings are hard on Mondays"]
    with pytest.raises(Refused, match="Enter what you want to say"):
        comment_on_plan(secret, words="  ")
    with pytest.raises(Refused, match="2,000 letters"):
        comment_on_plan(secret, words="a" * 2_001)
    for turn in range(MOST_COMMENTS - 1):
        comment_on_plan(secret, words=f"And {turn}")
    with pytest.raises(Refused, match="as many comments"):
        comment_on_plan(secret, words="One more")
    with pytest.raises(NotFound):
        comment_on_plan("made-up", words="Hello")


def test_the_page_shows_the_address_once_and_the_linked_page_needs_no_account(cast, client, world):
    sign_in(client, cast.key_worker)
    asked = client.post(reverse("cases:share_plan", args=[world.reference]), {"language": "en-gb"})
    secret = re.search(r"/your-plan/([\w-]{43})/", asked.content.decode())[1]
    page = client.get(reverse("cases:own_plan", args=[world.reference])).content.decode()
    assert secret not in page
    assert "It opens nothing until" in page
    sign_in(client, cast.team_manager)
    link = PlanLink.objects.get().pk
    assert client.post(reverse("cases:agree_link", args=[world.reference, link])).status_code == 302
    client.logout()
    address = reverse("cases:linked_plan", args=[secret])
    shown = client.get(address)
    words = shown.content.decode()
    assert shown.status_code == 200
    assert "Every day at school by Easter" in words
    assert "Orme" not in words and "Ashworth" not in words and "Lintel</title>" not in words
    assert "no-store" in shown["Cache-Control"] and shown["Referrer-Policy"] == "same-origin"
    empty = client.post(address, {"words": ""})
    assert empty.status_code == 422 and "Write what you want to say" in empty.content.decode()
    assert client.post(address, {"words": "Thank you"}).status_code == 302
    assert PlanComment.objects.get().words == "Thank you"


def test_a_made_up_link_is_not_found(client, db):
    assert client.get(reverse("cases:linked_plan", args=["made-up"])).status_code == 404


@pytest.mark.skipif(not has_pango(), reason="pango is not on this machine")
@pytest.mark.parametrize("query", ["", "?size=large&language=cy"])
def test_the_copy_is_a_document(cast, client, world, query):
    answer = sign_in(client, cast.key_worker).get(reverse("cases:own_plan_pdf", args=[world.reference]) + query)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("police", 403), ("commissioner", 403)])
def test_nobody_else_comes_to_the_copy(cast, client, world, who, status):
    sign_in(client, getattr(cast, who))
    assert client.get(reverse("cases:own_plan", args=[world.reference])).status_code == status
    assert client.get(reverse("cases-api:own_plan", args=[world.reference])).status_code == status


def test_the_api_takes_the_same_steps(cast, client, world):
    sign_in(client, cast.key_worker)
    asked = client.post(reverse("cases-api:plan_links", args=[world.reference]), {"language": "cy"}, "application/json")
    assert asked.status_code == 201
    link = PlanLink.objects.get()
    sign_in(client, cast.team_manager)
    agreed = client.post(reverse("cases-api:plan_link_agreed", args=[world.reference, link.pk]), {}, "application/json")
    assert agreed.json()["links"][0]["agreed_by"]
    assert linked_plan(asked.json()["secret"]).goals
    ended = client.post(reverse("cases-api:plan_link_ended", args=[world.reference, link.pk]), {}, "application/json")
    assert ended.json()["links"][0]["is_live"] is False
