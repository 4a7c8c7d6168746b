"""Meetings of the team around the family: who is asked, who must be kept apart, who took part, what may be read."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agencies.models import JournalEntry, Notice
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.apart import Apart, Facts, clashes
from cases.models import Goal, Meeting, NoContactOrder
from cases.operations.call_meeting import call_meeting, call_off_meeting
from cases.operations.keep_apart import BY_ORDER, ON_ONE_DAY, UNSAID
from cases.operations.protect_member import instruct, record_member_responsibility, restrict_member
from cases.operations.record_order import end_order, record_order
from cases.operations.review_plan import review_plan
from cases.permits import Step
from cases.selectors.meetings import meetings
from cases.selectors.plan import plan_and_draft
from cases.selectors.safety import safety
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated, in_days, planned


@pytest.fixture(autouse=True)
def _rulebook(cast):
    sign_rulebook()


def ask(cast, world, people=(), **facts):
    usual = {"held_at": timezone.now() + timedelta(days=7), "place_words": "Hill School", "posts": [cast.police.post]}
    return call_meeting(cast.key_worker, world.reference, people=people, **usual | facts)


def order(cast, world, protected, kept_away, by="key_worker", **facts):
    usual = {"kind": "non_molestation", "starts_on": in_days(-3)}
    return record_order(getattr(cast, by), world.reference, protected=protected, kept_away=kept_away, **usual | facts)


def reviewed(cast, world, **facts):
    goals = dict.fromkeys(Goal.objects.values_list("pk", flat=True), "same")
    usual = {
        "held_on": in_days(0), "came": [cast.key_worker.post], "decisions": "Go on.", "next_review_on": in_days(30),
    }  # fmt: skip
    return review_plan(cast.key_worker, world.reference, goals=goals, **usual | facts)


def test_who_must_not_be_brought_together():
    pair, adults = (("a", "b"),), ("a", "b", "c")
    assert clashes("abk", Facts(adults=adults)) == ()
    assert clashes("bak", Facts(orders=pair)) == ((Apart.ORDER, "b", "a"),)
    assert clashes("ack", Facts(orders=pair, risks=(("k", "a"),), adults=adults)) == ((Apart.RISK, "a", "k"),)
    assert clashes("abk", Facts(restricted="a", adults=adults)) == ((Apart.RESTRICTION, "a", "b"),)
    assert clashes("ak", Facts(restricted="a", adults=adults)) == ()
    assert [why for why, *_ in clashes("abck", Facts(adults=adults, all_apart=True))] == [Apart.INSTRUCTION] * 3


def test_a_meeting_is_called_once_and_the_team_is_told_without_a_name(cast):
    world = planned(cast)
    number = "6fa459ea-ee8a-4ca4-894e-db77e160355e"
    made = ask(cast, world, [world.parent, world.child], words="To look at mornings.", submission=number)
    assert ask(cast, world, [world.parent], submission=number) == made
    told = Notice.objects.get(kind=NoticeKind.MEETING_CALLED)
    assert (told.post_id, told.leads_to, told.reference) == (cast.police.post, "cases:meetings", world.reference)
    assert told.due_at == Meeting.objects.get().held_at and told.event == f"meeting:{made}"
    row = meetings(cast.key_worker, world.reference).coming[0]
    assert row.place.value == "Hill School" and [one.name for one in row.family] == ["Ruth Orme", "Tia Orme"]
    assert [(one.agency, one.people[0].name) for one in row.agencies] == [
        ("Ashworth Council", "Key worker Cast"), ("Ashworth Police", "Police Cast"),
    ]  # fmt: skip
    assert JournalEntry.objects.filter(event="meeting.called").count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"held_at": timezone.now() - timedelta(hours=1)}, "held_on"),
        ({"held_at": timezone.now() + timedelta(days=2000)}, "held_on"),
        ({"posts": [999_999]}, "posts"),
        ({"posts": []}, "posts"),
        ({"place_words": " "}, "place_words"),
    ],
)
def test_a_meeting_that_does_not_fit_is_refused_by_field(cast, facts, field):
    with pytest.raises(Invalid) as refusal:
        ask(cast, allocated(cast), **facts)
    assert refusal.value.field == field


def test_only_the_key_worker_calls_a_meeting(cast):
    world = planned(cast)
    with pytest.raises(NotAllowed):
        call_meeting(cast.police, world.reference, held_at=timezone.now(), place_words="x", posts=[])
    with pytest.raises(NotFound):
        call_meeting(cast.outsider, world.reference, held_at=timezone.now(), place_words="x", posts=[])


def test_two_under_an_order_are_never_on_one_list_nor_asked_on_one_day(cast):
    world = planned(cast, people=4)
    mother, father = world.members[:2]
    held = order(cast, world, mother, father, ends_on=in_days(100))
    for people in ([mother, father], [father, mother, world.child]):
        with pytest.raises(Refused) as refusal:
            ask(cast, world, people)
        assert (refusal.value.words, refusal.value.field) == (BY_ORDER, "people")
    noon = timezone.make_aware(datetime.combine(in_days(7), datetime.min.time())) + timedelta(hours=12)
    first = ask(cast, world, [mother, world.child], held_at=noon)
    with pytest.raises(Refused) as refusal:
        ask(cast, world, [father], held_at=noon + timedelta(hours=3))
    assert (refusal.value.words, refusal.value.field) == (ON_ONE_DAY, "held_on")
    ask(cast, world, [father], held_at=noon + timedelta(days=1))
    call_off_meeting(cast.key_worker, world.reference, meeting=first)
    ask(cast, world, [father], held_at=noon)
    end_order(cast.key_worker, world.reference, order=held)
    ask(cast, world, [mother, father], held_at=noon + timedelta(days=2))
    assert NoContactOrder.objects.get().ends_on == in_days(-1)


def test_an_order_to_come_or_over_by_then_counts_while_it_is_in_force(cast):
    world = planned(cast)
    mother, father = world.members[:2]
    order(cast, world, mother, father, starts_on=in_days(-30), ends_on=in_days(-1))
    ask(cast, world, [mother, father])
    order(cast, world, mother, father, starts_on=in_days(5))
    with pytest.raises(Refused):
        ask(cast, world, [mother, father])


def test_what_the_key_worker_may_not_know_is_refused_in_the_same_neutral_words(cast):
    """A risk, a restriction on which they are not named: one sentence, which names nobody and nothing."""
    world = planned(cast, people=4)
    mother, father = world.members[:2]
    restrict_member(
        cast.team_manager, world.reference, subject=mother, kind="guarded", categories=["contacts"],
        reason="She is afraid that he finds her.", named=[cast.team_manager.post, cast.da_adviser.post],
    )  # fmt: skip
    record_member_responsibility(
        cast.team_manager, world.reference, subject=world.child, holder=father, how="birth", is_risk=True
    )
    for people in ([mother, father], [father, world.child]):
        with pytest.raises(Refused) as refusal:
            ask(cast, world, people)
        assert refusal.value.words == UNSAID
    assert not any(name in UNSAID for name in ("Ruth", "Omar", "restrict", "risk", "order"))
    ask(cast, world, [mother, world.child])


def test_a_safety_instruction_keeps_all_adults_apart_and_is_quoted(cast):
    world = planned(cast)
    instruct(cast.team_manager, world.reference, words="See each of them alone.", keeps_apart=True)
    with pytest.raises(Refused, match="See each of them alone"):
        ask(cast, world, world.members[:2])
    ask(cast, world, [world.parent, world.child])


def test_an_order_shows_to_whoever_may_see_it_and_leaves_no_trace_elsewhere(cast):
    world = planned(cast)
    mother, father = world.members[:2]
    held = order(cast, world, mother, father, words="Family court, no. 12.")
    row = safety(cast.key_worker, world.reference).orders[0]
    assert (row.protected, row.kept_away, row.words) == ("Ruth Orme", "Omar Orme", "Family court, no. 12.")
    assert safety(cast.school, world.reference).orders == ()
    with pytest.raises(NotFound):
        end_order(cast.school, world.reference, order=held)
    with pytest.raises(Invalid, match="two different people"):
        order(cast, world, mother, mother)
    with pytest.raises(Invalid, match="cannot be before"):
        order(cast, world, mother, father, ends_on=in_days(-30))


def test_attendance_is_by_agency_and_minutes_go_through_the_door(cast):
    world = planned(cast, people=4)
    held = ask(cast, world, [world.parent], posts=[cast.police.post, cast.health.post, cast.school.post])
    Meeting.objects.update(held_at=timezone.now() - timedelta(hours=2))
    sheet, _draft = plan_and_draft(cast.key_worker, world.reference, step=Step.REVIEW)
    assert [one.id for one in sheet.meetings] == [held]
    others = {cast.police.post: "apologies", cast.health.post: "report"}
    with pytest.raises(Invalid, match="Tick each person once"):
        reviewed(cast, world, others={cast.key_worker.post: "apologies"})
    reviewed(cast, world, others=others, family_came=[world.child], meeting=held, minutes="Everybody spoke.")
    sheet = meetings(cast.police, world.reference)
    row = sheet.held[0]
    assert sheet.coming == () and row.minutes.value == "Everybody spoke."
    assert {one.agency: one.people[0].how for one in row.agencies} == {
        "Ashworth Council": "Came", "Ashworth Police": "Sent apologies",
        "Ashworth Health Trust": "Sent a report", "Hill School": "Did not come",
    }  # fmt: skip
    assert [(one.name, one.how) for one in row.family] == [("Ruth Orme", "Did not come"), ("Leo Orme", "Came")]
    told = Notice.objects.filter(kind=NoticeKind.MINUTES_READY).values_list("post_id", flat=True)
    assert set(told) == {cast.police.post, cast.health.post, cast.school.post}
    assert not Notice.objects.filter(kind=NoticeKind.MEETING_CALLED, settled_at=None).exists()
    with pytest.raises(Refused, match="was held"):
        call_off_meeting(cast.key_worker, world.reference, meeting=held)
    with pytest.raises(Invalid, match="meetings that were called"):
        reviewed(cast, world, meeting=held)


def test_a_meeting_still_to_come_has_no_review(cast):
    world = planned(cast)
    with pytest.raises(Invalid, match="still to come"):
        reviewed(cast, world, meeting=ask(cast, world))


def test_where_a_restricted_person_will_be_is_closed_to_whoever_is_not_named(cast):
    world = planned(cast)
    ask(cast, world, [world.parent])
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="guarded", categories=["whereabouts"],
        reason="She is afraid that he finds her.",
        named=[cast.team_manager.post, cast.da_adviser.post, cast.key_worker.post],
    )  # fmt: skip
    assert meetings(cast.key_worker, world.reference).coming[0].place.value == "Hill School"
    assert meetings(cast.police, world.reference).coming[0].place.value is None


def test_the_pages_refuse_without_losing_a_word_and_call_off(cast):
    world = planned(cast)
    mother, father = world.members[:2]
    order(cast, world, mother, father)
    client = sign_in(Client(), cast.key_worker)
    day = in_days(9)
    sent = {
        "held_on": day.isoformat(), "held_time": "2pm",
        "place_words": "The library", "words": "To agree who does what.", "posts": [cast.police.post],
        "people": [str(mother), str(father)],
    }  # fmt: skip
    at = f"/families/{world.reference}/meetings/"
    refused = client.post(f"{at}new/", sent)
    assert refused.status_code == 422 and "To agree who does what." in refused.content.decode()
    assert client.post(f"{at}new/", sent | {"people": [str(mother)]}).status_code == 302
    page = client.get(at).content.decode()
    assert "The library" in page and "Police Cast" in page
    made = Meeting.objects.get()
    assert client.post(f"{at}{made.pk}/off/").status_code == 302
    assert Notice.objects.filter(kind=NoticeKind.MEETING_CALLED_OFF, post_id=cast.police.post).exists()
    assert client.get(f"/families/{world.reference}/safety/").status_code == 200
