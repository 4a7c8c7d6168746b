"""A key worker's morning: from signing in to a review, with a family that has no plan yet."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys.visit import WAYS, Visit, Way
from tests.journeys.worlds import House, Working, families_to_work_with


@pytest.fixture(scope="module")
def working(house: House) -> Working:
    """The families."""
    return families_to_work_with(house.cast, len(WAYS))


def test_a_key_worker_signs_in_and_carries_a_family_to_its_review(
    house: House, working: Working, way: Way, visit: Callable[[], Visit]
) -> None:
    world = working.begun[WAYS.index(way)]
    me = visit()
    me.sign_in("key_worker")
    _finds_the_family(me, world.reference)
    _reads_every_tab(me)
    _draws_the_genogram(me)
    _adds_a_document(me)
    _records_a_need(me)
    _agrees_a_plan(me)
    _completes_and_adds_an_action(me)
    _records_a_contact(me)
    _gives_a_task(me)
    _calls_a_meeting(me)
    _reviews(me)
    _measures_and_closes(me)


def _finds_the_family(me: Visit, reference: str) -> None:
    me.look("My families")
    me.open("/families/?search=nobody")
    me.look("My families", "nothing found")
    me.open("/families/?due_for=review")
    me.look("My families", "filtered")
    me.open("/families/")
    me.go(me.page.locator(f"main a[href$='/families/{reference}/']"))
    me.look("Family")


def _reads_every_tab(me: Visit) -> None:
    for tab, state in (
        ("Needs", ""),
        ("Plan", "none yet"),
        ("Contacts", "none yet"),
        ("Chronology", ""),
        ("Team", ""),
        ("Costs", ""),
        ("Who is who", ""),
    ):
        me.follow(tab)
        me.look(tab, state)
    me.open(f"{me.address}chronology/?category=crime")
    me.look("Chronology", "filtered")


def _draws_the_genogram(me: Visit) -> None:
    me.follow("Who is who")
    me.follow("Genogram")
    me.look("Genogram", "nobody linked yet")
    me.follow("Record who is whose")
    me.select("What are they?", "Parent by birth")
    me.be_refused("Record it", "Record who is whose")
    me.box("Who").select_option(index=1)
    me.page.get_by_label(re.compile(r"^Tia \w+, 8$")).check()
    me.press("Record it")
    me.reads("It is recorded, and drawn.")
    me.look("Genogram", "drawn")
    me.follow("Team")
    me.follow("Map of who helps")
    me.look("Who helps")


def _adds_a_document(me: Visit) -> None:
    me.follow("Documents")
    me.look("Documents", "none yet")
    me.follow("Add a document")
    me.type("What it is called", "School report, spring term")
    me.be_refused("Add it", "Add a document", "Choose the file")
    me.box("The file").set_input_files(
        {"name": "report.txt", "mimeType": "text/plain", "buffer": b"At school each day."}
    )
    me.select("What it tells of", "Education")
    me.press("Add it")
    me.reads("The document is in the file.", "School report, spring term")
    me.look("Documents")


def _records_a_need(me: Visit) -> None:
    me.follow("Needs")
    me.follow("Record a need or strength")
    me.look("Record a need")
    me.pick("Is it a need or a strength?", "Need")
    me.be_refused("Record it", "Record a need")
    me.select("What it is in", "Housing")
    me.type("The evidence", "Damp in both bedrooms, seen at the visit.")
    me.pick("Who told it", "A practitioner saw or heard it")
    me.press("Record it")
    me.look("Needs", "one more")


def _agrees_a_plan(me: Visit) -> None:
    me.follow("Plan")
    me.follow("Agree the plan")
    me.look("Agree the plan")
    first, second = me.group("Goal 1"), me.group("Goal 2")
    me.type("What will be true when it is met", "At school every day by Easter", within=first)
    me.date("By when", timezone.localdate() + timedelta(days=9), within=first)
    me.be_refused("The plan is agreed", "Agree the plan", "Choose who does it")
    first.get_by_label("Which need it is for").select_option(label="Education")
    me.type("The first thing to do", "Meet the head of year", within=first)
    first.get_by_label("Who does it").select_option(index=1)
    me.press("Add another goal")
    me.look("Agree the plan", "another goal")
    second.get_by_label("Which need it is for").select_option(label="Work and money")
    me.type("What will be true when it is met", "The rent is paid on time", within=second)
    me.type("The first thing to do", "Draw up a budget", within=second)
    second.get_by_label("Who does it").select_option(label="Key worker Cast, Ashworth Council")
    me.date("By when", timezone.localdate() + timedelta(days=14), within=second)
    me.type("What the family says of this plan, in their own words", "One step at a time.")
    me.date("Date of the next review", timezone.localdate() + timedelta(days=42))
    me.press("The plan is agreed")
    me.look("Plan", "agreed")
    me.reads("The rent is paid on time", "One step at a time.")


def _completes_and_adds_an_action(me: Visit) -> None:
    me.press(re.compile(r"^Mark as done\W+Draw up a budget$"))
    me.look("Plan", "an action done")
    me.reads("The action is done.")
    me.follow("Add an action")
    me.look("Add an action")
    me.type("What is to be done", "Ring the landlord about the damp")
    me.be_refused("Add the action", "Add an action")
    me.page.get_by_label("The rent is paid on time").check()
    me.box("Who does it").select_option(index=1)
    me.date("By when", timezone.localdate() + timedelta(days=3))
    me.press("Add the action")
    me.look("Plan", "an action added")


def _records_a_contact(me: Visit) -> None:
    me.follow("Contacts")
    me.follow("Record a contact")
    me.look("Record a contact")
    me.type("Where", "At home")
    me.type("Time", "a quarter past")
    me.type("What was said or seen", "Mornings go better since the alarm clock.")
    me.be_refused("Save the contact", "Record a contact")
    me.pick("How was the contact made?", "Home visit")
    me.type("Time", "00:05")
    me.type("Minutes", "45")
    me.group("Who was seen").get_by_role("checkbox").first.check()
    me.box("Which child said something in their own words").select_option(index=1)
    me.type("The child’s own words", "I like the breakfast club.")
    me.type("What next", "Ring the school on Monday.")
    me.press("Save the contact")
    me.look("Contacts", "one recorded")
    me.reads("The contact is recorded.", "I like the breakfast club.")


def _gives_a_task(me: Visit) -> None:
    me.go(me.page.get_by_role("link", name="Make a task of it").first)
    me.type("What is to be done", "Ring the school")
    me.be_refused("Give the task", "Give a task")
    me.date("By when", timezone.localdate() + timedelta(days=3))
    me.press("Give the task")
    me.go(me.page.get_by_role("link", name=re.compile("^Put it off")))
    me.type("Why it is put off", "The school is closed.")
    me.be_refused("Put it off", "Put a task off")
    me.date("New day", timezone.localdate() + timedelta(days=6))
    me.press("Put it off")
    me.look("Tasks", "one put off")
    me.reads("The school is closed.", "from the contact on")


def _calls_a_meeting(me: Visit) -> None:
    me.follow("Plan")
    me.follow("Meetings")
    me.follow("Call a meeting")
    me.type("Where it is", "The children’s centre")
    me.be_refused("Call the meeting", "Call a meeting")
    me.date("Day", timezone.localdate() + timedelta(days=21))
    me.type("Time", "2pm")
    me.group("Who is asked of the family").get_by_role("checkbox").first.check()
    me.press("Call the meeting")
    me.reads("The meeting is called.", "The children’s centre")


def _reviews(me: Visit) -> None:
    me.follow("Plan")
    me.follow("Review the plan")
    me.look("Review the plan")
    me.type("What was decided", "Go on, and see the landlord together.")
    me.be_refused("Save the review", "Review the plan")
    me.date("When the review was held", timezone.localdate())
    me.group("Who came").get_by_role("checkbox").first.check()
    for place, standing in enumerate(("Better", "Met")):
        me.page.get_by_role("group", name="How it stands now").nth(place).get_by_label(standing, exact=True).check()
    me.date("Date of the next review", timezone.localdate() + timedelta(days=70))
    me.press("Save the review")
    me.look("Plan", "reviewed")
    me.reads("The review is recorded.", "see the landlord together")
    me.follow("Meetings")
    me.look("Meetings", "one to come, one held")
    me.reads("Key worker Cast: came")
    me.follow("Review the plan")
    me.look("Review the plan", "for the second time")


def _measures_and_closes(me: Visit) -> None:
    me.open(me.address.removesuffix("reviews/new/") + "plan/")
    me.follow("Measure how things stand")
    me.look("Measure")
    me.type("The evidence", "Attendance of 94% since September")
    me.be_refused("Record the measurement", "Measure")
    me.follow("Close the case instead")
    me.look("Close the case")
    me.type("What was achieved, and what the family goes on with", "School every day.")
    me.be_refused("Close the case", "Close the case")
