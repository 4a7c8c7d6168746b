"""The pages of sharing: agreements for everybody, signing for the lead, who saw for the lead of that place."""

from django.test import Client

from agencies.models import JournalEntry, Place
from agencies.vocabulary import AgencyKind
from datasharing import door, grants
from datasharing.models import Agreement, Party
from datasharing.operations import load_rulebook, open_file
from datasharing.vocabulary import Category, Event, Reach
from tests.cast import Cast, sign_in


def test_anybody_in_a_post_reads_the_register_and_an_agreement(cast: Cast, client: Client) -> None:
    load_rulebook(None)
    client = sign_in(client, cast.school)
    assert "Crime and disorder" in client.get("/agreements/").content.decode()
    words = client.get("/agreements/crime-and-disorder/").content.decode()
    assert "Crime and Disorder Act 1998 s115" in words and "Ashworth Police" in words
    assert "Sign the agreement" not in words and "Suspend" not in words


def test_the_governance_lead_signs_on_the_page_suspends_and_resumes(cast: Cast, client: Client) -> None:
    load_rulebook(None)
    client = sign_in(client, cast.governance)
    address = "/agreements/crime-and-disorder/"
    unticked = client.post(address, {})
    assert unticked.status_code == 422 and "Tick the box" in unticked.content.decode()
    assert client.post(address, {"agreed": "on"}).status_code == 302
    assert Party.objects.get(agreement__reference="crime-and-disorder", agency_id=cast.governance.agency).signed_at
    twice = client.post(address, {"agreed": "on"})
    assert twice.status_code == 422 and "has signed this agreement already" in twice.content.decode()
    assert client.post(f"{address}suspend/").status_code == 302
    assert Agreement.objects.get(reference="crime-and-disorder").suspended_at
    assert "suspended already" in client.post(f"{address}suspend/", follow=True).content.decode()
    assert "in force again" in client.post(f"{address}resume/", follow=True).content.decode()
    assert not Agreement.objects.get(reference="crime-and-disorder").suspended_at


def test_others_cannot_sign_or_suspend(cast: Cast, client: Client) -> None:
    load_rulebook(None)
    client = sign_in(client, cast.key_worker)
    assert client.post("/agreements/crime-and-disorder/", {"agreed": "on"}).status_code == 403
    assert client.post("/agreements/crime-and-disorder/suspend/").status_code == 403
    assert client.get("/agreements/made-up/").status_code == 404


def test_the_lead_sees_who_looked_by_agency_role_and_basis_and_no_content(signed: Cast, client: Client) -> None:
    file = open_file(None, place=Place.objects.get(path="ashworth/north"))
    grants.give_grant(None, file.id, Reach.KEY_WORKER, post=signed.key_worker.post)
    with door.open_one(signed.key_worker, file.reference) as opened:
        opened.show(
            "Arrested in May",
            category=Category.CRIME,
            supplier=signed.police.agency,
            supplier_kind=AgencyKind.POLICE,
        )
    words = sign_in(client, signed.governance).get(f"/who-saw/{file.reference}/").content.decode()
    for told in ("Ashworth Council", "Key worker", "Direct support", "Crime and disorder (CDA98-115)"):
        assert told in words
    assert "Arrested" not in words
    assert JournalEntry.objects.latest("id").event == Event.JOURNAL_SEEN


def test_who_saw_is_for_the_lead_of_that_place(signed: Cast, client: Client) -> None:
    foreign = open_file(None, place=Place.objects.get(path="brindle"))
    lead = sign_in(client, signed.governance)
    real, made_up = lead.get(f"/who-saw/{foreign.reference}/"), lead.get("/who-saw/FZZZZZZZ/")
    assert (real.status_code, made_up.status_code) == (404, 404)
    assert sign_in(Client(), signed.key_worker).get(f"/who-saw/{foreign.reference}/").status_code == 403
