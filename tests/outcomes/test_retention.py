"""What is due is listed by one person, approved by another, and then gone: names, hashes, keys, and no more."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from agencies.models import JournalEntry
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.models import Case, FindingKeys, Person, Whereabouts
from cases.operations.close_case import close_case
from cases.operations.protect_member import restrict_member
from datasharing.keys import ring
from datasharing.keys.ciphers import Unreadable
from datasharing.models import DataKey, FamilyFile, RetentionLine
from datasharing.operations.retention import approve_list, draw_up_list, end_hold, set_hold, withdraw_list
from datasharing.selectors.due import due_in
from datasharing.selectors.retention import retention, retention_list
from datasharing.vocabulary import LeftBecause
from outcomes.operations import apply_retention as applying
from outcomes.operations.apply_retention import apply_retention
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated, contacted, in_days

WHY = "The coroner has asked for everything to be kept"


def later(years):
    return timezone.now() + timedelta(days=366 * years)


@pytest.fixture
def closed(cast):
    """A family of two adults and a child of eight whose case is closed today."""
    sign_rulebook()
    world = allocated(cast)
    close(cast, world)
    return world


def close(cast, world):
    close_case(
        cast.key_worker, world.reference, outcome="moved", closing_words="They have moved to another town.",
        follow_up_on=in_days(180), not_reviewed="The family moved before a review.",
    )  # fmt: skip


def listed(cast, at):
    made = draw_up_list(cast.governance, on=at)
    approve_list(cast.internal_auditor, made, on=at)
    return made


def key_of(owner):
    return DataKey.objects.get(owner=owner).wrapped


def test_nobody_is_due_while_a_case_is_open(cast):
    sign_rulebook()
    contacted(cast)
    assert due_in("ashworth", on=later(60).date()) == ()


def test_adults_are_due_after_six_years_and_a_child_at_twenty_five(cast, closed):
    assert due_in("ashworth", on=later(5).date()) == ()
    assert {one.subject for one in due_in("ashworth", on=later(7).date())} == set(closed.members[:2])
    assert {one.subject for one in due_in("ashworth", on=later(18).date())} == set(closed.members)


def test_nobody_of_another_place_is_due_here(cast, closed):
    assert due_in("brindle", on=later(60).date()) == ()
    with pytest.raises(Refused):
        draw_up_list(cast.governance)


def test_a_running_restriction_keeps_everything_of_that_person(cast):
    sign_rulebook()
    world = allocated(cast)
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"],
        reason=WHY, custodians=[cast.team_manager.post, cast.duty_manager.post],
    )  # fmt: skip
    close(cast, world)
    assert {one.subject for one in due_in("ashworth", on=later(7).date())} == {world.members[1]}


def test_a_list_deletes_nothing_until_a_second_person_has_approved_it(cast, closed):
    at = later(7)
    made = draw_up_list(cast.governance, on=at)
    assert apply_retention(on=at).people == 0 and key_of(closed.parent) is not None
    with pytest.raises(NotAllowed):
        approve_list(cast.governance, made, on=at)
    with pytest.raises(NotAllowed):
        approve_list(cast.team_manager, made, on=at)
    approve_list(cast.internal_auditor, made, on=at)
    assert apply_retention(on=at) == applying.Applied(people=2, files=0, left=0)
    assert apply_retention(on=at) == applying.Applied(people=0, files=0, left=0)


def test_one_of_the_two_is_the_governance_lead(cast, closed):
    made = draw_up_list(cast.internal_auditor, on=later(7))
    approve_list(cast.governance, made)
    assert retention_list(cast.governance, made).row.state.startswith("Approved")


def test_what_is_carried_out_leaves_no_name_no_hash_and_no_key_and_the_child_as_it_was(cast, closed):
    at = later(7)
    listed(cast, at)
    apply_retention(on=at)
    gone = Person.objects.get(pk=closed.parent)
    assert (gone.given_name, gone.family_name, gone.date_of_birth, gone.match_key) == ("", "", None, "")
    assert not Whereabouts.objects.filter(person=closed.parent).exists()
    assert not FindingKeys.objects.filter(person=closed.parent).exists()
    assert key_of(closed.parent) is None and ring.key_of(closed.parent) is None
    child = Person.objects.get(pk=closed.child)
    assert child.given_name and key_of(closed.child) is not None
    assert Case.objects.get(family__file__reference=closed.reference).closing_words.startswith("They have moved")
    (entry,) = JournalEntry.objects.filter(event="retention.applied", subjects__contains=[closed.parent])
    assert entry.detail["approved_by"] == cast.internal_auditor.post


def test_the_shared_records_go_with_the_last_of_the_family(cast, closed):
    listed(cast, later(7))
    apply_retention(on=later(7))
    listed(cast, later(19))
    assert apply_retention(on=later(19)) == applying.Applied(people=1, files=1, left=0)
    file = FamilyFile.objects.get(reference=closed.reference)
    assert key_of(file.pk) is None
    assert Case.objects.get(family_id=file.pk).closing_words == ""


def test_stopped_half_way_it_goes_on_with_whoever_is_left(cast, closed, monkeypatch):
    at, done = later(7), applying.shred_subject
    listed(cast, at)
    calls = []

    def stop_at_the_second(*args, **facts):
        calls.append(args)
        if len(calls) == 2:
            raise Unreadable("The power went")
        done(*args, **facts)

    monkeypatch.setattr(applying, "shred_subject", stop_at_the_second)
    with pytest.raises(Unreadable):
        apply_retention(on=at)
    assert sorted(key_of(one) is None for one in closed.members[:2]) == [False, True]
    whole = [one for one in closed.members[:2] if key_of(one) is not None]
    assert Person.objects.get(pk=whole[0]).given_name and Whereabouts.objects.filter(person=whole[0]).exists()
    monkeypatch.setattr(applying, "shred_subject", done)
    assert apply_retention(on=at).people == 1
    assert [key_of(one) for one in closed.members[:2]] == [None, None]


def test_a_hold_keeps_a_family_and_one_set_after_approval_stops_what_was_approved(cast, closed):
    at = later(7)
    made = listed(cast, at)
    hold = set_hold(cast.governance, closed.reference, reason=WHY, review_on=in_days(90))
    assert apply_retention(on=at) == applying.Applied(people=0, files=0, left=2)
    assert set(RetentionLine.objects.values_list("left_because", flat=True)) == {LeftBecause.HELD}
    assert retention_list(cast.governance, made).row.state == "Carried out"
    assert due_in("ashworth", on=at.date()) == ()
    end_hold(cast.internal_auditor, hold, because="The inquest has ended.")
    assert len(due_in("ashworth", on=at.date())) == 2
    with pytest.raises(Refused):
        end_hold(cast.governance, hold, because="Again")


def test_somebody_who_comes_back_after_approval_is_left(cast, closed):
    at = later(7)
    listed(cast, at)
    Case.objects.update(closed_at=at - timedelta(days=30))
    assert apply_retention(on=at).left == 2
    assert key_of(closed.parent) is not None


def test_a_withdrawn_list_is_not_carried_out_and_another_can_be_drawn_up(cast, closed):
    at = later(7)
    made = listed(cast, at)
    with pytest.raises(Refused):
        draw_up_list(cast.governance, on=at)
    withdraw_list(cast.governance, made)
    assert apply_retention(on=at).people == 0
    assert draw_up_list(cast.governance, on=at) != made


def test_a_hold_needs_a_family_of_this_place_a_reason_and_a_day_to_come(cast, closed):
    for facts in ({"reason": "short"}, {"review_on": in_days(0)}):
        with pytest.raises(Invalid):
            set_hold(cast.governance, closed.reference, **({"reason": WHY, "review_on": in_days(9)} | facts))
    with pytest.raises(Invalid):
        set_hold(cast.governance, "NOBODY", reason=WHY, review_on=in_days(9))
    with pytest.raises(NotAllowed):
        set_hold(cast.team_manager, closed.reference, reason=WHY, review_on=in_days(9))


def test_why_a_record_is_held_is_sealed(cast, closed):
    set_hold(cast.governance, closed.reference, reason=WHY, review_on=in_days(9))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM datasharing_hold")
        assert b"coroner" not in bytes(cursor.fetchone()[0])
    assert retention(cast.governance).holds[0].reason == WHY


def test_the_pages_list_approve_and_hold_and_name_nobody(cast, client, closed):
    Case.objects.update(closed_at=timezone.now() - timedelta(days=366 * 7), opened_at=later(-8))
    connection.cursor().execute("UPDATE cases_family SET formed_at = now() - interval '8 years'")
    sign_in(client, cast.governance)
    page = client.get("/retention/").content.decode()
    assert "2 people's records are due" in page and "To be confirmed by your information governance lead" in page
    answer = client.post("/retention/")
    address = answer["Location"]
    page = client.get(address).content.decode()
    assert closed.reference in page and "Somebody else approves it" in page
    assert "Ruth" not in page and "Orme" not in page
    assert client.post("/retention/holds/", {"reference": closed.reference, "reason": "x"}).status_code == 422
    sign_in(client, cast.internal_auditor)
    assert client.post(address).status_code == 302
    call_command("apply_retention")
    page = client.get(address).content.decode()
    assert "Carried out" in page and "2 made unreadable" in page
    sign_in(client, cast.key_worker)
    assert client.get("/retention/").status_code == 403


def test_what_is_due_is_listed_for_the_operator(cast, closed, capsys):
    call_command("apply_retention", "--list")
    assert "ashworth: 0 due, 0 approved and not carried out." in capsys.readouterr().out


def test_a_list_of_another_place_is_as_one_that_is_not_there(cast, closed):
    made = draw_up_list(cast.governance, on=later(7))
    elsewhere = replace(cast.governance, place="brindle")
    for step in (approve_list, withdraw_list, retention_list):
        with pytest.raises(NotFound):
            step(elsewhere, made)
