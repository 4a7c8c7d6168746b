"""The desk of the governance lead: emergencies reviewed by each supplier, and who is told of one."""

import pytest
from django.utils import timezone

from agencies.models import Agency, JournalCheck, Notice
from agencies.refusals import NotFound
from agencies.vocabulary import NoticeKind
from cases.operations.open_in_emergency import open_in_emergency, tell_suppliers_of_looks
from cases.operations.protect_member import restrict_member
from cases.operations.record_need import record_need
from cases.selectors.family import family
from cases.selectors.needs import needs
from datasharing.models import EmergencyAccess
from datasharing.operations.emergency import review_emergency
from datasharing.operations.restrictions import implicate
from datasharing.selectors.desk import desk
from datasharing.selectors.emergencies import emergency
from tests.agreements import governance_lead, sign_rulebook
from tests.cast import sign_in
from tests.world_casework import contacted

WHY = "A child is missing tonight, and nobody knows where from"


@pytest.fixture
def world(cast):
    sign_rulebook()
    return contacted(cast)


def take(cast, world):
    open_in_emergency(cast.emergency_duty, world.reference, categories=["identity", "whereabouts"], reason=WHY)
    return EmergencyAccess.objects.get()


def told():
    return set(Notice.objects.filter(kind=NoticeKind.EMERGENCY_TAKEN).values_list("post_id", flat=True))


def test_the_manager_and_the_governance_lead_are_told_at_once(cast, world):
    take(cast, world)
    assert {cast.team_manager.post, cast.governance.post} <= told()
    assert not {cast.emergency_duty.post, cast.key_worker.post, cast.police.post} & told()
    assert not Notice.objects.filter(reference__icontains="Orme").exists()


def test_a_supplier_is_told_once_something_of_theirs_was_seen(cast, world):
    school = governance_lead(Agency.objects.get(reference="hill-school"))
    record_need(
        cast.school, world.reference, need="education", evidence="Late on most Mondays.", about=[world.child],
        told_by="system",
    )  # fmt: skip
    open_in_emergency(cast.emergency_duty, world.reference, categories=["needs"], reason=WHY)
    assert tell_suppliers_of_looks() == 0 and school.post not in told()
    needs(cast.emergency_duty, world.reference)
    assert tell_suppliers_of_looks() == 1 and school.post in told()
    assert tell_suppliers_of_looks() == 0
    assert emergency(school, EmergencyAccess.objects.get().pk).may_review


def test_whoever_is_implicated_is_not_told(cast, world):
    implicate(cast.da_adviser, world.child, posts=[cast.team_manager.post, cast.governance.post])
    take(cast, world)
    assert not {cast.team_manager.post, cast.governance.post} & told()


def test_it_stays_on_the_desk_until_each_supplier_has_reviewed_it(cast, world):
    taken = take(cast, world)
    family(cast.emergency_duty, world.reference)
    (row,) = desk(cast.governance).emergencies
    assert row.reason == WHY and row.waiting == ("Ashworth Council",) and row.may_review
    school = governance_lead(Agency.objects.get(reference="hill-school"))
    with pytest.raises(NotFound):
        emergency(school, taken.pk)
    assert desk(school).emergencies == ()
    review_emergency(cast.governance, taken.pk, was_right=True)
    (row,) = desk(cast.governance).emergencies
    assert row.waiting == () and row.reviews[0].was_right
    taken.grant.ends_at = timezone.now()
    taken.grant.save()
    assert desk(cast.governance).emergencies == ()


def test_the_desk_shows_what_waits_and_no_word_of_anybody(cast, client, world):
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"], reason=WHY,
        custodians=[cast.team_manager.post, cast.duty_manager.post],
    )  # fmt: skip
    sign_in(client, cast.governance)
    words = client.get("/assurance/").content.decode()
    assert "A second person must confirm it" in words and "Nobody has checked it yet" in words
    assert "Ruth" not in words and "Orme" not in words and world.reference not in words
    JournalCheck.objects.create(checked_at=timezone.now(), seals=2, entries=9, waiting=1, fault="Entry 4 was changed.")
    assert "Entry 4 was changed." in client.get("/assurance/").content.decode()
    implicate(cast.da_adviser, world.parent, posts=[cast.governance.post])
    assert desk(cast.governance).restrictions == ()


def test_the_review_is_made_on_its_page(cast, client, world):
    taken = take(cast, world)
    family(cast.emergency_duty, world.reference)
    address = f"/assurance/emergencies/{taken.pk}/"
    sign_in(client, cast.key_worker)
    assert client.get(address).status_code == 403 and client.get("/assurance/").status_code == 403
    sign_in(client, cast.governance)
    assert WHY in client.get(address).content.decode()
    assert client.post(address, {"answer": "no"}).status_code == 422
    assert client.post(address, {"answer": "no", "words": "They were at school, and we knew."}).status_code == 302
    assert "it was not right" in client.get(address).content.decode()
    assert client.get("/assurance/emergencies/999999/").status_code == 404
