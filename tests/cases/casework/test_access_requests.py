"""A person asks what is held about them: all of it is gathered, nobody else's, and two people agree before it goes."""

import json
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.utils import timezone

from agencies.models import JournalEntry
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.models import AccessRequest, NeedRecord, Whereabouts
from cases.operations import answer_access_request as answering
from cases.operations.protect_member import judge_member, record_member_responsibility, restrict_member
from cases.operations.record_contact import NewPart, record_contact
from cases.operations.record_need import record_need
from cases.pack_words import FIELDS, RECORDS
from cases.selectors.access_pack import OF_OTHERS, _gathered_models, gather, gathered
from cases.selectors.access_requests import access_request, access_requests
from datasharing.models.sealed import SealedField
from datasharing.operations.restrictions import implicate
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.rewriting import rewrite
from tests.world_casework import in_days, planned

WHY = "He has found her before, and must not again"


@pytest.fixture
def world(cast):
    sign_rulebook()
    return planned(cast)


def ask(cast, world, *, subject=None, asked_by="person", **facts):
    return answering.record_access_request(
        cast.key_worker, world.reference, subject=subject or world.parent, asked_by=asked_by,
        received_on=in_days(-1), words="Everything, please.", **facts,
    )  # fmt: skip


def answered(cast, world, **facts):
    """A request whose pack is approved."""
    request = ask(cast, world, **facts)
    answering.check_identity(cast.governance, request, how="The key worker knows her.")
    answering.prepare_pack(cast.governance, request)
    answering.approve_pack(cast.duty_manager, request)
    return request


def said(items):
    return " ".join(words for item in items for _, words in item.values)


def pack_of(subject, *, by_the_person=True):
    return gather(subject, held_back={}, by_the_person=by_the_person)


PERSONAL = [model for model in apps.get_models() if getattr(model, "classified", None) and hasattr(model, "subjects")]
NOBODYS = {
    "AccessAsk", "EmergencyAccess", "EmergencyReview", "Hold", "SafetyInstruction", "Support", "SupportCost",
    "CostRollup", "DutyQuestion",
}  # fmt: skip
"""Why a colleague asked, looked or held, and what all must do before a visit, which tells no reason; what a week of
support took, and sums of the ledger, which is gathered."""

OF_FILES = {"cases.ReferralDraft", "cases.UploadPart"}
"""Classified, and of a draft or a file that is about nobody known yet."""


@pytest.mark.parametrize("model", PERSONAL, ids=lambda model: model._meta.label)
def test_whatever_is_classified_about_people_is_gathered(model):
    """A new model that says something of people is gathered, and leads to them; or this fails."""
    if model.__name__ in NOBODYS or model._meta.label in OF_FILES:
        return
    assert model._meta.label in gathered(), "it is not gathered"
    assert model.subjects, "it leads to nobody"


def test_the_persons_own_records_are_given_and_nobody_elses(cast, world):
    other = world.members[1]
    whose = {"MINE-ALONE": [world.parent], "THEIRS-ALONE": [other], "OF-BOTH": [world.parent, other], "OF-ALL": []}
    for words, about in whose.items():
        record_contact(
            cast.key_worker,
            world.reference,
            kind="home_visit",
            held_at=timezone.now() - timedelta(hours=2),
            minutes=40,
            seen=[world.parent],
            parts=[NewPart("contacts", about, words)],
        )
    items = pack_of(world.parent)
    words = said(items)
    assert "MINE-ALONE" in words and "OF-ALL" in words and "Ruth" in words and "1 High Street" in words
    assert "THEIRS-ALONE" not in words and "OF-BOTH" not in words
    assert "Omar" not in words and "Tia" not in words
    assert any("somebody else" in item.withheld for item in items)


def test_every_record_and_field_of_a_pack_has_its_words():
    wanted = {
        f"{model.__name__}.{name}"
        for model in _gathered_models()
        for name in model.classified
        if name not in OF_OTHERS.get(model._meta.label, ())
    }
    assert sorted(wanted ^ FIELDS.keys()) == []
    assert {one.partition(".")[0] for one in wanted} == RECORDS.keys()


def test_a_pack_is_in_the_words_of_whoever_reads_it(cast, world):
    (action,) = (item for item in pack_of(world.parent) if ("What", "Walk to school together") in item.values)
    assert action.title == "Something to be done"
    assert dict(action.values)["By when"] == f"{in_days(14):%-d %B %Y}"


def test_a_record_that_names_another_is_withheld(cast, world):
    record_need(
        cast.key_worker, world.reference, need="safety", about=[world.parent],
        evidence="Omar shouts at her at night.",
    )  # fmt: skip
    assert "shouts" not in said(pack_of(world.parent))


def test_a_restriction_on_another_closes_the_familys_records_and_is_not_told_of(cast, world):
    victim, asker = world.parent, world.members[1]
    rewrite(Whereabouts.objects.filter(person=victim), address="9 REFUGE ROAD")
    record_need(cast.key_worker, world.reference, need="money", evidence="OF-ALL-OF-THEM")
    assert "OF-ALL-OF-THEM" in said(pack_of(asker))
    before = said(pack_of(asker))
    restrict_member(
        cast.team_manager, world.reference, subject=victim, kind="sealed", categories=["identity"], reason=WHY,
        custodians=[cast.team_manager.post, cast.duty_manager.post],
    )  # fmt: skip
    items = pack_of(asker)
    everything = said(items) + " ".join(item.withheld + item.title for item in items)
    assert "OF-ALL-OF-THEM" not in everything
    assert "REFUGE" not in before + everything and "Ruth" not in everything
    assert "seal" not in everything.lower() and "restrict" not in everything.lower()
    assert not any(
        item.values for item in items if item.record.startswith(("cases.Case:", "cases.Plan:", "cases.Goal:"))
    )


def test_whoever_is_recorded_as_a_risk_gets_no_shared_record(cast, world):
    record_member_responsibility(
        cast.key_worker, world.reference, subject=world.child, holder=world.members[1], how="birth", is_risk=True
    )
    items = pack_of(world.members[1])
    assert not any(
        item.values for item in items if item.record.startswith(("cases.Case:", "cases.Plan:", "cases.Goal:"))
    )


def test_the_address_of_a_protected_person_is_not_sent_even_to_them(cast, world):
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["whereabouts"],
        reason=WHY, custodians=[cast.team_manager.post, cast.duty_manager.post],
    )  # fmt: skip
    assert "High Street" not in said(pack_of(world.parent))
    assert WHY in said(pack_of(world.parent))
    assert WHY not in said(pack_of(world.parent, by_the_person=False))


def test_nothing_goes_before_a_second_person_has_approved_it(cast, world):
    request = ask(cast, world)
    with pytest.raises(Refused):
        answering.prepare_pack(cast.governance, request)
    answering.check_identity(cast.governance, request, how="The key worker knows her.")
    answering.prepare_pack(cast.governance, request)
    with pytest.raises(NotAllowed):
        answering.approve_pack(cast.governance, request)
    with pytest.raises(Refused):
        answering.release_pack(cast.governance, request)
    answering.approve_pack(cast.duty_manager, request)
    assert json.loads(answering.release_pack(cast.governance, request))
    (look,) = JournalEntry.objects.filter(event="access_request.released", kind="look")
    assert look.subjects == [world.parent] and look.detail["first"] is True
    answering.release_pack(cast.governance, request)
    assert JournalEntry.objects.filter(event="access_request.released").count() == 2


def test_what_is_sent_is_what_was_approved(cast, world):
    request = answered(cast, world)
    record_need(cast.key_worker, world.reference, need="money", about=[world.parent], evidence="LATER-WORDS")
    assert "LATER-WORDS" not in answering.release_pack(cast.governance, request)


def test_the_pack_is_sealed_in_the_database(cast, world):
    answered(cast, world)
    assert isinstance(AccessRequest._meta.get_field("pack"), SealedField)
    raw = AccessRequest.objects.values_list("pack", flat=True).get()
    assert b"Ruth" not in bytes(raw.held)


def test_a_record_is_held_back_on_a_ground_and_the_pack_says_so(cast, world):
    request = ask(cast, world)
    answering.check_identity(cast.governance, request, how="The key worker knows her.")
    need = next(
        item.record for item in access_request(cast.governance, request).items
        if item.record.startswith(NeedRecord._meta.label) and not item.withheld
    )  # fmt: skip
    with pytest.raises(Invalid):
        answering.hold_back(cast.governance, request, record="cases.NeedRecord:0", ground="harm")
    answering.hold_back(cast.governance, request, record=need, ground="harm")
    (kept,) = [item for item in access_request(cast.governance, request).items if item.record == need]
    assert kept.values == () and "serious harm" in kept.withheld


def test_the_clock_stands_and_is_extended_once(cast, world):
    request = ask(cast, world)
    with pytest.raises(Refused):
        answering.extend_clock(cast.governance, request, months=2, because="Much of it is on paper.")
    answering.check_identity(cast.governance, request, how="The key worker knows her.")
    first = AccessRequest.objects.get().due_on
    answering.pause_clock(cast.governance, request)
    answering.resume_clock(cast.governance, request, on=timezone.now() + timedelta(days=5))
    assert AccessRequest.objects.get().due_on == first + timedelta(days=5)
    answering.extend_clock(cast.governance, request, months=2, because="Much of it is on paper.")
    assert AccessRequest.objects.get().due_on > first + timedelta(days=50)
    with pytest.raises(Refused):
        answering.extend_clock(cast.governance, request, months=1, because="Again")


def test_a_parent_asks_for_a_child_with_responsibility_and_the_childs_yes_where_it_can_decide(cast, world):
    request = ask(cast, world, subject=world.child, asked_by="parent")
    with pytest.raises(Refused, match="Nobody is recorded"):
        answering.check_identity(cast.governance, request, how="Her passport.")
    record_member_responsibility(
        cast.key_worker, world.reference, subject=world.child, holder=world.parent, how="mother"
    )
    judge_member(
        cast.key_worker, world.reference, subject=world.child, matter="education", is_able=True,
        reasons="She explained it back to me.",
    )  # fmt: skip
    with pytest.raises(Refused, match="able to decide"):
        answering.check_identity(cast.governance, request, how="Her passport.")
    answering.refuse_request(cast.governance, request, because="The child was asked and does not agree.")
    assert access_request(cast.governance, request).row.state == "Refused"
    agreed = ask(cast, world, subject=world.child, asked_by="parent", child_agrees=True)
    answering.check_identity(cast.governance, agreed, how="Her passport.")


def test_who_may_record_answer_and_see_it(cast, world):
    with pytest.raises(NotAllowed):
        answering.record_access_request(
            cast.police, world.reference, subject=world.parent, asked_by="person", received_on=in_days(0)
        )
    with pytest.raises(NotFound):
        answering.record_access_request(
            cast.outsider, world.reference, subject=world.parent, asked_by="person", received_on=in_days(0)
        )
    request = ask(cast, world)
    with pytest.raises(NotAllowed):
        answering.check_identity(cast.team_manager, request, how="x")
    implicate(cast.da_adviser, world.parent, posts=[cast.duty_manager.post])
    with pytest.raises(NotFound):
        access_request(cast.duty_manager, request)
    assert access_requests(cast.duty_manager) == () and len(access_requests(cast.governance)) == 1


def test_the_pages_take_a_request_from_the_family_to_the_pack(cast, client, world):
    sign_in(client, cast.key_worker)
    address = f"/families/{world.reference}/access-requests/new/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"asked_by": "person"}).status_code == 422
    day = in_days(-1)
    facts = {"subject": str(world.parent), "asked_by": "person", "received_on": day.isoformat()}  # fmt: skip
    assert client.post(address, facts).status_code == 302
    request = AccessRequest.objects.get().pk
    page = f"/access-requests/{request}/"
    assert client.get(page).status_code == 403
    sign_in(client, cast.governance)
    assert "the clock begins then" in client.get("/access-requests/").content.decode()
    assert client.post(f"{page}steps/identity/", {"how": ""}).status_code == 422
    assert client.post(f"{page}steps/identity/", {"how": "Met at home"}).status_code == 302
    body = client.get(page).content.decode()
    assert "1 High Street" in body and "What we have not given" in body
    assert client.post(f"{page}steps/prepare/").status_code == 302
    assert client.post(f"{page}steps/approve/").status_code in (403, 422)
    sign_in(client, cast.duty_manager)
    assert client.post(f"{page}steps/approve/").status_code == 302
    answer = client.post(f"{page}pack/json/")
    assert answer.status_code == 200 and "1 High Street" in answer.content.decode()
    answer = client.post(f"{page}pack/pdf/")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    client.cookies["django_language"] = "cy"
    with patch("cases.views.access_request.pdf_response", side_effect=lambda html, _name: HttpResponse(html)):
        body = client.post(f"{page}pack/pdf/").content.decode()
    assert 'lang="en-GB"' in body and "What we hold about you" in body, "one language, whoever hands it over"
    assert client.get("/access-requests/999999/").status_code == 404
