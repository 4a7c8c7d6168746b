"""Allocating a family: who may, who can be its key worker, where the team comes from, and who sees it then."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import JournalEntry
from agencies.operations.posts import end_post
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.models import Case, CaseMember, KeyWorker
from cases.operations.allocate_team import allocate_team
from cases.operations.change_key_worker import change_key_worker
from cases.selectors.allocation import allocation
from cases.selectors.family import family
from cases.selectors.team import team
from cases.selectors.waiting_list import waiting_list
from datasharing import grants
from datasharing.models import FamilyFile, Grant
from datasharing.vocabulary import Reach
from tests.world_casework import allocated, waiting


def _allocate(cast, world, **facts):
    usual = {"key_worker": cast.key_worker.post, "members": [cast.police.post], "team": "locality-north"}
    return allocate_team(cast.team_manager, world.reference, **usual | facts)


def test_an_allocated_family_is_its_key_workers_and_its_teams(cast):
    world = allocated(cast)
    case = Case.objects.get(pk=world.case)
    assert (case.state, case.key_worker_id) == ("allocated", cast.key_worker.post)
    assert set(CaseMember.objects.filter(case=case).values_list("post", flat=True)) == {
        cast.police.post,
        cast.health.post,
        cast.school.post,
    }
    for actor in (cast.key_worker, cast.police, cast.school, cast.team_manager):
        assert family(actor, world.reference).head.reference == world.reference
    assert JournalEntry.objects.filter(event="case.team_allocated").count() == 1


@pytest.mark.parametrize("who", ["colleague", "second_key_worker", "housing", "outsider", "governance", "panel_chair"])
def test_nobody_else_learns_that_the_family_exists(cast, who):
    world = allocated(cast)
    with pytest.raises(NotFound):
        family(getattr(cast, who), world.reference)


@pytest.mark.parametrize(
    ("facts", "words", "field"),
    [
        ({"key_worker": "police"}, "is not a key worker", "key_worker"),
        ({"key_worker": "outsider"}, "does not work where this family lives", "key_worker"),
        ({"key_worker": 999_999}, "whose post is held today", "key_worker"),
        ({"members": ["social_worker"]}, "Choose people who sit on Locality team north", "members"),
        ({"members": ["team_manager"]}, "does not work on a case team", "members"),
        ({"members": []}, "Choose at least one person for the team", "members"),
        ({"members": ["second_key_worker", "team_member"]}, "One named person an agency", "members"),
        ({"team": "panel"}, "Choose one of the standing locality teams", "team"),
        ({"team": "nowhere"}, "Choose one of the standing locality teams", "team"),
    ],
)
def test_an_allocation_that_does_not_fit_is_refused_in_words(cast, facts, words, field):
    world = waiting(cast)
    given = {
        name: [getattr(cast, one).post for one in value]
        if isinstance(value, list)
        else getattr(cast, value).post
        if value in cast.everybody()
        else value
        for name, value in facts.items()
    }
    with pytest.raises(Invalid, match=words) as refusal:
        _allocate(cast, world, **given)
    assert refusal.value.field == field
    assert Case.objects.get(pk=world.case).state == "opened"
    assert not KeyWorker.objects.exists()


def test_a_worker_who_keeps_out_of_a_family_cannot_be_allocated_and_is_not_offered(cast):
    world = waiting(cast)
    file = FamilyFile.objects.get(reference=world.reference)
    grants.give_grant(cast.governance, file.pk, Reach.EXCLUDED, post=cast.key_worker.post)
    with pytest.raises(Invalid, match="cannot work with this family"):
        _allocate(cast, world)
    assert cast.key_worker.post not in {one.post for one in allocation(cast.team_manager, world.reference).workers}


def test_a_worker_whose_post_has_ended_cannot_be_allocated(cast):
    world = waiting(cast)
    end_post(None, cast.key_worker.post, ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Invalid, match="whose post is held today"):
        _allocate(cast, world)


def test_advice_needs_no_team(cast):
    world = waiting(cast, intensity="advice")
    _allocate(cast, world, members=[], team="")
    assert Case.objects.get(pk=world.case).state == "allocated"
    assert team(cast.key_worker, world.reference).head.steps[0] == "add_member"


def test_the_second_allocation_says_who_has_the_family(cast):
    world = allocated(cast)
    with pytest.raises(Refused, match="is already allocated to Key worker Cast, Ashworth Council"):
        _allocate(cast, world, key_worker=cast.second_key_worker.post)


def test_only_the_panel_and_the_manager_allocate(cast):
    world = allocated(cast)
    with pytest.raises(NotAllowed, match="Only the triage panel or a team manager"):
        allocate_team(cast.key_worker, world.reference, key_worker=cast.key_worker.post)
    with pytest.raises(NotFound):
        allocate_team(cast.outsider, world.reference, key_worker=cast.key_worker.post)


def test_the_waiting_list_says_how_long_how_urgent_and_who_checks(cast):
    first, second = waiting(cast, days_ago=9), waiting(cast, days_ago=1, number=1)
    sheet = waiting_list(cast.team_manager)
    assert [row.reference for row in sheet.rows] == [first.reference, second.reference]
    row = sheet.rows[0]
    assert (row.days, row.checked_by, row.level_of_need.value) == (9, "Team manager Cast", 3)
    assert row.reason.startswith("key worker ")
    _allocate(cast, first)
    assert [row.reference for row in waiting_list(cast.team_manager).rows] == [second.reference]
    assert waiting_list(cast.police).rows == ()


def test_the_sheet_shows_live_caseload_headroom_and_a_suggestion(cast):
    for number in range(3):
        allocated(cast, number=number)
    sheet = allocation(cast.team_manager, waiting(cast, number=4).reference)
    loads = {one.name: (str(one.load), str(one.headroom)) for one in sheet.workers}
    assert loads["Key worker Cast"] == ("5.4", "4.6")
    assert loads["Second key worker Cast"] == ("0", "10")
    assert sheet.suggested.name == "Second key worker Cast"
    assert "sits on the locality team" in sheet.suggested.reasons
    assert [one.reference for one in sheet.teams] == ["locality-north"]


def test_a_handover_ends_the_reach_of_the_one_before_and_leaves_words_for_the_next(cast):
    world = allocated(cast)
    change_key_worker(
        cast.team_manager, world.reference, key_worker=cast.second_key_worker.post, handover="Ring Ruth before noon."
    )
    with pytest.raises(NotFound):
        family(cast.key_worker, world.reference)
    sheet = team(cast.second_key_worker, world.reference)
    assert sheet.head.key_worker == "Second key worker Cast, The Bridge Project"
    assert [one.ends_at is None for one in sheet.key_workers] == [True, False]
    assert KeyWorker.objects.get(case=world.case, ends_at=None).handover == "Ring Ruth before noon."
    assert Grant.objects.filter(kind="key_worker", ends_at=None).count() == 1


@pytest.mark.parametrize(
    ("worker", "handover", "words"),
    [("key_worker", "x", "key worker already"), ("second_key_worker", " ", "Enter how things stand")],
)
def test_a_handover_that_does_not_fit_is_refused(cast, worker, handover, words):
    world = allocated(cast)
    with pytest.raises(Refused, match=words):
        change_key_worker(cast.team_manager, world.reference, key_worker=getattr(cast, worker).post, handover=handover)


def test_a_key_worker_cannot_hand_over_alone(cast):
    world = allocated(cast)
    with pytest.raises(NotAllowed, match="Only the team manager"):
        change_key_worker(cast.key_worker, world.reference, key_worker=cast.second_key_worker.post, handover="x")
