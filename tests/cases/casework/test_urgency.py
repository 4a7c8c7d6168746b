"""What makes a family urgent, in truth tables: no database."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.caseload import Candidate, suggest, weighted
from cases.ordering import circle_in
from cases.urgency import DueFor, end_of, most_urgent, reason_words, waiting_due
from cases.vocabulary import Urgency
from cases.working_days import add_working_days, working_days_between

MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("facts", "day", "reason"),
    [
        ({}, date(2026, 11, 30), DueFor.CONTACT),
        ({"plan_since": date(2026, 11, 2)}, date(2026, 11, 23), DueFor.PLAN),
        ({"next_review_on": date(2026, 11, 20)}, date(2026, 11, 20), DueFor.REVIEW),
        ({"next_review_on": date(2026, 12, 20)}, date(2026, 11, 30), DueFor.CONTACT),
        ({"actions": (date(2026, 12, 1), date(2026, 11, 1))}, date(2026, 11, 1), DueFor.ACTION),
        ({"next_review_on": date(2026, 11, 3), "actions": (date(2026, 11, 3),)}, date(2026, 11, 3), DueFor.REVIEW),
    ],
)
def test_the_earliest_thing_due_makes_a_family_urgent(facts, day, reason):
    due = most_urgent(contact_since=MONDAY, **facts)
    assert (due.reason, due.at) == (reason, end_of(day))


@pytest.mark.parametrize(
    ("reason", "day", "words"),
    [
        ("review", date(2026, 11, 16), "review 6 days late"),
        ("review", date(2026, 11, 21), "review 1 day late"),
        ("review", date(2026, 11, 22), "review due today"),
        ("action", date(2026, 11, 23), "action due tomorrow"),
        ("plan", date(2026, 11, 26), "plan due in 4 days"),
        ("allocate", date(2026, 11, 20), "key worker 2 days late"),
        ("contact", date(2026, 11, 20), "no contact for 10 working days"),
        ("contact", date(2026, 11, 13), "no contact for 15 working days"),
        ("contact", date(2026, 11, 25), "contact due in 3 days"),
        ("red protection", date(2026, 11, 22), "strategy discussion due today"),
        ("something new", date(2026, 11, 22), "next step due today"),
    ],
)
def test_a_reason_is_said_in_words(reason, day, words):
    assert reason_words(reason, end_of(day), date(2026, 11, 22)) == words


def test_nothing_due_is_said_too():
    assert reason_words("", None, MONDAY) == "Nothing due"


def test_working_days_leave_out_weekends_and_bank_holidays():
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert working_days_between(date(2026, 12, 24), date(2026, 12, 31)) == 3


@pytest.mark.parametrize(("urgency", "day"), [("red", 23), ("amber", 25), ("green", 27)])
def test_the_more_urgent_a_family_the_sooner_it_must_be_allocated(urgency, day):
    opened = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Europe/London"))
    assert waiting_due(opened, Urgency(urgency)).at == end_of(date(2026, 11, day))


@pytest.mark.parametrize(
    ("waits_for", "circle"),
    [
        ({}, False),
        ({1: {2}, 2: {3}, 3: set()}, False),
        ({1: {2}, 3: {2}, 4: {1, 3}}, False),
        ({1: {1}}, True),
        ({1: {2}, 2: {3}, 3: {1}}, True),
    ],
)
def test_a_circle_is_found(waits_for, circle):
    assert bool(circle_in(waits_for)) is circle


def test_a_caseload_is_weighted_by_intensity():
    assert weighted({"intensive": 2, "advice": 2}) == weighted({"intensive": 1}) * 2 + weighted({"advice": 2})
    assert weighted({"intensive": 1}) > weighted({"outreach": 1}) > weighted({"advice": 1})


def test_the_suggestion_is_whoever_knows_the_place_and_has_room_with_reasons():
    near, far, full = (
        Candidate(1, weighted({"outreach": 2}), 10, True, 2),
        Candidate(2, weighted({}), 10, False, 0),
        Candidate(3, weighted({"intensive": 6}), 10, True, 2),
    )
    best = suggest([far, full, near], "intensive")
    assert best.post == 1
    assert best.reasons == (
        "carries 2.4 of 10, and this family weighs 1.8",
        "sits on the locality team",
        "works nearest to the family",
    )


def test_nobody_is_suggested_who_has_no_room():
    assert suggest([Candidate(1, weighted({"intensive": 5}), 10, True, 1)], "intensive") is None
    assert suggest([], "advice") is None
