"""What leaves the house: documents for the council's own system, once; and families that move."""

import http.server
import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from agencies.models import JournalEntry, Post
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.intake.models import Referral
from cases.intake.operations.step_up import step_up
from cases.models import Case, HandOff, OutsideRecord, Transfer
from cases.operations.close_case import close_case
from cases.operations.hand_off import NOT_TODAY, NotTaken, keep_outside_number, send_hand_offs
from cases.operations.protect_member import restrict_member
from cases.operations.record_contact import NewPart, record_contact
from cases.operations.transfer_out import transfer_out
from cases.selectors.contacts import contacts
from cases.selectors.handing_off import hand_offs
from cases.vocabulary import CaseState, ClosingOutcome
from datasharing.models import Agreement
from datasharing.operations.agreements import resume_agreement, suspend_agreement
from tests.agreements import sign_rulebook
from tests.cast import Cast, sign_in
from tests.world_casework import World, contacted, in_days, planned


@pytest.fixture
def world(cast: Cast, settings: Any, tmp_path: Path) -> World:
    settings.HAND_OFF = str(tmp_path)
    sign_rulebook()
    return contacted(cast)


def gone(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes()) for path in sorted((folder / "new").glob("*.json"))]


def restrict(cast: Cast, world: World, subject: UUID) -> None:
    restrict_member(
        cast.team_manager,
        world.reference,
        subject=subject,
        kind="guarded",
        categories=["contacts", "plan"],
        reason="An order of the court, seen today.",
    )


def test_plan_and_contact_leave_once_however_often_they_are_tried(world: World, tmp_path: Path) -> None:
    assert sorted(HandOff.objects.values_list("kind", flat=True)) == ["contact", "plan"]
    taken: list[UUID] = []

    def killed(key: UUID, content: bytes) -> dict[str, str]:
        taken.append(key)
        raise NotTaken from OSError()

    assert send_hand_offs(by=killed) == 0 and len(taken) == 2
    assert send_hand_offs() == 0, "each waits before it is tried again"
    later = timezone.now() + timedelta(minutes=5)
    assert send_hand_offs(on=later) == 2 and send_hand_offs(on=later + timedelta(days=1)) == 0
    told = gone(tmp_path)
    assert {one["kind"] for one in told} == {"plan", "contact"} and {one["key"] for one in told} == set(map(str, taken))
    agreed = next(one for one in told if one["kind"] == "plan")
    assert agreed["family"] == world.reference and agreed["goals"][0]["words"] == "Every day at school by Easter"


def test_what_goes_is_a_disclosure_to_the_council_and_lies_sealed_until_then(cast: Cast, world: World) -> None:
    rows = JournalEntry.objects.filter(event="case.handed_off", kind="look")
    assert rows.count() == 2 and set(rows.values_list("post_id", flat=True)) == {cast.team_manager.post}
    assert not rows.filter(detail__icontains="school").exists()
    seen = JournalEntry.objects.filter(event="record.seen", post_id=cast.team_manager.post)
    assert seen.filter(detail__seen__has_key="plan").exists()
    assert b"school" not in b"".join(bytes(str(one), "utf-8") for one in HandOff.objects.values_list("document"))


def test_the_closing_leaves_with_its_words(cast: Cast, world: World, tmp_path: Path) -> None:
    close_case(
        cast.key_worker,
        world.reference,
        outcome=ClosingOutcome.WITHDREW,
        closing_words="They go on without us.",
        not_reviewed="They stopped first.",
        follow_up_on=in_days(30),
    )
    assert send_hand_offs() == 3
    closed = next(one for one in gone(tmp_path) if one["kind"] == "closure")
    assert closed["outcome"] == "withdrew" and closed["closing_words"].startswith("They go on without us.")


def test_nobody_restricted_leaves_and_what_waits_is_held(cast: Cast, settings: Any, tmp_path: Path) -> None:
    sign_rulebook()
    settings.HAND_OFF = str(tmp_path)
    world = contacted(cast)
    restrict(cast, world, world.parent)
    assert send_hand_offs() == 0 and not gone(tmp_path)
    assert set(HandOff.objects.values_list("held_why", flat=True)) == {
        "Somebody in the family was restricted before it went."
    }
    sheet = hand_offs(cast.team_manager, world.reference)
    assert all(row.held_why for row in sheet.rows)


def test_a_suspended_agreement_holds_what_waits_until_it_is_in_force_again(
    cast: Cast, client: Client, world: World, tmp_path: Path
) -> None:
    assert send_hand_offs() == 2
    record_contact(
        cast.school, world.reference, kind="meeting", held_at=timezone.now() - timedelta(hours=1), minutes=9,
        seen=[world.child], parts=[NewPart("education", [world.child], "Reads well.")],
    )  # fmt: skip
    words = contacts(cast.team_manager, world.reference).contacts[0].parts[0].words
    assert words.value == "Reads well." and not words.reasons[0].own
    agreement = Agreement.objects.get(reference=words.reasons[0].agreement)
    suspend_agreement(cast.governance, agreement.reference)

    now = timezone.now()
    assert send_hand_offs(on=now) == 0 and len(gone(tmp_path)) == 2
    waits = HandOff.objects.get(sent_at=None)
    assert (waits.tries, waits.held_at) == (0, None), "it waits, and is not counted as tried"
    sign_in(client, cast.team_manager)
    assert NOT_TODAY in client.get(f"/families/{world.reference}/hand-offs/").content.decode()

    resume_agreement(cast.governance, agreement.reference)
    assert send_hand_offs(on=now + timedelta(minutes=11)) == 1
    assert "Reads well." in str(gone(tmp_path))
    assert NOT_TODAY not in client.get(f"/families/{world.reference}/hand-offs/").content.decode()


def test_an_agreement_that_has_ended_holds_what_rests_on_it(cast: Cast, world: World, tmp_path: Path) -> None:
    record_contact(
        cast.school, world.reference, kind="meeting", held_at=timezone.now() - timedelta(hours=1), minutes=9,
        seen=[world.child], parts=[NewPart("education", [world.child], "Reads well.")],
    )  # fmt: skip
    for one in Agreement.objects.all():
        one.ends_on = in_days(-1)
        one.save()
    assert send_hand_offs() == 2, "what the council supplied rests on no agreement"
    assert "Reads well." not in str(gone(tmp_path))
    assert HandOff.objects.get(sent_at=None).held_why == NOT_TODAY


def test_while_the_council_has_no_manager_it_waits(cast: Cast, world: World) -> None:
    Post.objects.filter(role="team_manager").update(ends_on=in_days(-1))
    assert send_hand_offs() == 0
    assert set(HandOff.objects.values_list("held_why", flat=True)) == {NOT_TODAY}


def test_where_hand_off_is_off_nothing_is_written(cast: Cast) -> None:
    sign_rulebook()
    planned(cast)
    assert not HandOff.objects.exists()


class Taker(http.server.BaseHTTPRequestHandler):
    """A council's system: it takes a key once, and answers with its own number."""

    taken: dict[str, bytes] = {}

    def do_POST(self) -> None:
        key = self.headers["Idempotency-Key"]
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(409 if key in self.taken else 201)
        self.taken.setdefault(key, content)
        self.end_headers()
        self.wfile.write(b'{"number": "EH-77", "link": "https://council.example/EH-77"}')

    def log_message(self, *words: object) -> None:
        """Says nothing."""


@pytest.fixture
def council() -> Iterator[str]:
    server = http.server.HTTPServer(("127.0.0.1", 0), Taker)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_by_https_the_key_goes_along_and_the_councils_number_is_kept(cast: Cast, settings: Any, council: str) -> None:
    settings.HAND_OFF = council
    sign_rulebook()
    world = planned(cast)
    assert send_hand_offs() == 1
    HandOff.objects.update(sent_at=None, try_after=timezone.now())
    assert send_hand_offs() == 1, "an answer of 409 says that it is there"
    assert len(Taker.taken) == 1
    sheet = hand_offs(cast.key_worker, world.reference)
    assert sheet.number and sheet.link and sheet.number.value == "EH-77"
    keep_outside_number(cast.key_worker, world.reference, number="EH-78")
    assert OutsideRecord.objects.get().number == "EH-78"
    with pytest.raises(Invalid):
        keep_outside_number(cast.key_worker, world.reference, number="EH-78", link="javascript:1")
    with pytest.raises(NotAllowed):
        keep_outside_number(cast.police, world.reference, number="EH-78")
    with pytest.raises(NotFound):
        hand_offs(cast.outsider, world.reference)


def move(cast: Cast, world: World, **facts: Any) -> str:
    usual: dict[str, Any] = {
        "front_door": "brindle-front-door",
        "people": [world.parent, world.child],
        "words": "They moved to her sister's and want the same help.",
        "agreed": True,
        "address": "9 New Road",
        "follow_up_on": in_days(30),
    }
    return transfer_out(cast.team_manager, world.reference, **(usual | facts))


def test_a_family_that_moves_is_closed_here_and_referred_there(cast: Cast, world: World) -> None:
    sent = move(cast, world)
    referral = Referral.objects.get(reference=sent)
    assert referral.file.place.path == "brindle" and referral.said_consent == "given"
    assert [(one.given_name, one.address) for one in referral.people.all()] == [
        ("Ruth", "9 New Road"), ("Tia", "9 New Road"),
    ]  # fmt: skip
    assert referral.needs == ["education", "money"] and "her sister's" in referral.concern
    case = Case.objects.get(pk=world.case)
    assert (case.state, case.outcome) == (CaseState.CLOSED, ClosingOutcome.MOVED)
    told = repr([referral.concern, [vars(one) for one in referral.people.all()]])
    for stays in ("Every day at school", "mornings", "High Street"):
        assert stays not in told
    entry = JournalEntry.objects.get(event="case.transferred_out")
    assert entry.detail["referral"] == sent and set(entry.subjects) == {world.parent, world.child}
    with pytest.raises((Refused, NotFound)):
        move(cast, world)


def test_who_is_restricted_is_not_named_to_another_authority(cast: Cast, world: World) -> None:
    restrict(cast, world, world.child)
    with pytest.raises(NotAllowed, match="cannot be named"):
        move(cast, world)
    move(cast, world, people=[world.parent])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"front_door": "front-door"}, "front_door"),
        ({"people": []}, "people"),
        ({"words": " "}, "words"),
        ({"agreed": False}, "why_without"),
        ({"agreed": False, "why_without": "short"}, "why_without"),
        ({"address": "x" * 301}, "address"),
    ],
)
def test_a_transfer_that_cannot_be_is_refused_beside_its_field(cast: Cast, facts: dict[str, Any], field: str) -> None:
    sign_rulebook()
    with pytest.raises(Invalid) as refused:
        move(cast, planned(cast), **facts)
    assert refused.value.field == field and not Transfer.objects.exists()


def test_only_the_manager_moves_a_family_and_not_while_protection_is_open(cast: Cast, world: World) -> None:
    with pytest.raises(NotAllowed):
        transfer_out(
            cast.key_worker, world.reference, front_door="brindle-front-door", people=[world.parent],
            words="x", agreed=True, follow_up_on=date.max,
        )  # fmt: skip
    step_up(cast.key_worker, world.reference, called_at=timezone.now(), spoken_to="Jo", reason="A burn.")
    with pytest.raises(Refused, match="step up"):
        move(cast, world)


def test_the_pages_and_the_api_say_what_went_and_move_a_family(cast: Cast, world: World, client: Client) -> None:
    sign_in(client, cast.team_manager)
    here = f"/families/{world.reference}"
    assert b"What went to the council" in client.get(f"{here}/team/").content
    assert client.get(f"{here}/hand-offs/").content.count(b"Waits") >= 2
    assert client.post(f"{here}/hand-offs/", {"number": "EH-9"}).status_code == 302
    api = f"/api/v1/families/{world.reference}"
    assert client.get(f"{api}/hand-offs/").json()["number"]["value"] == "EH-9"
    form = client.get(f"{here}/transfer-out/").content.decode()
    assert "Brindle" in form and "Ashworth: " not in form
    ahead = in_days(20)
    sent = {
        "front_door": "brindle-front-door", "people": [str(world.parent)], "words": "Moved.", "agreed": "no",
        "follow_up_on_day": ahead.day, "follow_up_on_month": ahead.month, "follow_up_on_year": ahead.year,
    }  # fmt: skip
    assert client.post(f"{here}/transfer-out/", sent).status_code == 422
    answer = client.post(f"{here}/transfer-out/", sent | {"agreed": "yes"})
    assert answer.status_code == 302 and client.get(answer["Location"]).status_code == 200
    body = {
        "front_door": "x",
        "people": [str(world.parent)],
        "words": "x",
        "agreed": True,
        "follow_up_on": "2030-01-01",
    }
    refused = client.post(f"{api}/transfer-out/", json.dumps(body), "application/json")
    assert refused.status_code in (403, 404, 409)
