"""A sealed person at the front door: never shown, in no statement, and put to the custodians alone."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import JournalEntry, Notice
from agencies.refusals import NotFound, Refused
from cases.intake.models import Referral, SealedMatch
from cases.intake.operations.confirm_match import confirm_match
from cases.intake.operations.match_referral import match_referral
from cases.intake.operations.sealed_match import decide_sealed_match, hold_against_seals
from cases.intake.selectors.candidates import match_sheet
from cases.intake.selectors.sealed_match import sealed_match
from cases.models import Person
from cases.operations.protect_member import restrict_member
from datasharing.models import SafetyInstruction
from datasharing.operations.restrictions import implicate
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world import referral
from tests.world_casework import allocated

WHY = "She was hurt at home, and he asks where she is"


@pytest.fixture
def sealed(cast):
    """A mother whose identity is sealed; the team manager and the duty manager keep the seal."""
    sign_rulebook()
    world = allocated(cast)
    custodians = [cast.team_manager.post, cast.da_adviser.post]
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"], reason=WHY,
        custodians=custodians,
    )  # fmt: skip
    return Person.objects.get(pk=world.parent)


def as_said(person, **changed):
    return {
        "given_name": person.given_name, "family_name": person.family_name,
        "date_of_birth": person.date_of_birth.isoformat(), "sex": person.sex, "role": "parent",
        "address": "1 High Street", "postcode": "WX10 6DA", **changed,
    }  # fmt: skip


def queued(cast, person, **changed):
    sent = referral(cast, people=[as_said(person, **changed)])
    hold_against_seals()
    return sent, SealedMatch.objects.filter(referred__referral__reference=sent.reference).first()


def read(client, reference, *hide):
    """The statements and the words of a match page, without what differs between any two referrals."""
    with CaptureQueriesContext(connection) as made:
        answer = client.get(f"/referrals/{reference}/match/")
    asked = [re.sub(r"'[^']*'|\bs\d+_x\d+|\d+", "?", one["sql"]) for one in made.captured_queries]
    words = answer.content.decode()
    for word in (reference, *hide):
        words = words.replace(word, "x")
    return asked, re.sub(r'value="\w{64}"|nonce-[\w+/=-]+', "", words)


def test_the_match_page_says_and_asks_the_same_as_of_somebody_made_up(cast, client, sealed):
    hers = referral(cast, people=[as_said(sealed)])
    made_up = referral(cast, people=[as_said(sealed, given_name="Zora", date_of_birth="1951-01-01")])
    sign_in(client, cast.screener)
    client.get(f"/referrals/{made_up.reference}/match/")
    born = f"{sealed.date_of_birth:%-d %B %Y}"
    one = read(client, hers.reference, sealed.given_name, born)
    other = read(client, made_up.reference, "Zora", "1 January 1951")
    assert one[0] == other[0], "the same statements"
    assert one[1] == other[1], "the same bytes"


def test_she_cannot_be_chosen_linked_or_keep_somebody_company(cast, sealed):
    sent = referral(cast, people=[as_said(sealed)])
    assert match_sheet(cast.screener, sent.reference).people[0].candidates == ()
    with pytest.raises(Refused, match="choose one of those suggested"):
        confirm_match(cast.screener, sent.reference, choices={0: str(sealed.pk)})
    made = match_referral(cast.screener, sent.reference)
    assert (made.band, made.joined) == ("look", False), "her children live there; nobody is linked, nor is she"
    stranger = referral(cast, people=[as_said(sealed, given_name="Zora", date_of_birth="1951-01-01")])
    assert match_referral(cast.screener, stranger.reference) == made, "as of a stranger of that name"
    confirm_match(cast.screener, sent.reference, choices={0: "new"}, family="new")
    assert Referral.objects.get(reference=sent.reference).people.get().person_id != sealed.pk


def test_the_custodians_are_asked_once_and_nobody_else(cast, sealed):
    _sent, match = queued(cast, sealed)
    told = Notice.objects.filter(event=f"sealed_match:{match.pk}")
    assert set(told.values_list("post_id", flat=True)) == {cast.team_manager.post, cast.da_adviser.post}
    assert set(told.values_list("family", flat=True)) == {None}
    assert hold_against_seals() == 0 and SealedMatch.objects.count() == 1
    sheet = sealed_match(cast.da_adviser, match.pk)
    assert sheet.known_name == sheet.said_name and "same name" in sheet.reasons
    look = JournalEntry.objects.filter(kind="look", post_id=cast.da_adviser.post).latest("pk")
    assert list(look.subjects) == [sealed.pk]
    for actor in (cast.screener, cast.key_worker, cast.governance, cast.duty_manager):
        with pytest.raises(NotFound):
            sealed_match(actor, match.pk)
        with pytest.raises(NotFound):
            decide_sealed_match(actor, match.pk, is_same=False)


def test_whoever_is_implicated_is_no_custodian(cast, sealed):
    _sent, match = queued(cast, sealed)
    implicate(cast.team_manager, sealed.pk, posts=[cast.da_adviser.post])
    with pytest.raises(NotFound):
        sealed_match(cast.da_adviser, match.pk)


def test_a_referral_of_somebody_else_queues_nothing_and_is_held_all_the_same(cast, sealed):
    sent, match = queued(cast, sealed, given_name="Zora", family_name="Quill", date_of_birth="1950-01-01")
    assert match is None and Notice.objects.filter(kind="seal_asked").count() == 0
    assert Referral.objects.get(reference=sent.reference).held_against_seals_at is not None


def test_what_a_custodian_said_is_remembered(cast, sealed):
    _sent, match = queued(cast, sealed)
    decide_sealed_match(cast.da_adviser, match.pk, is_same=False)
    assert Notice.objects.filter(kind="seal_asked", settled_at=None).count() == 0
    assert queued(cast, sealed)[1] is None, "not asked again of somebody written just so"
    assert queued(cast, sealed, postcode="WX1 1AA")[1] is not None, "asked of somebody written otherwise"
    with pytest.raises(Refused, match="decided already"):
        decide_sealed_match(cast.team_manager, match.pk, is_same=True)


def test_the_custodian_answers_on_the_page_and_may_tell_everybody_what_to_do(cast, client, sealed):
    sent, match = queued(cast, sealed)
    address = f"/sealed-matches/{match.pk}/"
    sign_in(client, cast.team_manager)
    assert b"Is this the person" in client.get(address).content
    assert client.post(address, {}).status_code == 422
    said = {"answer": "same", "instruction": "Ring the duty manager before any visit."}
    assert client.post(address, said).status_code == 302
    match.refresh_from_db()
    assert match.is_same and match.decided_by_id == cast.team_manager.post
    held = SafetyInstruction.objects.get(file__referrals__reference=sent.reference)
    assert held.words == "Ring the duty manager before any visit."
    sign_in(client, cast.screener)
    assert client.get(address).status_code == client.get("/sealed-matches/999999/").status_code == 404
