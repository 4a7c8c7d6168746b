"""A seal is never left without a custodian unseen: the lead is told once, names another, and learns nothing of whom."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import Notice, Practitioner
from agencies.operations.posts import end_post
from agencies.refusals import Invalid, NotFound
from agencies.vocabulary import NoticeKind
from cases.operations.protect_member import restrict_member
from datasharing.models import Named, Restriction
from datasharing.operations.custodians import name_custodian, tell_of_lost_custodians
from datasharing.operations.restrictions import implicate
from datasharing.selectors.custodians import candidates, seals_short
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated

WHY = "She was hurt at home, and he asks where she is"


@pytest.fixture
def world(cast):
    sign_rulebook()
    return allocated(cast)


@pytest.fixture
def seal(cast, world):
    return restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"], reason=WHY,
        custodians=[cast.team_manager.post, cast.duty_manager.post],
    )  # fmt: skip


def leave(actor):
    """Whoever this is has left: nobody of that name is at work any longer."""
    Practitioner.objects.filter(pk=actor.practitioner).update(is_active=False)


def open_notices():
    return set(
        Notice.objects.filter(kind=NoticeKind.CUSTODIANS_MISSING, settled_at__isnull=True).values_list(
            "post_id", flat=True
        )
    )


def test_the_lead_is_told_once_when_the_last_custodian_is_lost(cast, seal):
    assert tell_of_lost_custodians() == 0
    leave(cast.duty_manager)
    assert seals_short() == {seal: 1} and tell_of_lost_custodians() == 0
    end_post(cast.administrator, cast.team_manager.post, ends_on=timezone.localdate() - timedelta(days=1))
    assert tell_of_lost_custodians() == 1 and tell_of_lost_custodians() == 0
    assert open_notices() == {cast.governance.post}


def test_another_is_named_and_the_notice_is_settled(cast, seal):
    leave(cast.duty_manager)
    leave(cast.team_manager)
    tell_of_lost_custodians()
    name_custodian(cast.governance, seal, post=cast.da_adviser.post)
    assert open_notices() == set() and seals_short() == {seal: 1}
    held = Named.objects.get(restriction=seal, post_id=cast.da_adviser.post)
    assert held.is_custodian and not Named.objects.filter(restriction=seal, post_id=cast.governance.post).exists()
    leave(cast.da_adviser)
    assert tell_of_lost_custodians() == 1


def test_a_seal_that_ended_leaves_the_lists(cast, seal):
    leave(cast.duty_manager)
    Named.objects.filter(restriction=seal, post_id=cast.team_manager.post).update(is_custodian=False)
    assert tell_of_lost_custodians() == 1
    Restriction.objects.filter(pk=seal).update(ends_at=timezone.now(), ended_by=cast.duty_manager.post)
    tell_of_lost_custodians(on=timezone.now() + timedelta(minutes=1))
    assert open_notices() == set()


def test_nobody_implicated_is_told_or_can_be_named_or_names(cast, world, seal):
    implicate(cast.da_adviser, world.parent, posts=[cast.governance.post, cast.da_adviser.post])
    leave(cast.duty_manager)
    leave(cast.team_manager)
    assert tell_of_lost_custodians() == 0
    assert cast.da_adviser.post not in {one.id for one in candidates(seal)}
    with pytest.raises(NotFound):
        name_custodian(cast.governance, seal, post=cast.da_adviser.post)


def test_a_seal_with_two_custodians_is_not_there_for_the_lead_nor_for_another_place(cast, seal):
    with pytest.raises(NotFound):
        name_custodian(cast.governance, seal, post=cast.da_adviser.post)
    leave(cast.duty_manager)
    for other in (replace(cast.governance, place="brindle"), cast.team_manager, cast.internal_auditor):
        with pytest.raises(NotFound):
            name_custodian(other, seal, post=cast.da_adviser.post)
    for nobody in (cast.key_worker.post, cast.team_manager.post, 999_999):
        with pytest.raises(Invalid):
            name_custodian(cast.governance, seal, post=nobody)


def test_the_lead_names_one_from_the_desk_and_reads_no_name(cast, client, seal):
    leave(cast.duty_manager)
    sign_in(client, cast.governance)
    address = f"/assurance/custodians/{seal}/"
    assert address in client.get("/assurance/").content.decode()
    page = client.get(address).content.decode()
    assert "one custodian left" in page and "Ruth" not in page and "Orme" not in page
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"post": cast.da_adviser.post}).status_code == 302
    assert client.get(address).status_code == 404
    assert client.get("/assurance/custodians/999999/").status_code == 404
