"""View as: what police, health, a school or Jobcentre Plus would see of a family, and never more than the reader."""

import pytest

from agencies.models import JournalEntry
from agencies.refusals import NotFound
from cases.operations.protect_member import restrict_member
from cases.operations.record_need import record_need
from cases.selectors.contacts import contacts
from cases.selectors.needs import needs
from cases.selectors.view_as import view_as
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import contacted

WHY = "She has left the home, and he must not find her."
KINDS = ("police", "health", "school", "jobcentre_plus")


@pytest.fixture
def world(cast):
    sign_rulebook()
    return contacted(cast)


@pytest.mark.parametrize("who", ["police", "health", "school"])
def test_it_shows_what_whoever_is_on_the_team_sees(cast, world, who):
    sheet = view_as(cast.key_worker, world.reference, who)
    actor = getattr(cast, who)
    theirs = needs(actor, world.reference)
    assert sheet.eyes and not sheet.eyes.is_stand_in and sheet.eyes.agency == actor.agency_name
    assert {row.id for row in sheet.needs} == {row.id for row in (*theirs.needs, *theirs.strengths)}
    told = contacts(actor, world.reference).contacts
    assert [[part.words.value for part in row.parts] for row in sheet.contacts] == [
        [part.words.value for part in row.parts] for row in told
    ]


def test_of_an_agency_that_is_not_on_the_team_it_is_with_a_stand_ins_eyes(cast, world):
    sheet = view_as(cast.key_worker, world.reference, "jobcentre_plus")
    assert sheet.eyes and sheet.eyes.is_stand_in and sheet.eyes.agency == "Jobcentre Plus Ashworth"
    assert sheet.section.padlocks and sheet.head.name.value


def test_what_they_supplied_and_the_reader_may_not_see_is_left_out(cast, world):
    record_need(
        cast.health, world.reference, need="substance", kind="need", evidence="A test came back.",
        about=[world.parent], told_by="system",
    )  # fmt: skip
    mine = needs(cast.key_worker, world.reference).needs
    assert "A test came back." in [row.evidence.value for row in needs(cast.health, world.reference).needs]
    sheet = view_as(cast.key_worker, world.reference, "health")
    assert {row.id for row in sheet.needs if not row.is_strength} <= {row.id for row in mine}


def test_nobody_sealed_from_them_or_from_the_reader_is_there(cast, world):
    assert "Ruth Orme" in [one.known_as for one in view_as(cast.key_worker, world.reference, "school").members]
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"], reason=WHY,
        named=[cast.school.post], custodians=[cast.team_manager.post, cast.duty_manager.post],
    )  # fmt: skip
    for reader in (cast.key_worker, cast.team_manager):
        for kind in KINDS:
            seen = [one.known_as for one in view_as(reader, world.reference, kind).members]
            assert ("Ruth Orme" in seen) == (reader is cast.team_manager and kind == "school")
            assert "Tia Orme" in seen or kind not in ("school", "health")


def test_it_is_written_down_as_a_preview(cast, world):
    view_as(cast.key_worker, world.reference, "police")
    entry = JournalEntry.objects.get(event="record.previewed")
    assert entry.detail == {"as": "police"} and entry.post_id == cast.key_worker.post


@pytest.mark.parametrize("who", ["outsider", "colleague", "police", "governance"])
def test_it_is_for_the_key_worker_and_the_manager_alone(cast, world, who):
    with pytest.raises(NotFound):
        view_as(getattr(cast, who), world.reference, "school")


def test_the_page_and_the_api_show_it(cast, client, world):
    sign_in(client, cast.key_worker)
    for kind in KINDS:
        answer = client.get(f"/families/{world.reference}/as/{kind}/")
        assert answer.status_code == 200 and b"That you looked is in the journal." in answer.content
        assert client.get(f"/api/v1/families/{world.reference}/as/{kind}/").json()["kind"] == kind
    assert client.get(f"/families/{world.reference}/as/council/").status_code == 404
    assert client.get(f"/families/{world.reference}/as/nobody/").status_code == 404
    assert b"/as/police/" in client.get(f"/families/{world.reference}/team/").content
