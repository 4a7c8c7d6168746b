"""The traps in which other systems were caught, each with a test of its own."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.access import USUAL_PURPOSE
from agencies.models import JournalEntry
from agencies.operations.posts import give_post
from agencies.refusals import NotFound
from agencies.selectors.actor import actor_for
from agencies.vocabulary import EntryKind, Role
from cases.intake.operations.keep_finding_keys import keep_finding_keys
from cases.intake.selectors.candidates import match_sheet
from cases.models import Action, HandOff, Person
from cases.operations.hand_off import TAKEN_BACK, send_hand_offs
from cases.operations.protect_member import record_member_consent, restrict_member, withdraw_member_consent
from cases.operations.record_contact import NewPart, record_contact
from cases.operations.record_need import record_need
from cases.selectors.contacts import contacts
from cases.selectors.family import family
from cases.selectors.my_families import MINE, my_families
from cases.selectors.needs import needs
from datasharing import door, grants
from datasharing.models import AccessAsk
from datasharing.operations.access import ask_for_access
from datasharing.operations.restrictions import end_restriction
from datasharing.vocabulary import Reach
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.rewriting import rewrite
from tests.world import referral
from tests.world_casework import contacted, planned

WHY = "She was hurt at home, and he asks where she is"
OF_A_PERSON = (
    "members/{}/same/", "members/{}/equality/", "members/{}/whereabouts/", "members/{}/death/", "who-looked/{}/",
    "why/?person={}",
)  # fmt: skip
NOBODY = "00000000-0000-4000-8000-000000000000"
READ = ("", "needs/", "plan/", "contacts/", "chronology/", "team/", "safety/", "costs/")
WRITTEN = ("needs/new/", "contacts/new/", "members/new/", "safety/consent/", "safety/restrict/", "ask/", "reviews/new/")
LOOKS = {"agencies_journalentry", "agencies_sealedentry", "agencies_journalseal", "django_session", "lintel_cache"}


@pytest.fixture
def world(cast):
    sign_rulebook()
    return contacted(cast)


def seal(cast, world, subject, **facts):
    given = {"kind": "sealed", "categories": ["identity"], "reason": WHY} | facts
    custodians = [cast.team_manager.post, cast.duty_manager.post] if given["kind"] == "sealed" else []
    return restrict_member(cast.team_manager, world.reference, subject=subject, custodians=custodians, **given)


def rows_there():
    """How many rows each table holds, and which changes the journal tells of."""
    counts = {
        model._meta.db_table: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.db_table not in LOOKS
    }
    return counts, JournalEntry.objects.filter(kind=EntryKind.CHANGE).count()


def plain(answer, *references):
    """An answer without what every request draws anew, and without the reference that was asked for."""
    words = answer.content.decode()
    for reference in references:
        words = words.replace(reference, "REFERENCE")
    words = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", words)
    return answer.status_code, re.sub(r"nonce-[\w+/=-]+|request_id[^,]+", "", words)


def main_of(answer):
    """The page's own part."""
    return plain(answer)[1].partition("<main")[2].partition("</main>")[0]


def statements(client, address):
    """The statements that a request makes, without what was put into them, and its answer."""
    with CaptureQueriesContext(connection) as made:
        answer = client.get(address)
    return [
        re.sub(r"'[^']*'|\bs\d+_x\d+|\b\d+\b|\bF[A-Z0-9]{7}\b", "?", one["sql"]) for one in made.captured_queries
    ], answer


def test_an_unscoped_parent_record_opens_and_changes_nothing_of_another_family(cast, client, world):
    other = planned(cast, number=1)
    foreign = Action.objects.filter(goal__plan__case_id=other.case).first()
    held = seal(cast, other, other.parent, kind="guarded", categories=["contacts"], named=[cast.duty_manager.post])
    before = rows_there()
    sign_in(client, cast.key_worker)
    refused = (404, 409, 422)
    done = f"families/{world.reference}/actions/{foreign.pk}/done/"
    assert client.post(f"/{done}", {"note": "x"}).status_code in refused
    assert client.post(f"/api/v1/{done}", {}, "application/json").status_code in refused
    with pytest.raises(NotFound):
        end_restriction(cast.da_adviser, held)
    taken = client.post(
        f"/families/{world.reference}/safety/consent/withdraw/",
        {"subject": str(other.parent), "category": "needs"},
    )
    assert taken.status_code == 404
    foreign.refresh_from_db()
    assert rows_there() == before and foreign.done_on is None


def test_list_and_detail_are_one_question_for_everybody(cast, world):
    worlds = [world, planned(cast, number=1)]
    with door.open_one(cast.key_worker, worlds[1].reference) as file:
        grants.give_grant(None, file.id, Reach.EXCLUDED, post=cast.police.post)
    for name, actor in cast.everybody().items():
        with door.open_many(actor, kinds=MINE, size=100) as files:
            listed = {file.reference for file in files.items}
        for one in worlds:
            try:
                with door.open_one(actor, one.reference, kinds=MINE) as file:
                    opened = file.reference == one.reference
            except NotFound:
                opened = False
            assert opened == (one.reference in listed), name


def test_whoever_may_not_is_stopped_before_anything_is_done(cast, client, world):
    sent = {
        "need": "health", "kind": "need", "evidence": "x", "words": "x", "minutes": "5", "reason": WHY,
        "categories": ["contacts"], "subject": str(world.parent), "days": "7", "given_name": "A", "family_name": "B",
    }  # fmt: skip
    before = rows_there()
    for actor in (cast.outsider, cast.colleague, cast.commissioner, cast.administrator):
        sign_in(client, actor)
        for name in WRITTEN:
            assert client.post(f"/families/{world.reference}/{name}", sent).status_code in (403, 404), (actor, name)
    assert rows_there() == before


def test_nothing_that_the_caller_sends_chooses_role_purpose_or_reach(cast, client, world):
    sign_in(client, cast.school)
    address = f"/families/{world.reference}/contacts/"
    usual = main_of(client.get(address))
    call = client.get(f"/api/v1{address}").json()
    claims = {
        "purpose": "safeguarding", "role": "social_worker", "reach": "protection", "post": str(cast.key_worker.post),
        "agency": str(cast.key_worker.agency), "emergency": "1", "force": "1", "override": "true", "level": "open",
    }  # fmt: skip
    headers = {f"HTTP_X_{name.upper()}": value for name, value in claims.items()}
    assert main_of(client.get(address, claims, **headers)) == usual
    assert client.get(f"/api/v1{address}", claims, **headers).json() == call
    sign_in(client, cast.outsider)
    assert client.get(address, claims, **headers).status_code == 404


def test_no_name_leaks_through_a_relative(cast, client, world):
    rewrite(Person.objects.filter(pk=world.parent), given_name="Quilla")
    record_need(
        cast.key_worker, world.reference, need="housing", kind="need", evidence="Quilla and her son move",
        about=[world.parent, world.child],
    )  # fmt: skip
    record_contact(
        cast.key_worker, world.reference, kind="home_visit", held_at=timezone.now() - timedelta(hours=1), minutes=9,
        seen=[world.child], parts=[NewPart("contacts", [world.parent, world.child], "Quilla was there")],
    )  # fmt: skip
    seal(cast, world, world.parent)
    sign_in(client, cast.key_worker)
    for name in (*READ, "own-plan/"):
        for root in ("/families", "/api/v1/families"):
            assert "quilla" not in client.get(f"{root}/{world.reference}/{name}").content.decode().lower(), name
    assert my_families(cast.key_worker, search="quilla").rows == ()


def test_a_deputy_inherits_nothing(cast, world):
    post = give_post(
        None, "colleague@example.org", agency="ashworth-council", role=Role.TEAM_MANAGER, place="ashworth/north",
        title="Deputy team manager", starts_on=timezone.localdate(),
    )  # fmt: skip
    deputy = actor_for(post.pk, USUAL_PURPOSE[Role.TEAM_MANAGER])
    held = seal(cast, world, world.parent)
    ask = ask_for_access(cast.school, world.reference, categories=["contacts"], reason=WHY)
    with pytest.raises(NotFound):
        family(deputy, world.reference)
    with pytest.raises(NotFound):
        end_restriction(deputy, held)
    with door.open_one(cast.team_manager, world.reference) as file:
        grants.give_grant(None, file.id, Reach.SUPERVISION, post=post.pk, ends_at=timezone.now() + timedelta(days=7))
    assert len(family(deputy, world.reference).members) == len(family(cast.team_manager, world.reference).members) - 1
    with pytest.raises(NotFound):
        end_restriction(deputy, held)
    assert AccessAsk.objects.get(pk=ask).answered_at is None


def test_no_search_by_date_of_birth_finds_a_sealed_person(cast, world):
    born = date(2011, 2, 3)
    rewrite(Person.objects.filter(pk=world.child), given_name="Quilla", family_name="Vance", date_of_birth=born)
    keep_finding_keys([world.child])
    person = {
        "given_name": "Quilla", "family_name": "Vance", "date_of_birth": born.isoformat(), "sex": "F",
        "role": "child", "address": "1 High Street", "postcode": "WX10 6DA",
    }  # fmt: skip

    def found():
        sent = referral(cast, people=[person])
        sheet = match_sheet(cast.screener, sent.reference)
        return (
            [one.subject for said in sheet.people for one in said.candidates],
            [one.reference for one in sheet.families],
            sheet.people[0].band,
        )

    subjects, families, _band = found()
    assert world.child in subjects and world.reference in families
    for subject in world.members:
        seal(cast, world, subject)
    assert found() == ([], [], "new")


def test_nothing_is_exported_after_consent_is_withdrawn(cast, client, world):
    record_need(
        cast.health, world.reference, need="health", kind="need", evidence="Quillawords", about=[world.parent],
        category="mental_health",
    )  # fmt: skip
    said = {"subject": world.parent, "categories": ["mental_health"]}
    routes = (f"/families/{world.reference}/needs/", f"/api/v1/families/{world.reference}/needs/")
    sign_in(client, cast.team_manager)

    def shown():
        return ["Quillawords" in client.get(route).content.decode() for route in routes]

    assert shown() == [False, False]
    record_member_consent(cast.key_worker, world.reference, agrees=True, by="person", **said)
    assert shown() == [True, True]
    withdraw_member_consent(cast.key_worker, world.reference, **said)
    assert shown() == [False, False]


def test_nothing_queued_goes_out_after_consent_is_withdrawn(cast, settings, tmp_path):
    """What was written while somebody agreed, and waits, stays here once they take it back."""
    settings.HAND_OFF = str(tmp_path)
    sign_rulebook()
    world = planned(cast)
    said = {"subject": world.parent, "categories": ["mental_health"]}
    record_member_consent(cast.key_worker, world.reference, agrees=True, by="person", **said)
    record_contact(
        cast.key_worker, world.reference, kind="home_visit", held_at=timezone.now() - timedelta(hours=1), minutes=9,
        seen=[world.parent], parts=[NewPart("mental_health", [world.parent], "Quillawords")],
    )  # fmt: skip
    withdraw_member_consent(cast.key_worker, world.reference, **said)
    assert HandOff.objects.filter(sent_at=None, held_at=None).exists() and send_hand_offs() == 0
    assert not any("Quillawords" in path.read_text() for path in tmp_path.rglob("*.json"))
    assert {row.held_why for row in HandOff.objects.all()} == {TAKEN_BACK}


def test_no_count_is_off_by_one_hidden_person(cast, client, world):
    """What the key worker is shown of three people, one sealed, is what they would be shown of two."""
    seal(cast, world, world.members[1])
    sheet = family(cast.key_worker, world.reference)
    assert [one.subject for one in sheet.members] == [world.members[0], world.members[2]]
    sign_in(client, cast.key_worker)
    for name in ("", "needs/", "contacts/", "safety/", "team/", "plan/"):
        body = client.get(f"/api/v1/families/{world.reference}/{name}").json()
        if "members" in body:
            assert len(body["members"]) == 2, name
        assert str(world.members[1]) not in str(body), name
        page = client.get(f"/families/{world.reference}/{name}").content.decode()
        assert not re.search(r"\b(3|three) (people|members|in the family)\b", page), name
    assert len(needs(cast.key_worker, world.reference).members) == 2
    assert len(contacts(cast.key_worker, world.reference).members) == 2


def test_no_403_where_a_404_is_due(cast, client, world):
    """Whether a page is refused or not there never depends on whether there is such a family."""
    for actor in (
        cast.outsider,
        cast.colleague,
        cast.governance,
        cast.commissioner,
        cast.administrator,
        cast.jobcentre,
    ):
        sign_in(client, actor)
        for name in READ:
            real = plain(client.get(f"/families/{world.reference}/{name}"), world.reference)
            made_up = plain(client.get(f"/families/FZZZZZZZ/{name}"), "FZZZZZZZ")
            assert real == made_up, (actor.role, name)
            assert real[0] in (403, 404)


@pytest.mark.parametrize("name", ["", "contacts/", "safety/", "ask/"])
def test_a_closed_and_a_made_up_reference_make_the_same_statements_and_the_same_bytes(cast, client, world, name):
    with door.open_one(cast.key_worker, world.reference) as file:
        grants.give_grant(None, file.id, Reach.EXCLUDED, post=cast.police.post)
    sign_in(client, cast.police)
    client.get("/families/FZZZZZZZ/")
    for root in ("/families", "/api/v1/families"):
        if root.startswith("/api") and name == "ask/":
            continue
        real, answer = statements(client, f"{root}/{world.reference}/{name}")
        made_up, other = statements(client, f"{root}/FZZZZZZZ/{name}")
        assert real == made_up
        assert plain(answer, world.reference) == plain(other, "FZZZZZZZ") and answer.status_code == 404


@pytest.mark.parametrize("name", OF_A_PERSON)
def test_a_sealed_and_a_made_up_person_make_the_same_statements_and_the_same_bytes(cast, client, world, name):
    seal(cast, world, world.child)
    sign_in(client, cast.key_worker)
    client.get(f"/families/{world.reference}/{name.format(NOBODY)}")
    for root in ("/families", "/api/v1/families"):
        if root.startswith("/api") and name.startswith("who-looked"):
            continue
        real, answer = statements(client, f"{root}/{world.reference}/{name.format(world.child)}")
        made_up, other = statements(client, f"{root}/{world.reference}/{name.format(NOBODY)}")
        assert answer.status_code == other.status_code and answer.status_code in (404, 405), root
        assert real == made_up, root
        assert plain(answer, str(world.child)) == plain(other, NOBODY), root


def test_what_hangs_on_a_closed_family_is_looked_for_as_what_is_not_there(cast, client, world):
    ask = ask_for_access(cast.school, world.reference, categories=["contacts"], reason=WHY)
    sign_in(client, cast.outsider)
    client.get("/access/999999/")
    real, answer = statements(client, f"/access/{ask}/")
    made_up, other = statements(client, "/access/999999/")
    assert (len(real), answer.status_code) == (len(made_up), 404)
    assert plain(answer, f"/access/{ask}/") == plain(other, "/access/999999/")
