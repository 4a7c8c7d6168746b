"""A referral closes after a silent check with the custodians, and nobody at the front door sees when."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import JournalEntry, Notice, Practitioner
from agencies.refusals import Invalid, NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.intake.models import Referral, SealedMatch
from cases.intake.operations.close_referrals import close_referrals, tell_of_waiting_matches
from cases.intake.operations.confirm_match import confirm_match
from cases.intake.operations.decide_triage import decide_triage
from cases.intake.operations.sealed_match import decide_sealed_match, hold_against_seals
from cases.intake.operations.taking_on import hand_on, record_done
from cases.intake.selectors.sealed_match import sealed_match
from cases.models import Person
from cases.operations.protect_member import restrict_member
from datasharing.models import Restriction
from datasharing.operations.duty import put_on_duty
from datasharing.operations.restrictions import implicate
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world import referral
from tests.world_casework import allocated

DONE = "I have rung her, and her new key worker sees the children tomorrow."
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(cast):
    sign_rulebook()
    return allocated(cast)


def seal_her(cast, world):
    """Her identity is sealed; the team manager and the adviser are its custodians, and the colleague is named too."""
    return restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"],
        reason="She was hurt at home, and he asks where she is", named=[cast.colleague.post],
        custodians=[cast.team_manager.post, cast.da_adviser.post],
    )  # fmt: skip


@pytest.fixture
def sealed(cast, world):
    seal_her(cast, world)
    return Person.objects.get(pk=world.parent)


def sent(cast, person, **changed):
    said = {
        "given_name": person.given_name, "family_name": person.family_name,
        "date_of_birth": person.date_of_birth.isoformat(), "sex": person.sex, "role": "parent",
        "address": "9 Mill Lane", "postcode": "WX10 6DA",
    }  # fmt: skip
    return referral(cast, people=[said | changed]).reference


def decided(cast, reference):
    """The front door takes everybody for new and no further action."""
    confirm_match(cast.screener, reference, choices={0: "new"}, family="new", place="ashworth/north")
    decide_triage(
        cast.screener, reference, decision="no_further_action", reasons="Advice was given and nothing more asked."
    )


def is_closed(reference):
    return Referral.objects.get(reference=reference).closed_at is not None


def match_of(reference):
    return SealedMatch.objects.get(referred__referral__reference=reference)


def test_what_is_decided_closes_once_it_was_held_against_the_seals(cast, sealed):
    reference = sent(cast, sealed, given_name="Zora", family_name="Quill", date_of_birth="1951-01-01")
    hold_against_seals()
    assert close_referrals() == 0, "it has not been decided"
    decided(cast, reference)
    Referral.objects.filter(reference=reference).update(held_against_seals_at=None)
    assert close_referrals() == 0, "it has not been held"
    hold_against_seals()
    assert close_referrals() == 1 and is_closed(reference) and close_referrals() == 0
    entry = JournalEntry.objects.get(event="referral.closed")
    assert (entry.families, entry.subjects, entry.detail) == ([], [], {"closed": 1}), "no word of which"


@pytest.mark.parametrize("answer", ["nobody", "other", "same", "held", "done"])
def test_it_closes_when_no_custodian_keeps_it_open(cast, sealed, answer):
    reference = sent(cast, sealed)
    hold_against_seals()
    decided(cast, reference)
    match = match_of(reference).pk
    if answer != "nobody":
        taker = cast.colleague.post if answer in ("held", "done") else None
        decide_sealed_match(cast.da_adviser, match, is_same=answer != "other", taker=taker)
    if answer == "done":
        record_done(cast.colleague, match, words=DONE)
    close_referrals()
    assert is_closed(reference) is (answer in ("other", "same", "done"))


def test_a_seal_that_ended_keeps_nothing_open(cast, sealed):
    reference = sent(cast, sealed)
    hold_against_seals()
    decided(cast, reference)
    assert close_referrals() == 0
    Restriction.objects.update(ends_at=timezone.now(), ended_by=cast.da_adviser.post)
    assert close_referrals(on=timezone.now() + MINUTE) == 1


def test_a_seal_set_after_a_referral_was_held_has_it_held_again(cast, world):
    person = Person.objects.get(pk=world.parent)
    reference = sent(cast, person, date_of_birth=None)
    hold_against_seals()
    decided(cast, reference)
    seal_her(cast, world)
    assert close_referrals(on=timezone.now()) == 0 and not SealedMatch.objects.exists()
    hold_against_seals(on=timezone.now() + MINUTE)
    assert close_referrals(on=timezone.now() + MINUTE) == 0 and match_of(reference).is_same is None


def test_whoever_takes_it_on_is_named_on_the_seal_is_told_and_says_what_was_done(cast, sealed):
    reference = sent(cast, sealed)
    hold_against_seals()
    match = match_of(reference).pk
    for nobody in (cast.screener.post, cast.key_worker.post):
        with pytest.raises(Invalid, match="named on the seal"):
            decide_sealed_match(cast.da_adviser, match, is_same=True, taker=nobody)
    decide_sealed_match(cast.da_adviser, match, is_same=True, taker=cast.colleague.post)
    told = Notice.objects.filter(kind=NoticeKind.SEAL_TAKEN_ON, settled_at__isnull=True)
    assert set(told.values_list("post_id", "family")) == {(cast.colleague.post, None)}
    sheet = sealed_match(cast.colleague, match)
    assert sheet.step == "finish" and "late and hungry" in sheet.concern
    with pytest.raises(Invalid):
        record_done(cast.colleague, match, words="done")
    for actor in (cast.da_adviser, cast.screener, cast.key_worker):
        with pytest.raises(NotFound):
            record_done(actor, match, words=DONE)
    record_done(cast.colleague, match, words=DONE)
    assert not told.exists() and match_of(reference).done == DONE
    with pytest.raises(Refused, match="recorded already"):
        record_done(cast.colleague, match, words=DONE)
    with pytest.raises(Refused, match="recorded already"):
        hand_on(cast.da_adviser, match, taker=cast.da_adviser.post)


def test_where_the_taker_has_left_the_custodians_hand_it_on(cast, sealed):
    reference = sent(cast, sealed)
    hold_against_seals()
    decided(cast, reference)
    match = match_of(reference).pk
    decide_sealed_match(cast.da_adviser, match, is_same=True, taker=cast.colleague.post)
    assert tell_of_waiting_matches() == 0
    Practitioner.objects.filter(pk=cast.colleague.practitioner).update(is_active=False)
    assert tell_of_waiting_matches() == 2 and tell_of_waiting_matches() == 0
    waiting = Notice.objects.filter(kind=NoticeKind.SEAL_ASKED, settled_at__isnull=True)
    assert set(waiting.values_list("post_id", flat=True)) == {cast.team_manager.post, cast.da_adviser.post}
    assert sealed_match(cast.team_manager, match).step == "hand_on"
    with pytest.raises(NotFound):
        hand_on(cast.screener, match, taker=cast.da_adviser.post)
    hand_on(cast.team_manager, match, taker=cast.da_adviser.post)
    assert not waiting.exists() and sealed_match(cast.da_adviser, match).step == "finish"
    record_done(cast.da_adviser, match, words=DONE)
    assert close_referrals() == 1


def test_an_overdue_question_goes_to_the_duty_custodian_and_not_before(cast, sealed):
    reference = sent(cast, sealed)
    hold_against_seals()
    match = match_of(reference).pk
    now = timezone.now()
    put_on_duty(
        cast.governance, post=cast.duty_manager.post, telephone="01632 960 001", starts_at=now - MINUTE,
        ends_at=now + timedelta(days=10),
    )  # fmt: skip
    assert tell_of_waiting_matches() == 0
    with pytest.raises(NotFound):
        sealed_match(cast.duty_manager, match)
    Referral.objects.filter(reference=reference).update(due_at=now - MINUTE)
    assert tell_of_waiting_matches() == 1 and tell_of_waiting_matches() == 0
    assert sealed_match(cast.duty_manager, match).step == "answer"
    decide_sealed_match(cast.duty_manager, match, is_same=True, taker=cast.da_adviser.post)
    with pytest.raises(NotFound):
        sealed_match(cast.duty_manager, match)


def test_a_duty_custodian_who_is_implicated_hears_nothing(cast, sealed):
    reference = sent(cast, sealed)
    hold_against_seals()
    now = timezone.now()
    put_on_duty(
        cast.governance, post=cast.duty_manager.post, telephone="01632 960 001", starts_at=now - MINUTE,
        ends_at=now + timedelta(days=10),
    )  # fmt: skip
    Referral.objects.filter(reference=reference).update(due_at=now - MINUTE)
    implicate(cast.team_manager, sealed.pk, posts=[cast.duty_manager.post])
    assert tell_of_waiting_matches() == 0
    with pytest.raises(NotFound):
        sealed_match(cast.duty_manager, match_of(reference).pk)


def _never(_cast, _reference):
    """The job has not run yet."""


def _unanswered(_cast, _reference):
    hold_against_seals()
    close_referrals()


def _answered(is_same, *, held=False, done=False):
    def take(cast, reference):
        hold_against_seals()
        for match in SealedMatch.objects.filter(referred__referral__reference=reference):
            taker = cast.colleague.post if held else None
            decide_sealed_match(cast.da_adviser, match.pk, is_same=is_same, taker=taker)
            if done:
                record_done(cast.colleague, match.pk, words=DONE)
        close_referrals()

    return take


BEHIND = {
    "not held yet": _never, "no answer yet": _unanswered, "somebody else": _answered(False),
    "she, and it may close": _answered(True), "she, and kept open": _answered(True, held=True),
    "she, and done": _answered(True, held=True, done=True),
}  # fmt: skip
PAGES = {
    "screener": (
        "/inbox/", "/referrals/{0}/", "/referrals/{0}/match/", "/referrals/{0}/decide/", "/referrals/{0}/pack/",
        "/step-up/{0}/", "/notices/", "/api/v1/referrals/{0}/", "/api/v1/referrals/{0}/match/", "/api/v1/inbox/",
    ),
    "school": ("/refer/sent/{0}/", "/notices/", "/api/v1/referrals/{0}/status/"),
}  # fmt: skip


@pytest.mark.parametrize("step", ["received", "decided"])
def test_the_front_door_reads_and_asks_the_same_whatever_is_behind_it(cast, client, sealed, step):
    """Each page of the screener and the sender, and each call: status, statements and bytes are those of a referral of
    somebody made up, in each of six cases."""
    told = {
        name: _world(cast, client, sealed, step, behind, made_up)
        for name, (behind, made_up) in {
            "made up": (_unanswered, True), **{name: (behind, False) for name, behind in BEHIND.items()}
        }.items()
    }  # fmt: skip
    for name, pages in told.items():
        for page, seen in pages.items():
            assert seen == told["made up"][page], (name, page)
    assert {page[0] for page in told["made up"].values()} <= {200, 404, 403, 405}
    assert sum(page[0] == 200 for page in told["made up"].values()) >= (5 if step == "decided" else 9)


def _world(cast, client, sealed, step, behind, made_up):
    """What the screener meets in one world, undone afterwards."""
    with transaction.atomic():
        changed = {"given_name": "Zora", "date_of_birth": "1951-01-01"} if made_up else {}
        reference = sent(cast, sealed, **changed)
        if step == "decided":
            decided(cast, reference)
        behind(cast, reference)
        name = "Zora" if made_up else sealed.given_name
        seen = {}
        for who, pages in PAGES.items():
            sign_in(client, getattr(cast, who))
            for page in pages:
                client.get(page.format(reference))
            seen |= {f"{who} {page}": _read(client, page, reference, name) for page in pages}
        transaction.set_rollback(True)
    return seen


def _read(client, page, reference, name):
    with CaptureQueriesContext(connection) as made:
        answer = client.get(page.format(reference))
    asked = [re.sub(r"'[^']*'|\bs\d+_x\d+|\d+", "?", one["sql"]) for one in made.captured_queries]
    words = answer.content.decode()
    file = Referral.objects.get(reference=reference).file.reference
    for word in (reference, file, name):
        words = words.replace(word, "x")
    words = re.sub(r'value="\w{64}"|nonce-[\w+/=-]+|notices/\d+|\d{1,2}:\d{2}(:[\d.]+)?([ap]m|Z|\+00:00)?', "", words)
    words = re.sub(r"\b(?:1951-01-01|1 January 1951)\b|" + _day(sealed_day()), "born", words)
    return answer.status_code, asked, words


def sealed_day():
    return Person.objects.get(pk=Restriction.objects.latest("pk").subject_id).date_of_birth


def _day(day):
    return rf"\b(?:{day.isoformat()}|{day:%-d %B %Y})\b"
