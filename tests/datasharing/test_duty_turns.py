"""The duty custodian's turns: no overlap, no gap unseen, and said by the council's governance lead alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import JournalEntry, Notice
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import AgencyKind, NoticeKind
from cases.operations.protect_member import restrict_member
from datasharing.models import DutyTurn
from datasharing.operations.duty import LONGEST, end_turn, put_on_duty, tell_of_gaps
from datasharing.selectors.duty import can_be_on_duty, first_gap, on_duty, rota
from datasharing.vocabulary import Event
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated

HOUR = timedelta(hours=1)
TELEPHONE = "01632 960 001"


@pytest.fixture
def now(cast):
    return timezone.now()


def turn(cast, starts_at, ends_at, post=None, **more):
    given = {"post": post or cast.duty_manager.post, "telephone": TELEPHONE}
    return put_on_duty(cast.governance, starts_at=starts_at, ends_at=ends_at, **(given | more))


def seal(cast):
    sign_rulebook()
    world = allocated(cast)
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"],
        reason="She was hurt at home, and he asks where she is",
        custodians=[cast.team_manager.post, cast.da_adviser.post],
    )  # fmt: skip


def waiting():
    return set(
        Notice.objects.filter(kind=NoticeKind.DUTY_MISSING, settled_at__isnull=True).values_list("post_id", flat=True)
    )


def test_whoever_is_on_duty_is_found_for_every_part_of_the_place(cast, now):
    turn(cast, now - HOUR, now + HOUR)
    for place in ("ashworth", "ashworth/north"):
        found = on_duty(place)
        assert found is not None and found.post == cast.duty_manager.post and found.telephone == TELEPHONE
    assert on_duty("brindle") is None
    assert on_duty("ashworth", now + HOUR) is None, "a turn ends with its last moment"
    assert JournalEntry.objects.filter(event=Event.DUTY_SET).count() == 1


def test_two_turns_never_overlap_and_may_touch(cast, now):
    turn(cast, now, now + HOUR)
    with pytest.raises(Refused, match="on duty then already"):
        turn(cast, now + HOUR / 2, now + 2 * HOUR)
    turn(cast, now + HOUR, now + 2 * HOUR, post=cast.da_adviser.post)
    later = on_duty("ashworth", now + HOUR)
    assert later is not None and later.post == cast.da_adviser.post


@pytest.mark.parametrize(
    ("starts", "ends", "more", "field"),
    [
        (0, 1, {"telephone": "ring the office"}, "telephone"),
        (0, 1, {"telephone": "0163"}, "telephone"),
        (1, 1, {}, "ends_on"),
        (2, 1, {}, "ends_on"),
        (-3, -1, {}, "ends_on"),
        (0, 24 * 14 + 1, {}, "ends_on"),
    ],
)
def test_a_turn_that_cannot_be_is_refused_at_its_field(cast, now, starts, ends, more, field):
    assert timedelta(days=14) == LONGEST
    with pytest.raises(Invalid) as refused:
        turn(cast, now + starts * HOUR, now + ends * HOUR, **more)
    assert refused.value.field == field and not DutyTurn.objects.exists()


def test_only_those_who_decide_on_restrictions_can_be_on_duty(cast, now):
    allowed = {one.id for one in can_be_on_duty("ashworth")}
    assert allowed == {cast.duty_manager.post, cast.team_manager.post, cast.da_adviser.post}
    with pytest.raises(Invalid):
        turn(cast, now, now + HOUR, post=cast.screener.post)


def test_nobody_but_the_councils_lead_gives_or_ends_a_turn(cast, now):
    held = turn(cast, now, now + HOUR)
    for name, actor in cast.everybody().items():
        if name == "governance":
            continue
        with pytest.raises(NotAllowed):
            put_on_duty(actor, post=cast.duty_manager.post, telephone=TELEPHONE, starts_at=now, ends_at=now + HOUR)
        with pytest.raises(NotAllowed):
            end_turn(actor, held)
        with pytest.raises(NotFound):
            rota(actor)
    with pytest.raises(NotAllowed):
        end_turn(replace(cast.governance, kind=AgencyKind.HEALTH), held)
    with pytest.raises(NotFound):
        end_turn(replace(cast.governance, place="brindle"), held)


def test_a_turn_ends_now_or_before_it_starts(cast, now):
    runs, comes = turn(cast, now - HOUR, now + HOUR), turn(cast, now + HOUR, now + 2 * HOUR)
    end_turn(cast.governance, runs)
    end_turn(cast.governance, comes)
    assert on_duty("ashworth") is None and on_duty("ashworth", now + 1.5 * HOUR) is None
    assert rota(cast.governance).turns == ()
    with pytest.raises(Refused, match="ended already"):
        end_turn(cast.governance, runs)


def test_the_first_gap_is_found_between_turns(cast, now):
    day = 24 * HOUR
    assert first_gap("ashworth", now, now + day) == now
    turn(cast, now - HOUR, now + 8 * HOUR)
    turn(cast, now + 9 * HOUR, now + 30 * HOUR)
    assert first_gap("ashworth/north", now, now + day) == now + 8 * HOUR
    turn(cast, now + 8 * HOUR, now + 9 * HOUR, post=cast.da_adviser.post)
    assert first_gap("ashworth/north", now, now + day) is None
    assert rota(cast.governance).gap == now + 30 * HOUR


def test_the_lead_is_told_of_a_gap_once_and_no_more_when_it_is_filled(cast, now):
    assert tell_of_gaps() == 0, "nobody is sealed"
    seal(cast)
    assert tell_of_gaps() == 1 and tell_of_gaps() == 0 and waiting() == {cast.governance.post}
    turn(cast, now - HOUR, now + 48 * HOUR)
    assert waiting() == set()
    assert tell_of_gaps(on=now + 25 * HOUR) == 1


def test_the_page_gives_a_turn_refuses_in_words_and_ends_one(client, cast, now):
    sign_in(client, cast.governance)
    day = timezone.localdate() + timedelta(days=1)
    sent = {
        "post": cast.da_adviser.post, "telephone": TELEPHONE,
        "starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year, "starts_at": "9am",
        "ends_on_day": day.day, "ends_on_month": day.month, "ends_on_year": day.year, "ends_at": "8am",
    }  # fmt: skip
    wrong = client.post("/assurance/duty/", sent)
    assert wrong.status_code == 422 and b"The turn must end after it starts." in wrong.content
    assert client.post("/assurance/duty/", sent | {"ends_at": "5:30pm"}).status_code == 302
    page = client.get("/assurance/duty/").content.decode()
    assert "01632" in page and "5:30pm" in page
    assert client.post(f"/assurance/duty/{DutyTurn.objects.get().pk}/end/").status_code == 302
    assert rota(cast.governance).turns == ()
