"""The pages of casework: whom each opens for, in how many queries, what a partner sees, and that nothing is lost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Action, Case, Contact, FamilyMember, Goal, NeedRecord, Plan, Review
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated, assessed, contacted, in_days, planned, waiting, with_meeting


def action_named(words: str) -> Action:
    """The action whose words begin so; they are sealed, and no query can find them."""
    [found] = [action for action in Action.objects.all() if action.words.startswith(words)]
    return found


TABS = ("family", "genogram", "needs", "plan", "meetings", "contacts", "chronology", "team")
FORMS = ("record_need", "add_action", "record_contact", "call_meeting", "review", "add_member", "record_kinship")
READ = (*TABS, *FORMS, "safety", "services", "hand_offs", "tasks", "give_task", "documents")
MONEY = ("outcomes:family_costs", "outcomes:family_fund")
MOST_QUERIES = 20


def _at(name, world, *more):
    return reverse(name if ":" in name else f"cases:{name}", args=[world.reference, *more])


def _words(page):
    return re.sub(r"\s+", " ", page.content.decode())


def _statements(queries):
    """What was asked of the database; the savepoints of the test's own transaction are not counted."""
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]


def _without_address(page, reference):
    return re.sub(r'value="\w{64}"', "", _words(page)).replace(reference, "")


def _day(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.mark.parametrize("name", TABS + FORMS)
def test_each_page_of_a_family_opens_for_its_key_worker(cast, client, name):
    world = contacted(cast)
    page = sign_in(client, cast.key_worker).get(_at(name, world))
    assert page.status_code == 200
    assert "Orme family" in page.content.decode()
    assert not re.search(r"<[^>]+ style=|<style|<script(?![^>]+src=)|\son\w+=", page.content.decode())


@pytest.mark.parametrize("who", ["outsider", "colleague"])
@pytest.mark.parametrize("name", (*TABS, *FORMS, "agree_plan"))
def test_an_outsider_cannot_tell_a_family_from_a_made_up_reference(cast, client, name, who):
    world = contacted(cast)
    sign_in(client, getattr(cast, who))
    address = _at(name, world)
    with CaptureQueriesContext(connection) as queries:
        found = client.get(address)
    with CaptureQueriesContext(connection) as made_up_queries:
        made_up = client.get(address.replace(world.reference, "FZZZZZZZ"))
    assert found.status_code == made_up.status_code == 404
    assert _without_address(found, world.reference) == _without_address(made_up, "FZZZZZZZ")
    assert len(queries) == len(made_up_queries)


def test_a_page_takes_at_most_twenty_queries_and_as_many_for_three_as_for_fourteen(cast, client):
    """Every page of a family that is read, and the forms that show what is on record."""
    sign_rulebook()
    sign_in(client, cast.key_worker)
    small, large = (with_meeting(cast, contacted(cast, people=people, number=people)) for people in (3, 14))
    client.get(_at("family", small))
    counts = {}
    for name in (*READ, *MONEY):
        for world in (small, large):
            client.get(_at(name, world))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(_at(name, world)).status_code == 200
            counts.setdefault(name, []).append(len(_statements(queries)))
    print("\nqueries a page, for a family of 3 and of 14:", counts)  # noqa: T201
    assert {name: count for name, count in counts.items() if count[0] != count[1] or max(count) > MOST_QUERIES} == {}


def test_a_partner_on_the_team_sees_what_its_agreements_open_and_padlocks_for_the_rest(cast, client):
    world = contacted(cast)
    page = sign_in(client, cast.school).get(_at("family", world))
    assert "Orme" not in page.content.decode()
    assert "closed to you" in page.content.decode()
    sign_rulebook()
    assert "Ruth Orme" in client.get(_at("family", world)).content.decode()


def test_my_families_shows_the_reason_in_words_and_filters_by_the_address(cast, client):
    planned(cast, review_in=2)
    sign_in(client, cast.key_worker)
    assert "Review due in 2 days" in _words(client.get(reverse("cases:my_families")))
    assert "Orme family" in _words(client.get(reverse("cases:my_families"), {"search": "ruth"}))
    assert "No family of yours fits" in _words(client.get(reverse("cases:my_families"), {"search": "Xavier"}))
    assert "No family of yours fits" in _words(client.get(reverse("cases:my_families"), {"due_for": "action"}))


def test_a_manager_allocates_from_the_waiting_list(cast, client):
    world = waiting(cast)
    sign_in(client, cast.team_manager)
    assert "Orme family" in _words(client.get(reverse("cases:waiting")))
    page = client.get(_at("allocate", world))
    assert "Suggested: Key worker Cast, Ashworth Council" in _words(page)
    sent = {"key_worker": cast.key_worker.post, "team": "locality-north", "members": [cast.police.post]}
    assert client.post(_at("allocate", world), sent).status_code == 302
    again = client.post(_at("allocate", world), sent)
    assert again.status_code == 422
    assert "is already allocated to Key worker Cast" in _words(again)


def test_a_manager_hands_a_family_over(cast, client):
    world = allocated(cast)
    sign_in(client, cast.team_manager)
    assert client.get(_at("change_key_worker", world)).status_code == 200
    sent = {"key_worker": cast.second_key_worker.post, "handover": "Mornings are best."}
    assert client.post(_at("change_key_worker", world), sent).status_code == 302
    assert "Second key worker Cast" in _words(client.get(_at("team", world)))


def test_a_key_worker_records_a_need_and_adds_somebody(cast, client):
    world = allocated(cast)
    sign_in(client, cast.key_worker)
    sent = {"kind": "need", "need": "money", "evidence": "Letters unopened.", "told_by": "practitioner"}
    assert client.post(_at("record_need", world), sent | {"about": [world.parent]}).status_code == 302
    assert NeedRecord.objects.get().about.get().pk == world.parent
    member = {"given_name": "Nan", "family_name": "Orme", "role": "grandparent", "sex": "F"} | _day(
        "date_of_birth", in_days(-25_000)
    )
    assert client.post(_at("add_member", world), member).status_code == 302
    assert FamilyMember.objects.filter(role="grandparent").count() == 1
    assert "Nan Orme" in _words(client.get(_at("family", world)))


def _goals(cast, world, number):
    sent = {"goals": number}
    for place in range(number):
        name = f"goal{place}"
        sent |= {
            f"{name}-need": "money",
            f"{name}-words": f"Goal {place}",
            f"{name}-action": "Open the letters",
            f"{name}-owner": f"person:{world.parent}",
        } | _day(f"{name}-due_on", in_days(5))
    return sent | {"family_words": "We want this."} | _day("next_review_on", in_days(40))


def test_a_plan_is_agreed_on_one_page_and_another_goal_loses_nothing_typed(cast, client):
    world = assessed(cast)
    sign_in(client, cast.key_worker)
    sent = _goals(cast, world, 2)
    more = client.post(_at("agree_plan", world), sent | {"more": "1", "family_words": "Half a sentence"})
    words = _words(more)
    assert more.status_code == 200
    assert "Goal 3" in words and "Goal 1</textarea>" in words and "Half a sentence" in words
    assert not Plan.objects.exists()
    bad = client.post(_at("agree_plan", world), sent | {"goal1-owner": "", "family_words": "Kept."})
    assert bad.status_code == 422
    assert "Choose who does it" in _words(bad) and "Kept." in _words(bad) and "There is a problem" in _words(bad)
    assert client.post(_at("agree_plan", world), sent).status_code == 302
    assert (Goal.objects.count(), Action.objects.count()) == (2, 2)
    late = client.post(_at("agree_plan", world), sent)
    assert late.status_code == 409
    assert Plan.objects.count() == 1


def test_advice_is_one_goal_on_one_page(cast, client):
    world = allocated(cast, intensity="advice")
    sign_in(client, cast.key_worker)
    assert "Advice has one goal" in _words(client.get(_at("agree_plan", world)))
    assert client.post(_at("agree_plan", world), _goals(cast, world, 1)).status_code == 302
    assert Goal.objects.count() == 1


def test_the_plan_says_what_must_come_first_and_its_button_marks_an_action_as_done(cast, client):
    world = planned(cast)
    sign_in(client, cast.key_worker)
    words = _words(client.get(_at("plan", world)))
    assert "Must come first: Meet the head of year" in words and "Waits for: Meet the head of year" in words
    assert "We can do this if we go one step at a time." in words and "Strengths to build on" in words
    walk, meet = action_named("Walk"), action_named("Meet")
    refused = client.post(_at("complete_action", world, walk.pk), follow=True)
    assert "which must be done first" in _words(refused)
    client.post(_at("complete_action", world, meet.pk))
    assert Action.objects.get(pk=meet.pk).done_on == in_days(0)


def test_an_action_is_added_on_its_page(cast, client):
    world = planned(cast)
    sign_in(client, cast.key_worker)
    goal = Goal.objects.first()
    sent = {"goal": goal.pk, "words": "Ask for a breakfast place", "owner": f"post:{cast.school.post}"}
    assert client.post(_at("add_action", world), sent | _day("due_on", in_days(9))).status_code == 302
    assert goal.actions.count() == 3


def test_a_contact_is_recorded_on_one_page_and_pressed_twice_recorded_once(cast, client):
    world = planned(cast)
    sign_in(client, cast.key_worker)
    number = re.search(
        r'name="submission" value="([0-9a-f-]+)"', client.get(_at("record_contact", world)).content.decode()
    )
    sent = {
        "kind": "home_visit",
        "held_time": "12:01am",
        "minutes": "45",
        "place_words": "Kitchen table",
        "seen": [world.parent, world.child],
        "category": "contacts",
        "words": "The morning went well.",
        "child": world.child,
        "child_words": "I slept.",
        "next_step": "Ring on Friday.",
        "submission": number[1],
    } | _day("held_on", in_days(0))
    for _press in range(2):
        assert client.post(_at("record_contact", world), sent).status_code == 302
    assert Contact.objects.count() == 1
    words = _words(client.get(_at("contacts", world)))
    assert "Tia Orme, in their own words" in words and "I slept." in words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"words": "", "child_words": ""}, "Write what was said or seen"),
        ({"child_words": "Mine."}, "Choose which child said this"),
        ({"minutes": "a while"}, "whole number"),
        ({"held_time": "noonish"}, "Enter a time such as"),
        ({"words": "a\x00b"}, "ull characters are not allowed"),
        ({"words": "x" * 20_001}, "at most 20,000 can be kept"),
    ],
)
def test_a_contact_that_cannot_be_kept_comes_back_with_all_that_was_typed(cast, client, typed, words):
    world = allocated(cast)
    sign_in(client, cast.key_worker)
    sent = {
        "kind": "telephone", "held_time": "00:01", "minutes": "5", "category": "contacts", "words": "Spoke.",
        "next_step": "Send the form to the flat.", "submission": "6a2f3f0e-7a39-4b6c-a4f4-0a2f5d7c1f11",
    } | _day("held_on", in_days(0)) | typed  # fmt: skip
    page = client.post(_at("record_contact", world), sent)
    assert page.status_code == 422
    assert words in _words(page) and "Send the form to the flat." in _words(page)
    assert not Contact.objects.exists()


def test_a_review_is_recorded_on_its_page_with_last_time_beside_this_time(cast, client):
    world = planned(cast)
    sign_in(client, cast.key_worker)
    sent = {"came": [cast.key_worker.post], "decisions": "Go on."} | _day("held_on", in_days(0))
    sent |= {f"progress_{goal.pk}": "better" for goal in Goal.objects.all()}
    missing = client.post(_at("review", world), sent)
    assert missing.status_code == 422
    assert "Enter date of the next review" in _words(missing)
    assert client.post(_at("review", world), sent | _day("next_review_on", in_days(40))).status_code == 302
    assert Review.objects.count() == 1
    assert "This time" in _words(client.get(_at("review", world))) and "Better" in _words(
        client.get(_at("review", world))
    )


@pytest.mark.parametrize("name", ["agree_plan", "review", "add_action"])
def test_a_step_that_is_not_open_yet_says_so(cast, client, name):
    world = planned(cast) if name == "agree_plan" else allocated(cast)
    page = sign_in(client, cast.key_worker).get(_at(name, world))
    assert page.status_code == 409
    assert "This step is not open now" in _words(page)


def test_a_partner_cannot_take_the_key_workers_steps(cast, client):
    world = planned(cast)
    assert sign_in(client, cast.police).get(_at("review", world)).status_code == 403


def test_the_chronology_goes_across_partners_and_filters_by_the_address(cast, client):
    world = contacted(cast)
    sign_in(client, cast.key_worker)
    assert "Home visit" in _words(client.get(_at("chronology", world)))
    only = _words(client.get(_at("chronology", world), {"category": "plan"}))
    assert "Plan agreed" in only and "Home visit" not in only
    assert client.get(_at("chronology", world), {"category": "weather", "page": "x"}).status_code == 200


def test_no_case_changes_by_being_looked_at(cast, client):
    world = contacted(cast)
    before = Case.objects.filter(pk=world.case).values()[0]
    sign_in(client, cast.key_worker)
    for name in TABS + FORMS:
        client.get(_at(name, world))
    assert Case.objects.filter(pk=world.case).values()[0] == before
