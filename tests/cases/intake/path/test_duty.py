"""Asking the duty custodian: the same for everybody who asks, answered by one person, open to one person."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import JournalEntry, Notice
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.intake.operations.duty import answer_duty_question, ask_duty_custodian, tell_duty_custodians
from cases.intake.operations.match_referral import match_referral
from cases.intake.selectors.duty import ask_duty_sheet, duty_question
from cases.models import Person
from cases.operations.open_in_emergency import open_in_emergency
from cases.operations.protect_member import restrict_member
from cases.selectors.family import family
from datasharing import grants
from datasharing.models import DutyQuestion, FamilyFile, Named, Restriction
from datasharing.operations.duty import end_turn, put_on_duty, tell_of_gaps
from datasharing.operations.restrictions import implicate
from datasharing.vocabulary import Event, Reach
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world import referral
from tests.world_casework import allocated

WHY = "A man rang from the door of her house, and I must know where the children are"


@pytest.fixture
def world(cast):
    sign_rulebook()
    return allocated(cast)


@pytest.fixture
def seal(cast, world):
    """A mother whose identity is sealed; the duty custodian is not named on it."""
    return restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"],
        reason="She was hurt at home, and he asks where she is",
        custodians=[cast.team_manager.post, cast.da_adviser.post],
    )  # fmt: skip


@pytest.fixture
def turn(cast):
    now = timezone.now()
    return put_on_duty(
        cast.governance, post=cast.duty_manager.post, telephone="01632 960 001",
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=12),
    )  # fmt: skip


def said_of(world):
    """A referral's words of the mother, as somebody rang them in at night."""
    person = Person.objects.get(pk=world.parent)
    return {
        "given_name": person.given_name, "family_name": person.family_name,
        "date_of_birth": person.date_of_birth.isoformat(), "sex": person.sex, "role": "parent",
        "address": "1 High Street", "postcode": "WX10 6DA",
    }  # fmt: skip


def at_night(cast, world, **changed):
    """A referral on which the emergency duty worker works."""
    sent = referral(cast, people=[said_of(world) | changed])
    grants.give_grant(
        cast.duty_manager, FamilyFile.objects.get(referrals__reference=sent.reference).pk, Reach.REFERRAL,
        post=cast.emergency_duty.post,
    )  # fmt: skip
    return sent.reference


def notices(kind):
    return set(Notice.objects.filter(kind=kind, settled_at__isnull=True).values_list("post_id", flat=True))


def test_the_custodian_on_duty_is_told_and_opens_one_seal_to_one_person_for_twelve_hours(cast, world, seal, turn):
    reference = at_night(cast, world)
    asked = ask_duty_custodian(cast.emergency_duty, reference, reason=WHY)
    assert notices(NoticeKind.DUTY_ASKED) == {cast.duty_manager.post}
    sheet = duty_question(cast.duty_manager, asked)
    assert [(one.id, one.may_open) for one in sheet.seals] == [(seal, True)] and sheet.reason == WHY
    before = timezone.now()
    until = answer_duty_question(cast.duty_manager, asked, seals=[seal])
    assert until is not None and timedelta(hours=11, minutes=59) < until - before < timedelta(hours=12, minutes=1)
    held = Named.objects.get(restriction=seal, post_id=cast.emergency_duty.post)
    assert held.ends_at == until and not held.is_custodian
    assert notices(NoticeKind.DUTY_ASKED) == set() and notices(NoticeKind.DUTY_ANSWERED) == {cast.emergency_duty.post}
    mine = ask_duty_sheet(cast.emergency_duty, reference).asked[0]
    assert mine.answer == "Opened to you" and mine.families == (world.reference,)
    looks = JournalEntry.objects.filter(
        event="record.seen", post=cast.duty_manager.post, subjects__contains=[world.parent]
    )
    assert looks.count() == 1 and JournalEntry.objects.filter(event=Event.RESTRICTION_OPENED).count() == 1


def test_what_is_opened_can_then_be_read_in_an_emergency_and_not_before(cast, world, seal, turn):
    reference = at_night(cast, world)
    name = Person.objects.get(pk=world.parent).given_name
    open_in_emergency(cast.emergency_duty, world.reference, categories=["identity", "household"], reason=WHY)
    assert name not in str(family(cast.emergency_duty, world.reference))
    asked = ask_duty_custodian(cast.emergency_duty, reference, reason=WHY)
    answer_duty_question(cast.duty_manager, asked, seals=[seal])
    assert name in str(family(cast.emergency_duty, world.reference))
    Named.objects.filter(post_id=cast.emergency_duty.post).update(
        starts_at=timezone.now() - timedelta(hours=13), ends_at=timezone.now() - timedelta(hours=1)
    )
    assert name not in str(family(cast.emergency_duty, world.reference)), "twelve hours, and not one more"


def test_asked_of_a_family_the_seals_on_its_members_are_offered(cast, world, seal, turn):
    open_in_emergency(cast.social_worker, world.reference, categories=["identity"], reason=WHY)
    asked = ask_duty_custodian(cast.social_worker, world.reference, reason=WHY)
    assert [one.why for one in duty_question(cast.duty_manager, asked).seals] == [("Is of this family",)]


def test_nothing_opened_reads_the_same_whether_anybody_is_sealed_or_not(cast, client, world, seal, turn):
    """Every page of whoever asks: the same statements and the same bytes, before and after the answer."""
    hers, other = at_night(cast, world), at_night(cast, world, given_name="Zora", date_of_birth="1951-01-01")
    sign_in(client, cast.emergency_duty)
    client.get(f"/duty-custodian/ask/{other}/")
    told = []
    for reference in (hers, other):
        pages = [_read(client, "get", reference), _read(client, "post", reference), _read(client, "get", reference)]
        answer_duty_question(cast.duty_manager, DutyQuestion.objects.latest("pk").pk)
        told.append([*pages, _read(client, "get", reference)])
    for one, same in zip(*told, strict=True):
        assert one == same
    assert "Nothing is opened" in told[0][-1][1]


def _read(client, how, reference):
    with CaptureQueriesContext(connection) as made:
        answer = getattr(client, how)(f"/duty-custodian/ask/{reference}/", {"reason": WHY} if how == "post" else {})
    asked = [re.sub(r"'[^']*'|\bs\d+_x\d+|\d+", "?", one["sql"]) for one in made.captured_queries]
    words = re.sub(r'value="\w{64}"|nonce-[\w+/=-]+', "", answer.content.decode().replace(reference, "x"))
    return asked, re.sub(r"\d{1,2}:\d{2}[ap]m", "t", words)


def test_only_whoever_is_on_duty_now_reads_and_answers(cast, world, seal, turn):
    asked = ask_duty_custodian(cast.emergency_duty, at_night(cast, world), reason=WHY)
    for name, actor in cast.everybody().items():
        if name != "duty_manager":
            with pytest.raises(NotFound):
                duty_question(actor, asked)
            with pytest.raises(NotFound):
                answer_duty_question(actor, asked, seals=[seal])
    end_turn(cast.governance, turn)
    with pytest.raises(NotFound):
        duty_question(cast.duty_manager, asked)
    now = timezone.now()
    put_on_duty(
        cast.governance, post=cast.da_adviser.post, telephone="01632 960 002", starts_at=now,
        ends_at=now + timedelta(hours=8),
    )  # fmt: skip
    assert tell_duty_custodians() == 1 and tell_duty_custodians() == 0
    assert duty_question(cast.da_adviser, asked).seals[0].id == seal


def test_with_nobody_on_duty_the_lead_is_told_until_somebody_is_and_the_question_waits(cast, world, seal):
    asked = ask_duty_custodian(cast.emergency_duty, at_night(cast, world), reason=WHY)
    tell_of_gaps()
    assert notices(NoticeKind.DUTY_MISSING) == {cast.governance.post} and notices(NoticeKind.DUTY_ASKED) == set()
    event = f"duty_question:{asked}"
    told = Notice.objects.filter(kind=NoticeKind.DUTY_MISSING, event=event, settled_at__isnull=True)
    assert told.exists(), "looking for gaps leaves it"
    now = timezone.now()
    put_on_duty(
        cast.governance, post=cast.da_adviser.post, telephone="01632 960 002", starts_at=now,
        ends_at=now + timedelta(days=3),
    )  # fmt: skip
    assert tell_duty_custodians() == 1 and not told.exists()
    assert notices(NoticeKind.DUTY_ASKED) == {cast.da_adviser.post} and notices(NoticeKind.DUTY_MISSING) == set()


def test_a_seal_is_neither_offered_by_nor_opened_to_anybody_implicated(cast, world, seal, turn):
    asked = ask_duty_custodian(cast.emergency_duty, at_night(cast, world), reason=WHY)
    implicate(cast.team_manager, world.parent, posts=[cast.emergency_duty.post])
    (one,) = duty_question(cast.duty_manager, asked).seals
    assert not one.may_open and "implicated" in one.shut
    with pytest.raises(Invalid):
        answer_duty_question(cast.duty_manager, asked, seals=[seal])
    implicate(cast.team_manager, world.parent, posts=[cast.duty_manager.post])
    assert duty_question(cast.duty_manager, asked).seals == ()


def test_who_may_ask_how_often_and_with_what_reason(cast, world, seal, turn):
    reference = at_night(cast, world)
    with pytest.raises(NotAllowed):
        ask_duty_custodian(cast.screener, reference, reason=WHY)
    with pytest.raises(NotFound):
        ask_duty_custodian(cast.social_worker, reference, reason=WHY)
    with pytest.raises(Invalid):
        ask_duty_custodian(cast.emergency_duty, reference, reason="urgent")
    ask_duty_custodian(cast.emergency_duty, reference, reason=WHY)
    with pytest.raises(Refused, match="asked already"):
        ask_duty_custodian(cast.emergency_duty, reference, reason=WHY)


def test_nobody_answers_their_own_question_and_none_is_answered_twice(cast, world, seal, turn):
    reference = at_night(cast, world)
    own = ask_duty_custodian(cast.duty_manager, reference, reason=WHY)
    with pytest.raises(NotAllowed):
        answer_duty_question(cast.duty_manager, own)
    asked = ask_duty_custodian(cast.emergency_duty, reference, reason=WHY)
    with pytest.raises(Invalid):
        answer_duty_question(cast.duty_manager, asked, seals=[seal + 1000])
    assert answer_duty_question(cast.duty_manager, asked) is None
    with pytest.raises(Refused, match="answered already"):
        answer_duty_question(cast.duty_manager, asked, seals=[seal])


def test_a_question_goes_along_when_the_referral_is_matched_to_a_family(cast, world, seal, turn):
    reference = at_night(cast, world, given_name="Zora", date_of_birth="1951-01-01")
    asked = ask_duty_custodian(cast.emergency_duty, reference, reason=WHY)
    match_referral(cast.screener, reference)
    assert DutyQuestion.objects.get(pk=asked).file.referrals.filter(reference=reference).exists()


def test_the_custodian_reads_and_answers_on_a_page(client, cast, world, seal, turn):
    asked = ask_duty_custodian(cast.emergency_duty, at_night(cast, world), reason=WHY)
    sign_in(client, cast.duty_manager)
    address = f"/duty-custodian/{asked}/"
    page = client.get(address).content.decode()
    assert WHY in page and Person.objects.get(pk=world.parent).given_name in page
    wrong = client.post(address, {"answer": "open"})
    assert wrong.status_code == 422 and b"Tick what is opened" in wrong.content
    assert client.post(address, {"answer": "open", "seals": [seal]}).status_code == 302
    assert Restriction.objects.get(pk=seal).named.filter(post_id=cast.emergency_duty.post).exists()
    assert b"This was answered" in client.get(address).content
