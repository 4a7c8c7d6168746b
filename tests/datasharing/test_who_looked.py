"""Who looked, for the person; seals opened by their custodians; whom a restriction waits for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import Notice, Post
from agencies.refusals import NotAllowed, NotFound
from agencies.vocabulary import NoticeKind, Purpose
from cases.operations.protect_member import restrict_member
from cases.selectors.contacts import contacts
from cases.selectors.family import family
from cases.selectors.who_looked import who_looked
from datasharing import door, grants
from datasharing.operations.restrictions import confirm_restriction
from datasharing.selectors.desk import desk
from datasharing.vocabulary import Reach
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated

WHY = "She was hurt at home, and he asks where she is"
POLICE = ("Ashworth Police", "Partner contact")


@pytest.fixture
def world(cast):
    sign_rulebook()
    return allocated(cast)


def seal(cast, world, subject):
    return restrict_member(
        cast.team_manager, world.reference, subject=subject, kind="sealed", categories=["identity"], reason=WHY,
        custodians=[cast.team_manager.post, cast.duty_manager.post], named=[cast.key_worker.post],
    )  # fmt: skip


def told(cast, world, subject):
    return {(one.agency, one.role) for one in who_looked(cast.key_worker, world.reference, subject).looks}


def test_a_person_is_told_by_agency_and_role_and_never_by_name(cast, world):
    family(cast.police, world.reference)
    family(cast.school, world.reference)
    assert told(cast, world, world.parent) == {POLICE, ("Hill School", "Partner contact")}
    assert "Cast" not in repr(who_looked(cast.key_worker, world.reference, world.parent).looks)


def test_domestic_abuse_services_and_what_may_be_a_live_enquiry_are_left_out(cast, world):
    with door.open_one(cast.team_manager, world.reference) as file:
        grants.give_grant(None, file.id, Reach.TEAM, post=cast.da_adviser.post)
    family(cast.da_adviser, world.reference)
    family(cast.police, world.reference)
    assert told(cast, world, world.parent) == {POLICE}
    family(cast.police.for_purpose(Purpose.SAFEGUARDING), world.reference)
    assert told(cast, world, world.parent) == {POLICE, ("Ashworth Council", "Key worker")}


def test_what_concerned_a_restricted_other_is_not_told(cast, world):
    family(cast.police, world.reference)
    looks = who_looked(cast.key_worker, world.reference, world.parent).looks
    assert looks[0].categories
    seal(cast, world, world.child)
    assert all(not one.categories for one in who_looked(cast.key_worker, world.reference, world.parent).looks)


def test_only_whoever_tells_the_person_reads_it_and_nobody_of_a_hidden_one(cast, client, world):
    sign_in(client, cast.key_worker)
    address = f"/families/{world.reference}/who-looked/{world.parent}/"
    assert client.get(address).status_code == 200
    assert f'href="{address}"' in client.get(f"/families/{world.reference}/safety/").content.decode()
    with pytest.raises(NotFound):
        who_looked(cast.outsider, world.reference, world.parent)
    _joins(cast, world)
    with pytest.raises(NotAllowed):
        who_looked(cast.second_key_worker, world.reference, world.parent)
    seal(cast, world, world.child)
    with door.open_one(cast.team_manager, world.reference) as file:
        grants.give_grant(None, file.id, Reach.KEY_WORKER, post=cast.colleague.post)
    with pytest.raises(NotFound):
        who_looked(cast.colleague, world.reference, world.child)


def _joins(cast, world):
    with door.open_one(cast.team_manager, world.reference) as file:
        grants.give_grant(None, file.id, Reach.TEAM, post=cast.second_key_worker.post)


def test_a_custodian_opens_a_seal_on_a_page_and_nobody_else_finds_it(cast, client, world):
    held = seal(cast, world, world.parent)
    with door.open_one(cast.team_manager, world.reference) as file:
        grants.give_grant(None, file.id, Reach.PROTECTION, post=cast.social_worker.post)
    address = f"/families/{world.reference}/safety/restrictions/{held}/open/"
    sign_in(client, cast.social_worker)
    assert client.get(address).status_code == 403
    assert len(family(cast.social_worker, world.reference).members) == 2
    sign_in(client, cast.team_manager)
    assert f'href="{address}"' in client.get(f"/families/{world.reference}/safety/").content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"post": str(cast.social_worker.post)}).status_code == 302
    assert len(family(cast.social_worker, world.reference).members) == 3
    assert client.get(f"/families/{world.reference}/safety/restrictions/{held + 1}/open/").status_code == 404


def test_those_who_can_confirm_a_restriction_are_told_until_somebody_has(cast, world):
    held = seal(cast, world, world.parent)
    waiting = Notice.objects.filter(kind=NoticeKind.RESTRICTION_TO_CONFIRM, settled_at__isnull=True)
    assert [one.post_id for one in waiting] == [cast.duty_manager.post] and waiting[0].due_at
    confirm_restriction(cast.duty_manager, held)
    assert not waiting.all().exists()


def test_a_seal_that_loses_its_custodians_is_on_the_desk(cast, world):
    confirm_restriction(cast.duty_manager, seal(cast, world, world.parent))
    assert desk(cast.governance).restrictions == ()
    for post, words in ((cast.duty_manager.post, "one custodian left"), (cast.team_manager.post, "no custodian left")):
        Post.objects.filter(pk=post).update(ends_on=timezone.localdate() - timedelta(days=1))
        assert words in desk(cast.governance).restrictions[0].words
    assert contacts(cast.key_worker, world.reference).contacts == ()
