"""Claims on the real database: made once on frozen evidence, decided by somebody else, and never changed once paid."""

import csv
import json
from hashlib import sha256
from io import StringIO
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from outcomes.models import Claim
from outcomes.operations.claims import decide_claim, make_claim, pay_claim, reverse_claim
from outcomes.selectors.claims import claim, claim_readiness, claims, quarterly_return
from outcomes.selectors.frameworks import framework, frameworks
from tests.agreements import sign_rulebook
from tests.cast import Cast, sign_in
from tests.outcomes.tables.claims_world import FRAMEWORKS, sustained
from tests.world_casework import World


@pytest.fixture(autouse=True)
def the_areas_own_framework(settings: Any) -> None:
    settings.FRAMEWORKS = FRAMEWORKS


def monitoring(cast: Cast) -> tuple[Any, Any, Any]:
    """The claims officer, the team manager and the internal auditor, as the claims pages know them."""
    return tuple(  # type: ignore[return-value]
        actor.for_purpose("monitoring") for actor in (cast.claims_officer, cast.team_manager, cast.internal_auditor)
    )


@pytest.fixture
def world(cast: Cast) -> World:
    """A closed family whose needs have held."""
    sign_rulebook()
    return sustained(cast)


def test_a_claim_is_made_approved_and_paid(cast: Cast, world: World, as_the_app: None) -> None:
    officer, manager, _ = monitoring(cast)
    reference = make_claim(officer, world.reference, result="all")
    with pytest.raises(NotAllowed, match="You made this claim"):
        decide_claim(officer, reference, approve=True, words="It is right.")
    decide_claim(manager, reference, approve=True, words="The pack bears it out.")
    pay_claim(officer, reference, paid_on=timezone.localdate())
    row = Claim.objects.get()
    assert (row.state, row.gbp, row.framework) == ("paid", 800, "ashworth-outcomes")
    assert row.digest == sha256(row.evidence.encode()).hexdigest()
    pack = json.loads(row.evidence)
    assert pack["key_worker"].startswith(cast.key_worker.name)
    assert any("Seen at the review." in line["words"] for line in pack["told"])


def test_a_paid_claim_cannot_be_changed_by_anybody_and_is_reversed_by_a_new_row(cast: Cast, world: World) -> None:
    officer, manager, _ = monitoring(cast)
    reference = make_claim(officer, world.reference, result="all")
    decide_claim(manager, reference, approve=True, words="Yes.")
    pay_claim(officer, reference, paid_on=timezone.localdate())
    for change in ("gbp = 900", "state = 'approved'", "paid_on = NULL", "digest = 'x'"):
        with pytest.raises(DatabaseError, match="a claim stands"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE outcomes_claim SET {change}")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM outcomes_claim")
    back = reverse_claim(manager, reference, words="The family moved before the six months were over.")
    assert [(row.gbp, row.state) for row in Claim.objects.order_by("pk")] == [(800, "paid"), (-800, "reversed")]
    with pytest.raises(Refused, match="reversed already"):
        reverse_claim(manager, reference, words="Again.")
    assert claim(officer, back).reverses == reference
    assert make_claim(officer, world.reference, result="all")


def test_evidence_and_amount_stand_from_the_moment_of_claiming(cast: Cast, world: World) -> None:
    make_claim(monitoring(cast)[0], world.reference, result="all")
    for change in ("gbp = 900", "evidence = '\\x00'", "claimed_on = claimed_on - 1"):
        with pytest.raises(DatabaseError, match="stands as it is"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE outcomes_claim SET {change}")


def test_what_was_decided_is_not_undone(cast: Cast, world: World) -> None:
    officer, manager, _ = monitoring(cast)
    reference = make_claim(officer, world.reference, result="all")
    decide_claim(manager, reference, approve=True, words="Yes.")
    for change in ("state = 'claimed', decided_at = NULL", f"decided_by_id = {cast.internal_auditor.post}"):
        with pytest.raises(DatabaseError, match="not undone"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE outcomes_claim SET {change}")


def test_a_second_claim_for_the_same_framework_is_refused(cast: Cast, world: World) -> None:
    officer, manager, _ = monitoring(cast)
    first = make_claim(officer, world.reference, result="all")
    with pytest.raises(Refused, match="It was claimed under Ashworth outcomes"):
        make_claim(manager, world.reference, result="all")
    decide_claim(manager, first, approve=False, words="The attendance is another child's.")
    assert make_claim(officer, world.reference, result="all") != first


def test_what_has_not_held_is_refused_with_what_is_missing(cast: Cast) -> None:
    sign_rulebook()
    world = sustained(cast, days=100)
    officer, *_ = monitoring(cast)
    with pytest.raises(Refused, match="can be claimed on") as refused:
        make_claim(officer, world.reference, result="all")
    missing = claim_readiness(officer, world.reference).ready.answers[0].missing
    assert all(words in refused.value.words for words in missing) and len(missing) == 2


def test_a_framework_without_payments_takes_no_claim(cast: Cast, world: World) -> None:
    with pytest.raises(Invalid, match="pays for no result"):
        make_claim(monitoring(cast)[0], world.reference, result="all", slug="family-help-2026")
    with pytest.raises(Refused, match="ended on 31 March 2025"):
        make_claim(monitoring(cast)[0], world.reference, result="all", slug="supporting-families-2022")
    with pytest.raises(Invalid, match="framework that counts here"):
        make_claim(monitoring(cast)[0], world.reference, result="all", slug="nothing")


def test_who_may_claim_and_who_may_read(cast: Cast, world: World) -> None:
    officer, _, auditor = monitoring(cast)
    with pytest.raises(NotAllowed):
        make_claim(auditor, world.reference, result="all")
    with pytest.raises(NotFound):
        make_claim(cast.outsider, world.reference, result="all")
    reference = make_claim(officer, world.reference, result="all")
    assert claim(auditor, reference).is_whole
    assert not claim(auditor, reference).may_decide
    with pytest.raises(NotFound):
        claim(cast.outsider, reference)


def test_an_open_family_is_the_managers_to_claim_for_and_not_the_officers(cast: Cast) -> None:
    sign_rulebook()
    world = sustained(cast, closed=False)
    officer, manager, _ = monitoring(cast)
    with pytest.raises(NotFound):
        make_claim(officer, world.reference, result="all")
    assert claims(officer).ready == ()
    assert claim_readiness(manager, world.reference).head.reference == world.reference


def test_the_list_says_what_is_ready_claimed_and_blocked_in_few_queries(
    cast: Cast, world: World, django_assert_max_num_queries: Any
) -> None:
    blocked = sustained(cast, number=1, days=100)
    officer, *_ = monitoring(cast)
    with django_assert_max_num_queries(24):
        sheet = claims(officer)
    assert [row.family for row in sheet.ready] == [world.reference]
    assert [(row.family, row.more_missing) for row in sheet.blocked] == [(blocked.reference, 1)]
    make_claim(officer, world.reference, result="all")
    sheet = claims(officer)
    assert [row.state for row in sheet.claims] == ["claimed"] and sheet.ready == ()


def test_the_return_holds_every_claim_and_reversal_of_the_quarter(cast: Cast, world: World) -> None:
    officer, manager, _ = monitoring(cast)
    reference = make_claim(officer, world.reference, result="all")
    decide_claim(manager, reference, approve=True, words="Yes.")
    pay_claim(officer, reference, paid_on=timezone.localdate())
    reverse_claim(manager, reference, words="No.")
    today = timezone.localdate()
    year, quarter = today.year - (today.month < 4), (today.month - 4) // 3 % 4 + 1
    rows = quarterly_return(officer, year=year, quarter=quarter)
    assert [row[6] for row in rows] == ["800.00", "-800.00"]
    assert rows[1][9] == reference and len(rows[0][10]) == 64
    assert quarterly_return(officer, year=year - 1, quarter=quarter) == []
    answer = sign_in(Client(), cast.claims_officer).get(
        reverse("outcomes:claims_return"), {"year": year, "quarter": quarter}
    )
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == 3 and lines[2][6] == "-800.00"


def test_the_pages_show_the_way_from_ready_to_reversed(cast: Cast, world: World) -> None:
    officer, manager = sign_in(Client(), cast.claims_officer), sign_in(Client(), cast.team_manager)
    page = reverse("outcomes:claim_readiness", args=[world.reference])
    assert "Can be claimed today" in officer.get(page).content.decode()
    made = officer.post(page, {"result": "all"})
    assert made.status_code == 302
    assert "The evidence, frozen" in officer.get(made.url).content.decode()
    assert "Your decision" not in officer.get(made.url).content.decode()
    assert manager.post(made.url, {"approve": "yes", "words": ""}).status_code == 422
    assert manager.post(made.url, {"approve": "yes", "words": "It is borne out."}).status_code == 302
    today = timezone.localdate()
    paid = {"paid_on": today.isoformat()}
    assert manager.post(made.url, paid).status_code == 302
    assert manager.post(made.url, {"words": "Taken back."}).status_code == 302
    assert "Reversal" in officer.get(reverse("outcomes:claims")).content.decode()
    assert sign_in(Client(), cast.key_worker).get(page).status_code == 403


def test_the_api_claims_and_says_what_is_missing(cast: Cast, world: World) -> None:
    client = sign_in(Client(), cast.claims_officer)
    listed = client.get(reverse("outcomes-api:claims")).json()
    assert [row["family"] for row in listed["ready"]] == [world.reference]
    address = reverse("outcomes-api:claim_readiness", args=[world.reference])
    made = client.post(address, {"result": "all"}, content_type="application/json")
    assert made.status_code == 201 and made.json()["claim"]["gbp"] == "800.00"
    again = client.post(address, {"result": "all"}, content_type="application/json")
    assert again.status_code in (400, 409) and "claimed under" in again.content.decode()


def test_the_api_decides_pays_and_takes_back(cast: Cast, world: World) -> None:
    officer, manager, _ = monitoring(cast)
    made = make_claim(officer, world.reference, result="all")
    at = f"/api/v1/claims/{made}/"
    theirs, ours = sign_in(Client(), officer), sign_in(Client(), manager)
    own = theirs.post(f"{at}decision/", {"approve": True, "words": "Mine."}, content_type="application/json")
    assert own.status_code == 403 and "Somebody else decides" in own.json()["detail"]
    decided = ours.post(f"{at}decision/", {"approve": True, "words": "Seen."}, content_type="application/json")
    assert (decided.status_code, decided.json()["claim"]["state"]) == (200, "approved")
    today = timezone.localdate().isoformat()
    paid = ours.post(f"{at}payment/", {"paid_on": today}, content_type="application/json")
    assert paid.json()["claim"]["state"] == "paid"
    again = ours.post(f"{at}payment/", {"paid_on": today}, content_type="application/json")
    assert again.status_code == 409 and "Only an approved claim" in again.json()["detail"]
    back = theirs.post(f"{at}reversal/", {"words": "Paid twice."}, content_type="application/json")
    assert back.status_code == 201 and back.json()["reverses"] == made


def test_an_areas_own_framework_counts_beside_the_shipped() -> None:
    assert {"ashworth-outcomes", "supporting-families-2022"} <= set(frameworks())
    assert framework("", on=timezone.localdate()).slug == "ashworth-outcomes"


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_claim_at_once_one_succeeds(cast: Cast) -> None:
    sign_rulebook()
    world = sustained(cast)
    officer, *_ = monitoring(cast)
    made: list[str] = []
    refused: list[str] = []

    def try_it() -> None:
        try:
            made.append(make_claim(officer, world.reference, result="all"))
        except Refused as refusal:
            refused.append(refusal.words)
        finally:
            connection.close()

    threads = [Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(refused), Claim.objects.count()) == (1, 7, 1)
