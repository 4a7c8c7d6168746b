"""What each reader sees of a referral; and that lists cost the same whatever their length."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import JournalEntry
from agencies.refusals import NotFound
from agencies.vocabulary import Purpose
from cases.intake.operations.declare_conflict import declare_conflict
from cases.intake.operations.give_information import give_information
from cases.intake.operations.list_for_panel import list_for_panel
from cases.intake.operations.step_up import step_up
from cases.intake.selectors.asked import asked_of_me, asked_sheet
from cases.intake.selectors.candidates import match_sheet
from cases.intake.selectors.inbox import inbox
from cases.intake.selectors.panel import panel_sheet
from cases.intake.selectors.protection import protection_sheet
from cases.intake.selectors.referral import referral_sheet
from cases.intake.selectors.sent import HELP, LOOKING, sent_sheet
from tests.world import ago, answered, asked, case_opened, listed, matched_referral, referral


def queries(call):
    with CaptureQueriesContext(connection) as held:
        call()
    return len(held)


def matching(actor):
    return actor.for_purpose(Purpose.MATCHING)


def for_triage(actor):
    return actor.for_purpose(Purpose.TRIAGE)


def test_the_screener_reads_the_referral_and_each_answer_as_it_arrives(signed):
    world = asked(signed)
    give_information(signed.police, world.requests[0], parts={"crime": "Two calls about noise."})
    sheet = referral_sheet(signed.screener, world.reference)
    assert sheet.said.concern.is_open and sheet.said.people[0].name.value == "Ruth Orme"
    assert sheet.title == "Ruth Orme and 2 others"
    assert [(a.agency, bool(a.answered_at)) for a in sheet.answers] == [
        ("Ashworth Health Trust", False), ("Ashworth Police", True), ("Jobcentre Plus Ashworth", False),
    ]  # fmt: skip
    police = sheet.answers[1]
    assert police.parts[0].words.value == "Two calls about noise." and police.parts[0].words.reasons
    assert set(sheet.steps) == {"basis", "ask", "list", "decide", "conflict", "step_up"}


def test_the_panel_reads_the_pack_and_a_partner_that_has_yet_to_answer_reads_no_other_answer(signed):
    world = asked(signed)
    give_information(signed.health, world.requests[1], parts={"physical_health": "Missed appointments."})
    list_for_panel(signed.screener, world.reference)
    chair = referral_sheet(signed.panel_chair, world.reference)
    assert chair.said.concern.is_open and chair.answers[0].parts[0].words.is_open
    police = referral_sheet(signed.panel_police, world.reference)
    assert police.answers[0].sealed and not police.answers[0].parts
    give_information(signed.police, world.requests[0], parts={}, nothing_known=True)
    give_information(signed.jobcentre, world.requests[2], parts={}, nothing_known=True)
    assert not referral_sheet(signed.panel_police, world.reference).answers[0].sealed


@pytest.mark.parametrize("who", ["outsider", "outside_screener", "key_worker", "police", "team_manager", "governance"])
def test_an_outsider_cannot_tell_that_the_referral_exists(signed, who):
    world = listed(signed)
    for reference in (world.reference, "R22222222"):
        with pytest.raises(NotFound):
            referral_sheet(getattr(signed, who), reference)
    assert not inbox(getattr(signed, who)).others


def test_a_conflict_closes_the_pack(signed):
    world = listed(signed)
    assert panel_sheet(signed.panel_police).agenda
    declare_conflict(signed.panel_police, world.reference)
    assert not panel_sheet(signed.panel_police).agenda
    with pytest.raises(NotFound):
        referral_sheet(signed.panel_police, world.reference)


def test_a_partner_sees_the_question_and_the_people_ticked_and_nobody_else(signed):
    world = asked(signed)
    actor = for_triage(signed.police)
    rows = asked_of_me(actor).rows
    assert [row.id for row in rows] == [world.requests[0]]
    sheet = asked_sheet(actor, world.requests[0])
    assert sheet.question.value == "What do you know of this home?"
    assert [person.name.value for person in sheet.people] == ["Ruth Orme", "Omar Orme"]
    assert [box[0] for box in sheet.boxes] == ["crime", "domestic_abuse"]
    for request in (world.requests[1], 999_999):
        with pytest.raises(NotFound):
            asked_sheet(actor, request)
    give_information(signed.police, world.requests[0], parts={}, nothing_known=True)
    assert not asked_of_me(actor).rows


def test_candidates_come_with_reasons_through_the_door(signed):
    first = matched_referral(signed)
    sent = referral(signed, by=signed.police)
    sheet = match_sheet(matching(signed.screener), sent.reference)
    mother = sheet.people[0]
    assert mother.band == "link" and mother.candidates[0].name.value == "Ruth Orme"
    assert "same name" in mother.candidates[0].reasons and mother.candidates[0].families == (first.file,)
    assert [family.reference for family in sheet.families] == [first.file]
    assert ("ashworth/north", "Ashworth North") in sheet.places


def test_red_comes_first_and_filters_choose(signed):
    green = referral(signed, number=0)
    red = referral(signed, number=1, immediate_danger=True)
    sheet = inbox(signed.screener)
    assert [row.reference for row in sheet.red] == [red.reference]
    assert [row.reference for row in sheet.others] == [green.reference]
    assert not inbox(signed.screener, urgency="red").others
    assert not inbox(signed.screener, urgency="green").red
    assert not inbox(signed.screener, state="matched").others
    assert inbox(signed.screener, urgency="nonsense").red


def test_the_duty_manager_sees_a_step_up_first_and_the_screener_does_not_have_it(signed):
    world = case_opened(signed)
    step_up(signed.panel_chair, world.file, called_at=ago(minutes=3), spoken_to="Jo", reason="A burn.")
    assert [row.file for row in inbox(signed.duty_manager).red] == [world.file]
    assert not inbox(signed.screener).red
    calls = protection_sheet(signed.social_worker, world.file).calls
    assert calls[0].reason.value == "A burn."


def test_the_sender_learns_the_outcome_in_words_that_tell_nothing_else(signed):
    world = listed(signed)
    assert sent_sheet(signed.school, world.reference).words == LOOKING
    for actor in (signed.police, signed.outsider, signed.key_worker):
        with pytest.raises(NotFound):
            sent_sheet(actor, world.reference)


def test_the_sender_is_told_the_same_whether_the_family_was_known_or_not(signed):
    world = case_opened(signed)
    sheet = sent_sheet(signed.school, world.reference)
    assert (sheet.status, sheet.words) == ("decided", HELP)


@pytest.mark.parametrize(
    ("name", "build", "look"),
    [
        ("inbox", referral, lambda cast: inbox(cast.screener)),
        ("asked", asked, lambda cast: asked_of_me(cast.police.for_purpose(Purpose.TRIAGE))),
        ("panel", listed, lambda cast: panel_sheet(cast.panel_chair)),
    ],
)
def test_a_list_costs_the_same_for_one_row_and_for_eight(signed, name, build, look):
    build(signed, number=0)
    look(signed)
    one = queries(lambda: look(signed))
    for number in range(1, 8):
        build(signed, number=number)
    many = queries(lambda: look(signed))
    assert many == one, name
    assert one <= 20


def test_every_read_leaves_one_disclosure_row(signed):
    world = answered(signed)
    before = JournalEntry.objects.filter(kind="look").count()
    referral_sheet(signed.screener, world.reference)
    assert JournalEntry.objects.filter(kind="look").count() == before + 1
