"""Statements disputed and corrected beside the original, and contacts recorded in error withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import JournalEntry, Notice
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.models import Case, Contact, ContactPart, Mark, NeedRecord
from cases.operations.mark_statement import mark_statement
from cases.operations.protect_member import restrict_member
from cases.operations.withdraw_contact import withdraw_contact
from cases.selectors.chronology import chronology
from cases.selectors.contacts import contacts
from cases.selectors.handing_off import contact_document
from cases.selectors.marks import marking
from cases.selectors.needs import needs
from datasharing.models import Grant
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import contacted

WRONG = "I never said that about mornings."
WHY = "She has left the home, and he must not find her."


@pytest.fixture
def world(cast):
    sign_rulebook()
    return contacted(cast)


@pytest.fixture
def part(cast, world):
    return _part("We talked about mornings.")


def _part(words):
    return next(one.pk for one in ContactPart.objects.all() if one.words == words)


def dispute(cast, world, part, **facts):
    usual = {"kind": "disputed", "words": WRONG, "said_by": world.parent, "part": part}
    return mark_statement(cast.key_worker, world.reference, **usual | facts)


def told(kind):
    return set(Notice.objects.filter(kind=kind, settled_at__isnull=True).values_list("post_id", flat=True))


def first(actor, world):
    return contacts(actor, world.reference).contacts[0].parts[0]


def test_a_dispute_stands_beside_what_was_recorded_in_the_words_of_whoever_disputes(cast, world, part):
    dispute(cast, world, part)
    row = first(cast.team_manager, world)
    assert row.words.value == "We talked about mornings."
    assert [(one.kind, one.words.value, one.said_by) for one in row.marks] == [("disputed", WRONG, "Ruth Orme")]
    assert told(NoticeKind.RECORD_DISPUTED) == {cast.team_manager.post}
    with pytest.raises(Refused, match="waits for an answer"):
        dispute(cast, world, part)
    entry = JournalEntry.objects.filter(event="statement.disputed").get()
    assert WRONG not in str(entry.detail) and entry.detail["beside"] == f"contact_part:{part}"


def test_whoever_wrote_it_corrects_it_but_does_not_say_that_it_stands(cast, world, part):
    dispute(cast, world, part)
    with pytest.raises(NotAllowed, match="Somebody else"):
        dispute(cast, world, part, kind="stands", words="It is what she said.")
    mark_statement(cast.team_manager, world.reference, kind="stands", words="Two of us heard it.", part=part)
    assert [one.kind for one in first(cast.key_worker, world).marks] == ["disputed", "stands"]
    assert told(NoticeKind.RECORD_DISPUTED) == set()
    dispute(cast, world, part, words="Still wrong.")
    dispute(cast, world, part, kind="corrected", words="We talked about evenings.")
    row = first(cast.key_worker, world)
    assert row.words.value == "We talked about mornings."
    assert [one.kind for one in row.marks] == ["disputed", "stands", "disputed", "corrected"]
    with pytest.raises(Invalid, match="Nobody disputes"):
        mark_statement(cast.team_manager, world.reference, kind="stands", words="x", part=part)


def test_another_agency_may_dispute_and_not_answer(cast, world):
    need = NeedRecord.objects.get(need="education").pk
    mark_statement(cast.school, world.reference, kind="disputed", words="Not what we see.", need=need)
    with pytest.raises(NotAllowed, match="recorded it"):
        mark_statement(cast.school, world.reference, kind="corrected", words="x", need=need)
    [row] = [one for one in needs(cast.key_worker, world.reference).needs if one.id == need]
    assert row.marks[0].recorded_by.endswith("Hill School") and row.marks[0].said_by == ""
    assert cast.key_worker.post in told(NoticeKind.RECORD_DISPUTED)


def test_whoever_saw_what_was_wrong_is_told_of_the_correction_and_nobody_else(cast, world):
    need = NeedRecord.objects.get(need="education").pk
    needs(cast.school, world.reference)
    mark_statement(cast.key_worker, world.reference, kind="corrected", words="It is two days a week.", need=need)
    assert cast.school.post in told(NoticeKind.RECORD_CORRECTED)
    assert not {cast.police.post, cast.key_worker.post} & told(NoticeKind.RECORD_CORRECTED)


def test_no_word_of_a_sealed_person_is_told_by_a_mark_or_a_notice(cast, world):
    need = NeedRecord.objects.get(need="education").pk
    needs(cast.school, world.reference)
    mark_statement(
        cast.key_worker, world.reference, kind="disputed", words="Leave me out.", said_by=world.parent, need=need
    )
    assert any(one.marks for one in needs(cast.school, world.reference).needs)
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"], reason=WHY,
        named=[cast.key_worker.post], custodians=[cast.team_manager.post, cast.duty_manager.post],
    )  # fmt: skip
    assert not any(one.marks for one in needs(cast.school, world.reference).needs)
    with pytest.raises(NotFound):
        mark_statement(cast.key_worker, world.reference, kind="disputed", words="x", need=999_999)
    contact = Contact.objects.get()
    contacts(cast.key_worker, world.reference)
    withdraw_contact(cast.key_worker, world.reference, contact.pk, reason="It was another family.")
    assert cast.school.post not in told(NoticeKind.RECORD_WITHDRAWN)


@pytest.mark.parametrize("who", ["outsider", "colleague", "governance", "commissioner"])
def test_an_outsider_cannot_tell_that_there_is_such_a_statement(cast, world, part, who):
    actor = getattr(cast, who)
    with pytest.raises(NotFound):
        mark_statement(actor, world.reference, kind="disputed", words="x", part=part)
    with pytest.raises(NotFound):
        marking(actor, world.reference, part=part)
    with pytest.raises(NotFound):
        withdraw_contact(actor, world.reference, Contact.objects.get().pk, reason="x")


def test_a_statement_of_another_family_is_not_marked_through_this_one(cast, world, part):
    other = contacted(cast, number=1)
    with pytest.raises(NotFound):
        dispute(cast, other, part, said_by=None)
    with pytest.raises(NotFound):
        withdraw_contact(cast.key_worker, other.reference, ContactPart.objects.get(pk=part).contact_id, reason="x")
    with pytest.raises(Invalid):
        dispute(cast, world, part, said_by=other.parent)
    assert not Mark.objects.exists()


def test_a_withdrawn_contact_is_kept_and_shown_nowhere(cast, world):
    contact = Contact.objects.get()
    before = Grant.objects.get(kind="key_worker", ends_at__isnull=True).due_at
    contacts(cast.team_manager, world.reference)
    with pytest.raises(NotFound):
        withdraw_contact(cast.school, world.reference, contact.pk, reason="x")
    withdraw_contact(cast.key_worker, world.reference, contact.pk, reason="It was another family.")
    [row] = contacts(cast.team_manager, world.reference).contacts
    assert (row.parts, row.seen, row.place.value, row.next_step.value) == ((), (), None, None)
    assert row.withdrawn and row.withdrawn.reason.value == "It was another family."
    assert "Home visit" not in [one.title for one in chronology(cast.key_worker, world.reference).rows]
    assert contact_document(cast.team_manager, world.reference, contact.pk) is None
    assert told(NoticeKind.RECORD_WITHDRAWN) == {cast.team_manager.post}
    assert Contact.objects.get().next_step == "Ring the school on Monday."
    assert Grant.objects.get(kind="key_worker", ends_at__isnull=True).due_at <= before
    with pytest.raises(Refused, match="already"):
        withdraw_contact(cast.team_manager, world.reference, contact.pk, reason="x")
    with pytest.raises(NotFound):
        dispute(cast, world, _part("We talked about mornings."))


def test_withdrawing_the_last_contact_brings_the_next_one_forward(cast, world):
    case = Case.objects.get()
    case.allocated_at = timezone.now() - timedelta(days=60)
    case.save()
    withdraw_contact(cast.key_worker, world.reference, Contact.objects.get().pk, reason="It was another family.")
    assert Grant.objects.get(kind="key_worker", ends_at__isnull=True).due_for == "contact"


def test_the_pages_and_the_api_do_the_same(cast, client, world, part):
    sign_in(client, cast.key_worker)
    root = f"/families/{world.reference}/contacts/"
    assert f"{root}parts/{part}/mark/" in client.get(root).content.decode()
    sent = {"kind": "disputed", "words": WRONG, "said_by": str(world.parent)}
    assert client.get(f"{root}parts/{part}/mark/").status_code == 200
    assert client.post(f"{root}parts/{part}/mark/", sent | {"words": ""}).status_code == 422
    assert client.post(f"{root}parts/{part}/mark/", sent).status_code == 302
    words = client.get(root).content.decode()
    assert WRONG in words and "We talked about mornings." in words and "Ruth Orme says so." in words
    api = f"/api/v1/families/{world.reference}"
    answer = client.get(f"{api}/contacts/parts/{part}/mark/").json()
    assert answer["open_to_me"] == ["corrected"] and answer["marks"][0]["kind"] == "disputed"
    body = {"kind": "corrected", "words": "We talked about evenings."}
    assert client.post(f"{api}/contacts/parts/{part}/mark/", body, "application/json").status_code == 201
    need = NeedRecord.objects.get(need="money").pk
    assert client.get(f"/families/{world.reference}/needs/{need}/mark/").status_code == 200
    body = {"kind": "disputed", "words": "We pay on time."}
    assert client.post(f"{api}/needs/{need}/mark/", body, "application/json").status_code == 201
    contact = Contact.objects.get().pk
    assert client.get(f"{root}{contact}/withdraw/").status_code == 200
    assert client.post(f"{root}{contact}/withdraw/", {"reason": "It was another family."}).status_code == 302
    words = client.get(root).content.decode()
    assert "It was another family." in words and "mornings" not in words and "Withdraw this contact" not in words
    body = {"reason": "x"}
    assert client.post(f"{api}/contacts/{contact}/withdraw/", body, "application/json").status_code == 409
