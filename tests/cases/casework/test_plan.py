"""The one plan: agreed once, under needs on record, with what must come first; added to, worked off, reviewed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.models import Action, Goal, Plan
from cases.operations.add_action import add_action
from cases.operations.agree_plan import NewAction, NewGoal, agree_plan
from cases.operations.complete_action import complete_action
from cases.operations.record_need import record_need
from cases.operations.review_plan import review_plan
from cases.selectors.my_families import my_families
from cases.selectors.needs import needs
from cases.selectors.plan import plan
from datasharing.models import Grant
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated, assessed, in_days, plan_goals, planned


def action_named(words: str) -> Action:
    """The action whose words begin so; they are sealed, and no query can find them."""
    [found] = [action for action in Action.objects.all() if action.words.startswith(words)]
    return found


def _agree(cast, world, **facts):
    usual = {"goals": plan_goals(cast, world), "family_words": "Yes.", "next_review_on": in_days(42)}
    return agree_plan(cast.key_worker, world.reference, **usual | facts)


def test_a_need_is_recorded_with_evidence_and_whom_it_is_about(cast):
    world = assessed(cast)
    sheet = needs(cast.key_worker, world.reference)
    assert [(row.need, row.about) for row in sheet.needs] == [("money", ("Ruth Orme",)), ("education", ("Tia Orme",))]
    assert [row.need for row in sheet.strengths] == ["relationships"]


def test_what_tells_of_domestic_abuse_is_kept_as_such_unless_told_otherwise(cast):
    world = allocated(cast)
    record_need(cast.key_worker, world.reference, need="domestic_abuse", evidence="What was seen.")
    assert needs(cast.key_worker, world.reference).needs[0].category_words == "Domestic abuse"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"need": "weather"}, "need"),
        ({"evidence": "  "}, "evidence"),
        ({"evidence": "a\x00b"}, "evidence"),
        ({"evidence": "x" * 20_001}, "evidence"),
        ({"category": "gossip"}, "category"),
        ({"kind": "wish"}, "kind"),
        ({"told_by": "a neighbour"}, "told_by"),
    ],
)
def test_a_need_that_cannot_be_kept_is_refused_by_field(cast, facts, field):
    world = allocated(cast)
    with pytest.raises(Invalid) as refusal:
        record_need(cast.key_worker, world.reference, **{"need": "money", "evidence": "Seen."} | facts)
    assert refusal.value.field == field


def test_a_need_is_about_people_of_this_family_alone(cast):
    world, other = allocated(cast), allocated(cast, number=1)
    with pytest.raises(Invalid, match="belong to this family"):
        record_need(cast.key_worker, world.reference, need="money", evidence="Seen.", about=[other.parent])


def test_there_is_one_plan(cast):
    world = planned(cast)
    with pytest.raises(Refused, match="has one plan, and it is agreed"):
        _agree(cast, world)
    assert Plan.objects.count() == 1


def test_a_goal_stands_under_a_need_on_record(cast):
    world = assessed(cast)
    with pytest.raises(Refused, match="No need in “Housing” is recorded"):
        _agree(cast, world, goals=[NewGoal("housing", "A dry flat")])
    with pytest.raises(Refused, match="No need in “Family relationships” is recorded"):
        _agree(cast, world, goals=[NewGoal("relationships", "A strength is no need")])
    assert not Goal.objects.exists()


def test_advice_has_one_goal_and_needs_no_need_on_record(cast):
    world = allocated(cast, intensity="advice")
    with pytest.raises(Invalid, match="Advice has one goal"):
        _agree(cast, world, goals=[NewGoal("money", "One"), NewGoal("money", "Two")])
    _agree(cast, world, goals=[NewGoal("money", "The benefit form is sent")])
    assert plan(cast.key_worker, world.reference).is_advice


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"goals": []}, "at least one goal"),
        ({"family_words": ""}, "what the family said"),
        ({"next_review_on": None}, "Set the date"),
        ({"next_review_on": in_days(0)}, "after today"),
        ({"next_review_on": in_days(4000)}, "within three years"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(cast, facts, words):
    world = assessed(cast)
    with pytest.raises(Refused, match=words):
        _agree(cast, world, **facts)
    assert not Plan.objects.exists()


def test_an_action_is_not_due_before_today(cast):
    world = assessed(cast)
    with pytest.raises(Refused, match="due today or later"):
        _agree(cast, world, goals=[("money", "Goal", [("Do it", in_days(-1), cast.key_worker.post)])])
    assert not Plan.objects.exists()


def test_an_action_is_owned_by_one_practitioner_of_the_team_or_one_of_the_family(cast):
    world, other = assessed(cast), allocated(cast, number=1)
    for owner in ({}, {"owner_post": cast.housing.post}, {"owner_person": other.parent}):
        with pytest.raises(Invalid, match="Choose"):
            _agree(cast, world, goals=[NewGoal("money", "Goal", [NewAction("Do it", in_days(3), **owner)])])
    both = NewAction("Do it", in_days(3), owner_post=cast.key_worker.post, owner_person=world.parent)
    with pytest.raises(Invalid, match="one practitioner, or one member"):
        _agree(cast, world, goals=[NewGoal("money", "Goal", [both])])


def test_actions_that_wait_for_one_another_in_a_circle_are_refused_by_name(cast):
    world = assessed(cast)
    owner = cast.key_worker.post
    round_about = [
        NewAction("Find the key", in_days(3), owner, name="a", after=("b",)),
        NewAction("Open the door", in_days(3), owner, name="b", after=("a",)),
    ]
    with pytest.raises(Invalid, match=r"in a circle: “.*” waits for “.*” waits for “.*”") as refusal:
        _agree(cast, world, goals=[NewGoal("money", "Goal", round_about)])
    assert "“Find the key”" in refusal.value.words
    unknown = [NewAction("Open the door", in_days(3), owner, after=("nothing",))]
    with pytest.raises(Invalid, match="from the actions of this plan"):
        _agree(cast, world, goals=[NewGoal("money", "Goal", unknown)])


def test_an_action_waits_until_what_comes_first_is_done(cast):
    world = planned(cast)
    first, second = (
        action_named("Meet the head of year"),
        action_named("Walk to school together"),
    )
    with pytest.raises(Refused, match="“Walk to school together” waits for “Meet the head of year”"):
        complete_action(cast.key_worker, world.reference, action=second.pk)
    complete_action(cast.school, world.reference, action=first.pk)
    complete_action(cast.key_worker, world.reference, action=second.pk)
    assert complete_action(cast.key_worker, world.reference, action=second.pk) == second.pk
    goal = plan(cast.key_worker, world.reference).goals[0]
    assert goal.done_words == "2 of 2 actions done"


def test_a_partner_marks_its_own_actions_alone(cast):
    world = planned(cast)
    action = action_named("Draw up a budget")
    with pytest.raises(NotAllowed, match="This action is for Key worker Cast, Ashworth Council"):
        complete_action(cast.police, world.reference, action=action.pk)


@pytest.mark.parametrize(("days", "words"), [(1, "not in the future"), (-3, "before the plan was agreed")])
def test_an_action_is_done_between_the_plan_and_today(cast, days, words):
    world = planned(cast)
    action = action_named("Draw up a budget")
    with pytest.raises(Invalid, match=words):
        complete_action(cast.key_worker, world.reference, action=action.pk, done_on=in_days(days))


def test_an_action_of_another_family_is_not_found(cast):
    world, other = planned(cast), planned(cast, number=1)
    theirs = Action.objects.filter(goal__plan__case=other.case).first()
    with pytest.raises(NotFound):
        complete_action(cast.key_worker, world.reference, action=theirs.pk)


def test_an_action_is_added_between_others_and_never_in_a_circle(cast):
    world = planned(cast)
    first, second = (
        action_named("Meet the head of year"),
        action_named("Walk to school together"),
    )
    facts = {"goal": first.goal_id, "due_on": in_days(10), "owner_post": cast.key_worker.post}
    with pytest.raises(Invalid, match="in a circle"):
        add_action(cast.key_worker, world.reference, words="Between", after=[second.pk], before=[first.pk], **facts)
    added = add_action(cast.police, world.reference, words="Between", after=[first.pk], before=[second.pk], **facts)
    rows = {row.id: row for row in plan(cast.key_worker, world.reference).goals[0].actions}
    assert rows[added].waits_for == ("Meet the head of year",)
    assert set(rows[second.pk].waits_for) == {"Meet the head of year", "Between"}
    assert Plan.objects.get().version == 2


def test_a_review_stands_last_time_beside_this_time_and_sets_the_next_date(cast):
    world = planned(cast)
    goals = list(Goal.objects.values_list("pk", flat=True))
    facts = {"held_on": in_days(0), "came": [cast.key_worker.post, cast.school.post], "decisions": "Go on as planned."}
    with pytest.raises(Invalid, match="has no answer yet"):
        review_plan(cast.key_worker, world.reference, goals={goals[0]: "better"}, next_review_on=in_days(30), **facts)
    with pytest.raises(Invalid, match="Set the date of the next review"):
        review_plan(cast.key_worker, world.reference, goals=dict.fromkeys(goals, "same"), next_review_on=None, **facts)
    standings = {goals[0]: ("met", "In school every day."), goals[1]: "same"}
    review_plan(cast.key_worker, world.reference, goals=standings, next_review_on=in_days(30), **facts)
    review_plan(cast.key_worker, world.reference, goals={goals[1]: "better"}, next_review_on=in_days(60), **facts)
    sheet = plan(cast.key_worker, world.reference)
    assert sheet.head.next_review_on == in_days(60)
    assert [one.progress for one in sheet.goals[1].standings] == ["better", "same"]
    assert sheet.goals[0].achieved_on == in_days(0)
    assert sheet.reviews[0].came == ("Key worker Cast", "School Cast")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"held_on": in_days(1)}, "held_on"),
        ({"held_on": in_days(-9)}, "held_on"),
        ({"came": []}, "came"),
        ({"came": [999_999]}, "came"),
        ({"decisions": ""}, "decisions"),
        ({"next_review_on": in_days(0)}, "next_review_on"),
        ({"goals": {999_999: "met"}}, "goals"),
    ],
)
def test_a_review_that_does_not_fit_is_refused_by_field(cast, facts, field):
    world = planned(cast)
    usual = {
        "held_on": in_days(0),
        "came": [cast.key_worker.post],
        "decisions": "Go on.",
        "goals": dict.fromkeys(Goal.objects.values_list("pk", flat=True), "same"),
        "next_review_on": in_days(30),
    }
    with pytest.raises(Refused) as refusal:
        review_plan(cast.key_worker, world.reference, **usual | facts)
    assert refusal.value.field == field


def test_urgency_follows_each_step_on_every_workers_list(cast):
    world = assessed(cast)
    sign_rulebook()
    assert my_families(cast.key_worker).rows[0].due_for in {"contact", "plan"}
    _agree(cast, world, next_review_on=in_days(2))
    for actor in (cast.key_worker, cast.police, cast.team_manager):
        row = my_families(actor).rows[0]
        assert (row.due_for, row.reason) == ("review", "review due in 2 days")
    assert set(Grant.objects.filter(kind__in=["key_worker", "team"]).values_list("due_for", flat=True)) == {"review"}


def test_a_review_that_is_late_says_by_how_many_days(cast):
    planned(cast)
    Grant.objects.filter(kind="key_worker").update(due_at=timezone.now() - timedelta(days=6), due_for="review")
    assert my_families(cast.key_worker).rows[0].reason in {"review 6 days late", "review 7 days late"}


def test_what_decides_the_end_of_a_plan_is_shown_of_what_is_not_done(cast, client):
    world = planned(cast)
    rows = {one.words.value: one for goal in plan(cast.key_worker, world.reference).goals for one in goal.actions}
    critical = [name for name, one in rows.items() if one.is_critical]
    assert critical == ["Meet the head of year", "Walk to school together"]
    goal = plan(cast.key_worker, world.reference).goals[1]
    facts = {"words": "Move house", "due_on": in_days(1), "owner_post": cast.key_worker.post, "takes": 30}
    with pytest.raises(Invalid, match="from 1 to 260"):
        add_action(cast.key_worker, world.reference, goal=goal.id, **facts | {"takes": 0})
    add_action(cast.key_worker, world.reference, goal=goal.id, after=[goal.actions[0].id], **facts)
    sheet = plan(cast.key_worker, world.reference)
    assert [one.words.value for one in sheet.critical] == ["Draw up a budget", "Move house"]
    assert sheet.critical[-1].cannot_be_in_time and sheet.critical_end == sheet.critical[-1].earliest_on
    page = sign_in(client, cast.key_worker).get(f"/families/{world.reference}/plan/").content.decode()
    assert "at the earliest" in page and "Not before" in page and page.count("Decides the end") == 2
    complete_action(cast.key_worker, world.reference, action=goal.actions[0].id)
    complete_action(cast.key_worker, world.reference, action=rows["Meet the head of year"].id)
    assert plan(cast.key_worker, world.reference).critical == ()
