"""No text is ever lost: drafts are their writer's, sealed, put back as they were left, and let go with the step."""

from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from agencies.models import JournalEntry
from agencies.refusals import Invalid, NotAllowed, NotFound
from cases.models import Contact, Draft, Goal, NeedRecord, Review
from cases.operations.keep_draft import MOST_FIELDS, discard_draft, keep_draft
from cases.operations.record_need import record_need
from cases.operations.review_plan import review_plan
from cases.permits import DRAFTED, Step
from tests.cast import sign_in
from tests.world_casework import allocated, assessed, in_days, planned, visit

TYPED = {"words": ["Half a sentence that nobody"], "kind": ["home_visit"], "held_on_day": ["3"], "minutes": ["4x"]}


def _at(name, world, *more):
    return reverse(f"cases:{name}", args=[world.reference, *more])


def _keep(client, world, step, **typed):
    return client.post(_at("draft", world, step), typed)


def test_what_was_typed_is_there_when_the_form_is_opened_again_and_for_nobody_else(cast, client):
    world = allocated(cast)
    sign_in(client, cast.key_worker)
    kept = _keep(client, world, "record_contact", seen=[str(world.parent)], **TYPED)
    assert kept.status_code == 200 and kept.json()["kept"]
    words = client.get(_at("record_contact", world)).content.decode()
    assert "Half a sentence that nobody" in words and 'value="4x"' in words and "did not save it" in words
    assert f'value="{world.parent}"' in words.split("Who was seen")[1].split("checked")[0]
    other = sign_in(client, cast.police).get(_at("record_contact", world)).content.decode()
    assert "Half a sentence" not in other and "did not save it" not in other


def test_a_draft_is_sealed_in_the_database_and_its_words_are_not_in_the_journal(cast):
    world = allocated(cast)
    keep_draft(cast.key_worker, world.reference, step="record_contact", typed=TYPED)
    keep_draft(
        cast.key_worker, world.reference, step="record_contact", typed=TYPED | {"words": ["Half a sentence, on"]}
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM cases_draft")
        [(held,)] = cursor.fetchall()
    assert b"sentence" not in bytes(held)
    begun = JournalEntry.objects.filter(event="draft.begun")
    assert begun.count() == 1
    assert "sentence" not in str(begun.get().detail)


def test_a_step_lets_its_draft_go_and_what_comes_late_from_its_page_is_not_kept(cast):
    world = allocated(cast)
    submission = uuid4()
    keep_draft(cast.key_worker, world.reference, step="record_contact", typed=TYPED, submission=submission)
    visit(cast, world, submission=submission)
    late = keep_draft(cast.key_worker, world.reference, step="record_contact", typed=TYPED, submission=submission)
    assert late is None
    assert Draft.objects.get().typed is None
    again = keep_draft(cast.key_worker, world.reference, step="record_contact", typed=TYPED, submission=uuid4())
    assert again and Draft.objects.get().typed == TYPED


def test_a_contact_sent_twice_is_recorded_once_and_leaves_no_draft_where_none_was_kept_before(cast):
    world = allocated(cast)
    submission = uuid4()
    assert visit(cast, world, submission=submission) == visit(cast, world, submission=submission)
    assert Contact.objects.count() == 1
    assert (
        keep_draft(cast.key_worker, world.reference, step="record_contact", typed=TYPED, submission=submission) is None
    )


def test_a_review_sent_twice_is_recorded_once(cast):
    world = planned(cast)
    submission = uuid4()
    facts = {
        "held_on": in_days(0), "came": [cast.key_worker.post], "decisions": "Go on.", "next_review_on": in_days(40),
        "goals": {goal.pk: "better" for goal in Goal.objects.all()}, "submission": submission,
    }  # fmt: skip
    first = review_plan(cast.key_worker, world.reference, **facts)
    assert review_plan(cast.key_worker, world.reference, **facts) == first
    assert Review.objects.count() == 1


def test_a_need_lets_its_own_draft_go_and_no_other(cast):
    world = allocated(cast)
    for step in ("record_need", "record_contact"):
        keep_draft(cast.key_worker, world.reference, step=step, typed=TYPED)
    record_need(cast.key_worker, world.reference, need="money", evidence="Letters unopened.")
    assert NeedRecord.objects.count() == 1
    assert [one.step for one in Draft.objects.all() if one.typed] == ["record_contact"]


def test_a_draft_is_thrown_away_by_its_button(cast, client):
    world = allocated(cast)
    sign_in(client, cast.key_worker)
    _keep(client, world, "record_contact", **TYPED)
    assert client.post(_at("draft", world, "record_contact"), {"discard": "1"}).status_code == 302
    assert "Half a sentence" not in client.get(_at("record_contact", world)).content.decode()
    assert discard_draft(cast.key_worker, world.reference, step="record_contact") is False


def test_without_a_script_a_button_keeps_the_draft_with_nothing_judged(cast, client):
    world = assessed(cast)
    sign_in(client, cast.key_worker)
    sent = {"goals": "3", "goal0-words": "Half a goal", "goal2-due_on_month": "marzo", "family_words": "", "keep": "1"}
    assert client.post(_at("agree_plan", world), sent).status_code == 302
    words = client.get(_at("agree_plan", world)).content.decode()
    assert "Half a goal" in words and "marzo" in words and "Goal 3" in words and "There is a problem" not in words


@pytest.mark.parametrize("step", DRAFTED)
def test_every_form_that_is_kept_says_where_and_gives_back_what_was_typed(cast, client, step):
    world = {"agree_plan": assessed, "record_need": allocated, "record_contact": allocated}.get(step, planned)(cast)
    sign_in(client, cast.key_worker)
    page = client.get(reverse(DRAFTED[step], args=[world.reference])).content.decode()
    assert f'data-lintel-draft="{_at("draft", world, step)}"' in page and page.count('name="submission"') == 1
    box = {"record_need": "evidence", "agree_plan": "family_words", "review": "decisions"}.get(step, "words")
    _keep(client, world, step, **{box: "Half of it."})
    again = client.get(reverse(DRAFTED[step], args=[world.reference])).content.decode()
    assert "Half of it." in again and "did not save it" in again


def test_who_cannot_take_a_step_cannot_keep_its_draft(cast, client):
    world = planned(cast)
    for actor in (cast.outsider, cast.colleague):
        with pytest.raises(NotFound):
            keep_draft(actor, world.reference, step="record_contact", typed=TYPED)
    with pytest.raises(NotAllowed):
        keep_draft(cast.police, world.reference, step="review", typed=TYPED)
    with pytest.raises(NotFound):
        keep_draft(cast.key_worker, world.reference, step=Step.CLOSE, typed=TYPED)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "typed", [{"words": ["x" * 200_001]}, {str(n): [""] for n in range(MOST_FIELDS + 1)}, {"a": ["\x00"]}]
)
def test_a_draft_is_bounded(cast, typed):
    world = allocated(cast)
    with pytest.raises(Invalid):
        keep_draft(cast.key_worker, world.reference, step="record_contact", typed=typed)


def test_a_page_that_outlived_its_session_gets_a_fresh_token(cast, client):
    world = allocated(cast)
    sign_in(client, cast.key_worker)
    assert len(client.get(_at("draft", world, "record_contact")).json()["token"]) == 64
