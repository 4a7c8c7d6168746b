"""Triage: who decides what, what it opens, and whose reach ends."""

import pytest

from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.intake.models import AgendaItem, Referral, StepUp, TriageDecision
from cases.intake.operations.decide_triage import decide_triage
from cases.intake.operations.declare_conflict import declare_conflict
from cases.intake.operations.list_for_panel import list_for_panel
from cases.intake.operations.match_referral import match_referral
from cases.intake.operations.step_up import step_up
from cases.models import Case
from datasharing.models import FamilyFile, Grant
from tests.world import FrontDoor, ago, case_opened, listed, matched_referral, referral

OPEN = {"decision": "open_case", "level_of_need": 3, "intensity": "intensive", "reasons": "Many needs."}


def live(file):
    return set(Grant.objects.filter(file__reference=file, ends_at__isnull=True).values_list("kind", "team__reference"))


def test_the_panel_opens_a_case_and_the_family_waits_for_a_key_worker(cast):
    world = case_opened(cast)
    case = Case.objects.get(pk=world.case)
    assert (case.state, case.level_of_need, case.intensity) == ("opened", 3, "intensive")
    assert case.team.reference == "locality-north" and case.referral.reference == world.reference
    assert live(world.file) == {("supervision", "locality-north"), ("panel", "panel")}
    waiting = Grant.objects.get(kind="supervision")
    assert waiting.due_for == "allocate" and waiting.due_at is not None
    assert Referral.objects.get().state == "triaged" and AgendaItem.objects.get().closed_at


def test_a_case_narrows_the_family_to_the_only_locality_team(cast):
    world = matched_referral(cast, place="ashworth")
    decide_triage(cast.screener, world.reference, **OPEN | {"intensity": "advice", "level_of_need": 1})
    assert FamilyFile.objects.get(reference=world.file).place.path == "ashworth/north"


def test_what_is_on_the_agenda_is_the_panels_to_decide(cast):
    world = listed(cast)
    for actor in (cast.screener, cast.duty_manager):
        with pytest.raises(NotAllowed, match="the panel decides"):
            decide_triage(actor, world.reference, **OPEN)
    assert decide_triage(cast.panel_police, world.reference, **OPEN).case


def test_without_a_panel_the_front_door_only_advises_signposts_or_closes(cast):
    world = matched_referral(cast)
    with pytest.raises(Refused, match="decided by the panel"):
        decide_triage(cast.screener, world.reference, **OPEN)
    with pytest.raises(NotFound):
        decide_triage(cast.panel_chair, world.reference, **OPEN)
    made = decide_triage(cast.duty_manager, world.reference, **OPEN | {"intensity": "advice"})
    assert Case.objects.get(pk=made.case).intensity == "advice"


def test_signposting_names_the_service_and_ends_all_reach(cast):
    world = matched_referral(cast)
    with pytest.raises(Invalid, match="Name the service"):
        decide_triage(cast.screener, world.reference, decision="signpost", reasons="Debt alone.")
    decide_triage(
        cast.screener, world.reference, decision="signpost", reasons="Debt alone.", signposted_to="Citizens Advice"
    )
    assert live(world.file) == set()
    assert not Case.objects.exists()
    with pytest.raises(NotFound):
        list_for_panel(cast.screener, world.reference)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"decision": "perhaps"}, "Choose what is to be done"),
        ({"reasons": " "}, "Enter the reasons"),
        ({"level_of_need": None}, "level of need"),
        ({"level_of_need": 5}, "level of need"),
        ({"intensity": "heroic"}, "how much help"),
        ({"decision": "join_case"}, "no live case to join"),
        ({"decision": "step_up"}, "Step up to protection first"),
        ({"locality": "locality-moon"}, "locality team that works"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_in_words_and_nothing_is_kept(cast, facts, words):
    world = listed(cast)
    with pytest.raises(Refused, match=words):
        decide_triage(cast.panel_chair, world.reference, **OPEN | facts)


def test_a_second_referral_joins_the_live_case(cast):
    first = case_opened(cast)
    again = matched_referral_again(cast)
    assert again.file == first.file
    with pytest.raises(Refused, match="has a live case"):
        decide_triage(cast.screener, again.reference, **OPEN | {"intensity": "advice"})
    made = decide_triage(cast.screener, again.reference, decision="join_case", reasons="The same worry.")
    assert made.case == first.case and Case.objects.count() == 1
    assert ("supervision", "locality-north") in live(first.file)


def matched_referral_again(cast):
    sent = referral(cast)
    return FrontDoor(sent.reference, match_referral(cast.screener, sent.reference).file)


def test_another_open_referral_keeps_the_front_doors_reach(cast):
    first = matched_referral(cast)
    second = matched_referral_again(cast)
    decide_triage(cast.screener, first.reference, decision="no_further_action", reasons="Nothing new.")
    assert live(second.file) == {("referral", "front-door")}


def test_a_member_with_a_conflict_is_kept_out_of_everything(cast):
    world = listed(cast)
    declare_conflict(cast.panel_police, world.reference)
    with pytest.raises(NotFound):
        decide_triage(cast.panel_police, world.reference, **OPEN)
    with pytest.raises(NotFound):
        step_up(cast.panel_police, world.file, called_at=ago(minutes=1), spoken_to="Duty", reason="x")
    assert decide_triage(cast.panel_health, world.reference, **OPEN, dissent="Police kept out.").case
    assert TriageDecision.objects.get().dissent


def test_listing_twice_is_refused(cast):
    world = listed(cast)
    with pytest.raises(Refused, match="on the panel's agenda already"):
        list_for_panel(cast.screener, world.reference)


@pytest.mark.parametrize("who", ["screener", "duty_manager", "panel_chair", "panel_police"])
def test_anyone_with_reach_steps_up_alone(cast, who):
    world = listed(cast)
    made = step_up(
        getattr(cast, who), world.file, called_at=ago(minutes=10), spoken_to="Jo, duty social worker", reason="A burn."
    )
    held = StepUp.objects.get(pk=made)
    assert (held.strategy_due_at - held.called_at).total_seconds() == 2 * 3600
    protection = {team for kind, team in live(world.file) if kind == "protection"}
    assert protection == {"protection", "emergency-duty", "front-door"}
    decide_triage(cast.panel_chair, world.reference, **OPEN | {"decision": "step_up"})
    held.refresh_from_db()
    assert held.noted_at, "the panel notes it afterwards"
    assert {team for kind, team in live(world.file) if kind == "protection"} == protection


def test_a_referrer_steps_up_about_what_they_have_just_sent_and_nobody_else_does(cast):
    sent = referral(cast)
    with pytest.raises(NotFound):
        step_up(cast.police, sent.reference, called_at=ago(minutes=1), spoken_to="Duty", reason="x")
    assert step_up(cast.school, sent.reference, called_at=ago(minutes=1), spoken_to="Duty", reason="A burn.")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"called_at": ago(days=-1)}, "cannot lie in the future"),
        ({"called_at": ago(days=5)}, "more than two days ago"),
        ({"spoken_to": ""}, "whom you spoke to"),
        ({"reason": ""}, "why this is about protection"),
    ],
)
def test_a_call_that_cannot_have_been_is_refused(cast, facts, words):
    world = matched_referral(cast)
    usual = {"called_at": ago(minutes=1), "spoken_to": "Duty", "reason": "A burn."}
    with pytest.raises(Invalid, match=words):
        step_up(cast.screener, world.file, **usual | facts)
