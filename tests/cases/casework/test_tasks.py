"""Tasks on a family: given, done, put off; reminders, each once; and who is shown what."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from agencies.models import Notice
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.models import Contact, Task
from cases.operations.change_key_worker import change_key_worker
from cases.operations.give_task import finish_task, give_task, put_task_off
from cases.operations.protect_member import restrict_member
from cases.operations.remind_of_tasks import remind_of_tasks
from cases.selectors.family import family
from cases.selectors.my_families import my_families
from cases.selectors.tasks import tasks
from datasharing.models import Grant
from tests.agreements import sign_rulebook
from tests.as_the_app import working_as_the_app
from tests.cast import sign_in
from tests.world_casework import contacted, in_days, planned


@pytest.fixture(autouse=True)
def _rulebook(cast):
    sign_rulebook()


def give(cast, world, by="key_worker", **facts):
    usual = {"words": "Ring the school", "due_on": in_days(3)}
    return give_task(getattr(cast, by), world.reference, **usual | facts)


def told(kind):
    """Who was told of it, and whether it is still open."""
    held = Notice.objects.filter(kind=kind).values_list("post_id", "settled_at")
    return [(post, settled_at is None) for post, settled_at in held]


def test_a_task_is_given_to_oneself_or_to_somebody_of_the_team_once(cast):
    world = contacted(cast)
    number = "6fa459ea-ee8a-4ca4-894e-db77e160355e"
    own = give(cast, world, submission=number, contact=Contact.objects.get().pk)
    assert give(cast, world, submission=number) == own and told(NoticeKind.TASK_GIVEN) == []
    give(cast, world, owner=cast.police.post, about=world.child, words="Ask about the party")
    assert told(NoticeKind.TASK_GIVEN) == [(cast.police.post, True)]
    rows = tasks(cast.police, world.reference).to_do
    assert [(one.words.value, one.is_mine, one.may_see_to) for one in rows] == [
        ("Ring the school", False, False), ("Ask about the party", True, True),
    ]  # fmt: skip
    assert rows[0].origin.startswith("from the contact on ")
    assert family(cast.key_worker, world.reference).tasks[0].id == own
    assert Grant.objects.get(kind="key_worker").due_for == "task"


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"words": " "}, "words"), ({"due_on": in_days(-1)}, "due_on"), ({"due_on": in_days(2000)}, "due_on"),
     ({"owner": 999_999}, "owner")],
)  # fmt: skip
def test_a_task_that_does_not_fit_is_refused_by_field(cast, facts, field):
    with pytest.raises(Invalid) as refusal:
        give(cast, planned(cast), **facts)
    assert refusal.value.field == field


def test_what_it_comes_from_is_of_this_family(cast):
    other, world = contacted(cast), planned(cast, number=1)
    assert other.reference != world.reference
    for origin in ({"contact": Contact.objects.get().pk}, {"review": 1}):
        with pytest.raises(NotFound):
            give(cast, world, **origin)
    with pytest.raises(NotFound):
        give(cast, world, by="outsider")


def test_it_is_done_by_its_owner_its_giver_or_the_key_worker(cast):
    world = planned(cast)
    task = give(cast, world, owner=cast.police.post)
    with pytest.raises(NotAllowed, match="This task is for Police Cast"):
        finish_task(cast.school, world.reference, task=task)
    finish_task(cast.police, world.reference, task=task)
    assert finish_task(cast.key_worker, world.reference, task=task) == task
    sheet = tasks(cast.key_worker, world.reference)
    assert sheet.to_do == () and sheet.done[0].done_by == "Police Cast"
    assert told(NoticeKind.TASK_GIVEN) == [(cast.police.post, False)]
    with pytest.raises(Refused, match="is done"):
        put_task_off(cast.police, world.reference, task=task, due_on=in_days(9), reason="x")
    assert Grant.objects.get(kind="key_worker").due_for != "task"


def test_it_is_put_off_to_a_later_day_with_a_reason_that_stays(cast):
    world = planned(cast)
    task = give(cast, world)
    for facts, field in (
        ({"due_on": in_days(2), "reason": "Ill"}, "due_on"),
        ({"due_on": in_days(9), "reason": ""}, "reason"),
    ):
        with pytest.raises(Invalid) as refusal:
            put_task_off(cast.key_worker, world.reference, task=task, **facts)
        assert refusal.value.field == field
    put_task_off(cast.key_worker, world.reference, task=task, due_on=in_days(9), reason="The school is closed.")
    row = tasks(cast.key_worker, world.reference).to_do[0]
    assert row.due_on == in_days(9) and row.put_off[0].was_due_on == in_days(3)
    assert row.put_off[0].reason.value == "The school is closed."


def test_a_reminder_comes_on_the_working_day_before_and_one_when_late_each_once(cast):
    """Over Christmas: a task due on Tuesday 29 December is reminded of on Christmas Eve, the working day before."""
    world = planned(cast)
    Task.objects.all().delete()
    task = give(cast, world, owner=cast.police.post, due_on=in_days(200))
    Task.objects.update(due_on=date(2026, 12, 29))

    def run(day, hour=9):
        with working_as_the_app():
            return remind_of_tasks(on=timezone.make_aware(datetime(2026, 12, day, hour)))

    assert [run(23), run(24), run(24, 10), run(25), run(29)] == [0, 1, 0, 0, 0]
    assert [run(30), run(30, 12), run(31)] == [1, 0, 0]
    assert told(NoticeKind.TASK_DUE) == told(NoticeKind.TASK_LATE) == [(cast.police.post, True)]
    reminder = Notice.objects.get(kind=NoticeKind.TASK_LATE)
    assert (reminder.leads_to, reminder.reference) == ("cases:tasks", world.reference)
    assert "school" not in f"{reminder.event}{reminder.reference}"
    Task.objects.update(due_on=in_days(1))
    put_task_off(cast.police, world.reference, task=task, due_on=in_days(30), reason="He is away.")
    Task.objects.update(due_on=date(2026, 12, 30))
    assert run(29) == 1
    finish_task(cast.police, world.reference, task=task)
    assert run(31) == 0


def test_my_families_shows_my_next_task_and_a_new_key_worker_has_the_old_ones(cast):
    world = planned(cast)
    give(cast, world, words="Send the form", due_on=in_days(5))
    give(cast, world)
    give(cast, world, owner=cast.police.post, due_on=in_days(1))
    mine = my_families(cast.key_worker).rows[0].task
    assert (mine.words, mine.due_on, mine.count) == ("Ring the school", in_days(3), 2)
    page = sign_in(Client(), cast.key_worker).get("/families/").content.decode()
    assert "Ring the school, by " in page and "and 1 more" in page
    change_key_worker(
        cast.team_manager, world.reference, key_worker=cast.second_key_worker.post, handover="All is well."
    )
    assert my_families(cast.second_key_worker).rows[0].task.count == 2


def test_a_task_about_a_restricted_person_is_closed_to_whoever_is_not_named(cast):
    world = planned(cast)
    give(cast, world, about=world.parent, owner=cast.police.post)
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="guarded", categories=["plan"],
        reason="She is afraid that he finds her.", named=[cast.key_worker.post, cast.team_manager.post],
    )  # fmt: skip
    assert len(tasks(cast.key_worker, world.reference).to_do) == 1
    assert tasks(cast.police, world.reference).to_do == () and my_families(cast.police).rows[0].task is None


def test_the_pages_give_finish_and_put_off_and_lose_nothing(cast):
    world = contacted(cast)
    client = sign_in(Client(), cast.team_manager)
    at = f"/families/{world.reference}/tasks/"
    contact = Contact.objects.get().pk
    assert f"contact:{contact}" in client.get(f"{at}new/?from=contact:{contact}").content.decode()
    sent = {"words": "Visit together", "due_on": in_days(3).isoformat(), "came_from": f"contact:{contact}"}
    refused = client.post(f"{at}new/", sent)
    assert refused.status_code == 422 and "Visit together" in refused.content.decode()
    assert client.post(f"{at}new/", sent | {"owner": cast.key_worker.post}).status_code == 302
    task = Task.objects.get()
    assert (task.contact_id, task.owner_id) == (contact, cast.key_worker.post)
    refused = client.post(f"{at}{task.pk}/later/", {"reason": "She is ill."})
    assert refused.status_code == 422 and "She is ill." in refused.content.decode()
    later = {"reason": "She is ill.", "due_on": in_days(8).isoformat()}
    assert client.post(f"{at}{task.pk}/later/", later).status_code == 302
    page = client.get(at).content.decode()
    assert "She is ill." in page and "Visit together" in page
    assert client.post(f"{at}{task.pk}/done/").status_code == 302
    assert client.get(f"{at}{task.pk}/later/").status_code == 404
