"""Closing a case, and support of the past built by the same steps."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.intake.operations.step_up import step_up
from cases.models import Case, Goal, KeyWorker, Support
from cases.operations.close_case import close_case
from cases.operations.open_case import open_case
from cases.operations.record_strategy import record_strategy
from cases.operations.record_support import record_support
from cases.operations.review_plan import review_plan
from cases.selectors.family import family
from cases.selectors.my_families import my_families
from datasharing.models import FamilyFile, Grant
from tests.world_casework import allocated, family_known, in_days, planned

LONDON = ZoneInfo("Europe/London")


def _close(cast, world, **facts):
    usual = {"outcome": "partly", "closing_words": "School is steady now.", "follow_up_on": in_days(90)}
    return close_case(cast.key_worker, world.reference, **usual | facts)


def _reviewed(cast, progress="better"):
    world = planned(cast)
    review_plan(
        cast.key_worker,
        world.reference,
        held_on=in_days(0),
        came=[cast.key_worker.post],
        decisions="Nearly there.",
        goals=dict.fromkeys(Goal.objects.values_list("pk", flat=True), progress),
        next_review_on=in_days(30),
    )
    return world


def test_a_closed_case_ends_all_reach_but_monitoring(cast):
    world = _reviewed(cast)
    _close(cast, world)
    case = Case.objects.get(pk=world.case)
    assert (case.state, case.outcome, case.follow_up_on) == ("closed", "partly", in_days(90))
    assert set(Grant.objects.filter(ends_at=None).values_list("kind", flat=True)) == {"monitoring"}
    assert KeyWorker.objects.get(case=case).ends_at == case.closed_at
    assert my_families(cast.key_worker).rows == ()
    with pytest.raises((NotFound, NotAllowed)):
        _close(cast, world)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"outcome": "lost"}, "Choose how the case ended"),
        ({"outcome": "not_recorded"}, "Choose how the case ended"),
        ({"outcome": "achieved"}, "Not every goal is met"),
        ({"closing_words": ""}, "what was achieved"),
        ({"follow_up_on": None}, "somebody follows up"),
        ({"follow_up_on": in_days(0)}, "after the day of closing"),
    ],
)
def test_a_closing_that_does_not_fit_is_refused(cast, facts, words):
    world = _reviewed(cast)
    with pytest.raises(Refused, match=words):
        _close(cast, world, **facts)
    assert Case.objects.get(pk=world.case).state == "planned"


def test_every_goal_is_reviewed_or_a_reason_stands(cast):
    world = planned(cast)
    with pytest.raises(Refused, match="was never reviewed"):
        _close(cast, world)
    _close(cast, world, not_reviewed="The family moved the day after the plan.")
    assert "Goals not reviewed: The family moved" in Case.objects.get(pk=world.case).closing_words


def test_without_a_plan_no_goals_can_be_achieved(cast):
    world = allocated(cast)
    with pytest.raises(Refused, match="No plan was agreed"):
        _close(cast, world)
    _close(cast, world, outcome="moved")


def test_goals_all_met_are_achieved(cast):
    world = _reviewed(cast, "met")
    _close(cast, world, outcome="achieved")
    assert Case.objects.get(pk=world.case).outcome == "achieved"


def test_a_partner_cannot_close(cast):
    world = planned(cast)
    with pytest.raises(NotAllowed, match="Only the key worker or the team manager"):
        close_case(cast.police, world.reference, outcome="moved", closing_words="x", follow_up_on=in_days(9))


def test_a_family_that_comes_back_has_a_new_case(cast):
    world = planned(cast)
    _close(cast, world, outcome="moved", not_reviewed="They left.")
    file = FamilyFile.objects.get(reference=world.reference)
    again = open_case(cast.panel_chair, file.pk, level_of_need=2, intensity="outreach")
    assert again != world.case
    assert Case.objects.filter(family=file.pk).count() == 2


# Support of the past

STARTED, ENDED = datetime(2026, 1, 5, 9, tzinfo=LONDON), datetime(2026, 6, 27, tzinfo=LONDON)
WEEKS = [("kw03", date(2026, 1, 5), 60), ("kw03", date(2026, 1, 12), 90)]


def _support(cast, reference, **facts):
    usual = {
        "support_reference": "S0001",
        "key_worker": cast.key_worker.post,
        "starts_at": STARTED,
        "ends_at": ENDED,
        "intensity": "intensive",
        "weeks": WEEKS,
    }
    return record_support(cast.team_manager, family_reference=reference, **usual | facts)


def test_support_of_the_past_is_a_closed_case_with_its_minutes_at_its_own_moments(cast):
    reference = family_known(cast)
    case = Case.objects.get(pk=_support(cast, reference))
    assert (case.state, case.opened_at, case.allocated_at, case.closed_at) == ("closed", STARTED, STARTED, ENDED)
    assert (case.outcome, case.support_reference) == ("not_recorded", "S0001")
    held = KeyWorker.objects.get(case=case)
    assert (held.starts_at, held.ends_at) == (STARTED, ENDED)
    assert sum(Support.objects.values_list("minutes", flat=True)) == 150
    assert not Grant.objects.filter(ends_at=None).exclude(kind="monitoring").exists()


def test_support_told_twice_is_recorded_once_and_new_weeks_are_added(cast):
    reference = family_known(cast)
    first = _support(cast, reference)
    assert _support(cast, reference, weeks=[*WEEKS, ("kw03", date(2026, 1, 19), 30)]) == first
    assert Support.objects.count() == 3


def test_support_that_goes_on_is_a_live_case(cast):
    reference = family_known(cast)
    case = Case.objects.get(pk=_support(cast, reference, ends_at=None))
    assert case.state == "allocated"
    assert my_families(cast.key_worker).rows[0].reference == reference


def test_two_spells_of_support_stand_one_after_the_other_and_never_overlap(cast):
    reference = family_known(cast)
    _support(cast, reference)
    with pytest.raises(Refused, match="another key worker at that time"):
        _support(cast, reference, support_reference="S0002", starts_at=ENDED - timedelta(days=9), ends_at=None)
    _support(cast, reference, support_reference="S0003", starts_at=ENDED, ends_at=None)
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"support_reference": " "}, "support_reference"),
        ({"intensity": "gentle"}, "intensity"),
        ({"starts_at": datetime(2090, 1, 1, tzinfo=LONDON)}, "starts_at"),
        ({"ends_at": STARTED}, "ends_at"),
        ({"ends_at": datetime(2090, 1, 1, tzinfo=LONDON)}, "ends_at"),
        ({"weeks": [("kw03", date(2026, 1, 5), -1)]}, "weeks"),
        ({"weeks": [("", date(2026, 1, 5), 1)]}, "weeks"),
    ],
)
def test_support_that_cannot_be_is_refused_by_field(cast, facts, field):
    with pytest.raises(Invalid) as refusal:
        _support(cast, family_known(cast), **facts)
    assert refusal.value.field == field
    assert not Case.objects.exists()


def test_support_is_recorded_by_those_who_may_inside_their_place(cast):
    reference = family_known(cast)
    with pytest.raises(NotAllowed):
        record_support(
            cast.police, family_reference=reference, support_reference="S1", key_worker=cast.key_worker.post,
            starts_at=STARTED, ends_at=ENDED, intensity="advice",
        )  # fmt: skip
    with pytest.raises(NotFound):
        _support(cast, "FNOTHERE")


def test_a_case_is_not_closed_while_a_step_up_has_no_strategy_discussion(cast):
    world = _reviewed(cast)
    step_up(
        cast.key_worker,
        world.reference,
        called_at=timezone.now(),
        spoken_to="Duty social worker",
        reason="A child was hurt.",
    )
    with pytest.raises(Refused, match="A step up to protection is open"):
        _close(cast, world)
    assert len(family(cast.key_worker, world.reference).step_ups) == 1
    with pytest.raises(NotAllowed):
        record_strategy(cast.police, world.reference, strategy="x")
    record_strategy(cast.social_worker, world.reference, strategy="Held at noon by telephone; no further enquiry.")
    with pytest.raises(Refused, match="No step up is open"):
        record_strategy(cast.social_worker, world.reference, strategy="x")
    _close(cast, world)
