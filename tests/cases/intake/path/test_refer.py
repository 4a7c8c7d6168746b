"""Refer: what reaches the front door, and what is refused in words."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.models import JournalEntry
from agencies.refusals import Invalid, Refused
from cases.intake.models import Referral
from cases.intake.operations.submit_referral import submit_referral
from cases.intake.report import LONGEST_CONCERN, read_report
from datasharing.models import FamilyFile, Grant
from tests.world import referral, said

TODAY = date(2026, 11, 20)


def test_a_referral_is_received_with_a_file_a_clock_and_a_grant_to_the_front_door(cast):
    sent = referral(cast)
    held = Referral.objects.get(reference=sent.reference)
    grant = Grant.objects.get(file=held.file)
    assert held.state == "received" and held.urgency == "green" and held.sender_id == cast.school.agency
    assert held.needs == ["education", "safety", "money"]
    assert [person.given_name for person in held.people.all()] == ["Ruth", "Omar", "Tia"]
    assert (grant.kind, grant.team.reference, grant.due_at, grant.due_for) == (
        "referral", "front-door", held.due_at, "green received",
    )  # fmt: skip
    assert held.due_at > timezone.now()
    assert JournalEntry.objects.filter(event="referral.submitted", families=[held.file_id]).count() == 1


def test_immediate_danger_turns_a_referral_red_and_tells_the_emergency_duty_team(cast):
    sent = referral(cast, immediate_danger=True)
    held = Referral.objects.get(reference=sent.reference)
    assert held.urgency == "red" and held.due_at == held.received_at + timedelta(hours=2)
    assert set(Grant.objects.values_list("team__reference", flat=True)) == {"front-door", "emergency-duty"}


def test_sending_twice_makes_one_referral_and_the_same_reference(cast):
    first = referral(cast, id="S-1")
    again = referral(cast, id="S-1")
    assert first.is_new and not again.is_new and again.reference == first.reference
    assert Referral.objects.count() == FamilyFile.objects.count() == 1


def test_something_else_under_the_same_reference_is_refused_and_changes_nothing(cast):
    referral(cast, id="S-1")
    with pytest.raises(Refused, match="said something else"):
        referral(cast, id="S-1", concern="Quite another worry.")
    assert Referral.objects.count() == 1


def test_two_senders_may_use_the_same_reference(cast):
    referral(cast, id="S-1")
    assert referral(cast, id="S-1", by=cast.police).is_new


def test_a_family_refers_itself_without_an_account(cast):
    report = read_report(said(source="self", id="form-1"), today=TODAY)
    sent = submit_referral(None, report, to_front_door="front-door")
    again = submit_referral(None, report, to_front_door="front-door")
    held = Referral.objects.get(reference=sent.reference)
    assert held.sender is None and again.reference == sent.reference


def test_a_sender_with_two_front_doors_says_which(cast):
    with pytest.raises(Invalid, match="Say which front door"):
        submit_referral(None, read_report(said(), today=TODAY))


BAD = [
    ({"people": []}, "at least one person"),
    ({"people": None}, "at least one person"),
    ({"people": ["Ruth"]}, "must be an object"),
    ({"people": [{"role": "child"}]}, "first name or a last name"),
    ({"people": [{"given_name": "A", "date_of_birth": "2030-01-01"}]}, "in the future"),
    ({"people": [{"given_name": "A", "date_of_birth": "31/02/2025"}]}, "not a date of birth"),
    ({"people": [{"given_name": "A", "date_of_birth": "1620-01-01"}]}, "before 1900"),
    ({"people": [{"given_name": "A", "shoe_size": "5"}]}, "no field called 'shoe_size'"),
    ({"people": [{"given_name": "A\x00"}]}, "null"),
    ({"people": [{"given_name": "A", "role": "goldfish"}]}, "role must be one of"),
    ({"people": [{"given_name": "A"}] * 41}, "up to 40 people"),
    ({"concern": ""}, "Say what worries you"),
    ({"concern": "x" * (LONGEST_CONCERN + 1)}, "20,001 characters; up to 20,000"),
    ({"concern": "x" * 1_000_000}, "1,000,000 characters"),
    ({"concern": "a\x00b"}, "null"),
    ({"concern": "a\ud800b"}, "not text"),
    ({"concern": 5}, "must be text"),
    ({"source": "martian"}, "Say who refers"),
    ({"consent": "maybe"}, "agreed to"),
    ({"needs": ["gold"]}, "'gold' is not a need"),
    ({"needs": "gold"}, "list of words"),
    ({"needs": [{}]}, "is not a need"),
    ({"immediate_danger": "no"}, "true or false"),
    ({"received_at": "yesterday"}, "not a moment"),
    ({"received_at": "2026-05-01T16:53:00"}, "needs its zone"),
    ({"mood": "sunny"}, "no field called 'mood'"),
]


@pytest.mark.parametrize(("facts", "words"), BAD, ids=[words for _, words in BAD])
def test_what_cannot_be_used_is_refused_in_words(facts, words):
    with pytest.raises(Invalid, match=words):
        read_report(said(**facts), today=TODAY)


def test_a_wrong_nhs_number_is_kept_as_said():
    people = [{"given_name": "Ruth", "nhs_number": "123"}]
    assert read_report(said(people=people), today=TODAY).people[0].nhs_number == "123"
