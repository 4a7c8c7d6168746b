"""Both ways in, each with two people: a family's own form, which is public, and a professional's referral."""

from collections.abc import Callable
from datetime import date

from tests.journeys.visit import Visit, Way
from tests.journeys.worlds import House


def test_a_family_asks_for_help_for_two_people(house: House, way: Way, visit: Callable[[], Visit]) -> None:
    me = visit()
    me.open("/ask-for-help/")
    me.look("Ask for help")
    me.type("What is going on, and what would help?", "We are struggling with mornings.")
    me.type("First name", "Tia", within=me.group("Person 1"))
    me.be_refused("Ask for help", "Ask for help")
    me.press("Add another person")
    me.look("Ask for help", "another person")
    me.type("First name", "Ruth", within=me.group("Person 2"))
    me.date("Date of birth", date(1990, 3, 4), within=me.group("Person 2"))
    me.pick("Is anybody in danger right now?", "No")
    me.select("Which area", "Ashworth")
    me.pick("Who are you asking for?", "My own family")
    me.type("How can we reach you safely?", "07700 900123, not after six")
    me.pick("May we talk to people who know the family, such as the school or the doctor?", "Ask me first")
    me.press("Ask for help")
    me.look("Help asked")
    me.reads("We have what you wrote", "Your reference is R")


def test_a_school_refers_a_family_of_two(house: House, way: Way, visit: Callable[[], Visit]) -> None:
    me = visit()
    me.arrive_as(house.cast.school)
    me.open("/refer/")
    me.look("Refer a family")
    me.type("What worries you, and what is going well", "Late and hungry, and always kind to the little ones.")
    me.type("First name", "Omar", within=me.group("Person 1"))
    me.date("Date of birth", date(2031, 2, 3), within=me.group("Person 1"))
    me.be_refused("Send the referral", "Refer a family")
    me.date("Date of birth", date(2014, 2, 3), within=me.group("Person 1"))
    me.type("Last name", "Orme", within=me.group("Person 1"))
    me.type("First name", "Ruth", within=me.group("Person 2"))
    me.type("Last name", "Orme", within=me.group("Person 2"))
    me.press("Add another person")
    me.look("Refer a family", "another person")
    me.press("Take out person 3")
    me.pick("Is somebody in danger now?", "No")
    me.select("Who is referring?", "School")
    me.pick("What does the family say?", "The family has agreed")
    me.press("Send the referral")
    me.look("Referral sent")
    me.reads("Referral received")
    me.follow("It cannot wait: step up to protection")
    me.look("Step up to protection", "from a referral sent")


def test_pages_that_say_no_are_as_good_as_those_that_say_yes(
    house: House, way: Way, visit: Callable[[], Visit]
) -> None:
    me = visit()
    me.arrive_as(house.cast.police)
    me.open("/families/FZZZZZZZ/")
    me.look("Not found", status=404)
    me.open("/overview/")
    me.look("Not for this role", status=403)
    for address, name in (("/families/", "My families"), ("/asked/", "Asked of me")):
        me.open(address)
        me.look(name, "empty")
    me.open("/accessibility/")
    me.look("Accessibility")
