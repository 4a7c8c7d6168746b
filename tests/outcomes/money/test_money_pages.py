"""The pages and the API of the money rooms answer, refuse in words, and lose nothing typed."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outcomes.business_cases.operations.save_business_case import save_business_case
from outcomes.business_cases.reading import EXAMPLE, read_written
from outcomes.business_cases.selectors.business_case import business_case
from outcomes.models import Budget, BudgetEntry, CaseVersion, FundPurchase
from tests.agreements import sign_rulebook
from tests.cast import Cast, sign_in
from tests.outcomes.money.money_world import D, a_budget, a_fund, a_line, this_year
from tests.world_casework import planned


def at(name: str, *args: Any) -> str:
    return reverse(f"outcomes:{name}", args=args)


@pytest.fixture
def commissioner(cast: Cast) -> Client:
    """The commissioner's browser."""
    return sign_in(Client(), cast.commissioner)


def test_a_case_is_written_refused_in_words_saved_read_and_approved(cast: Cast, commissioner: Client) -> None:
    assert "years = 3" in commissioner.get(at("write_business_case")).content.decode()
    bad = EXAMPLE.replace("0.35 ", "1.35 ").replace("0.8\n", "8\n")
    page = commissioner.post(at("write_business_case"), {"place": "ashworth", "title": "A team", "told": bad})
    words = page.content.decode()
    assert page.status_code == 422 and "affected must be a share" in words and "engaged must be a share" in words
    assert "affected = 1.35" in words
    page = commissioner.post(at("write_business_case"), {"place": "ashworth", "title": "A team", "told": ""})
    assert page.status_code == 422 and "Write the case, or send it as a file" in page.content.decode()
    sent = SimpleUploadedFile("case.toml", EXAMPLE.encode())
    page = commissioner.post(
        at("write_business_case"), {"place": "ashworth", "title": "A team", "told": "", "file": sent}
    )
    reference = CaseVersion.objects.get().business_case.reference
    assert page["Location"] == at("business_case", reference)
    for path in (at("business_case", reference), at("business_cases"), at("edit_business_case", reference)):
        assert commissioner.get(path).status_code == 200
    assert "Approve this version" not in commissioner.get(at("business_case", reference)).content.decode()
    for name in ("options", "gains"):
        drawn = commissioner.get(at("business_case_chart", reference, name))
        assert drawn.content.startswith(b"<svg") and b"style=" not in drawn.content
    assert commissioner.get(at("business_case_chart", reference, "other")).status_code == 404
    assert "Switching values" in b"".join(commissioner.get(at("business_case_csv", reference))).decode()
    officer = sign_in(Client(), cast.claims_officer)
    assert officer.post(at("business_case", reference), {"version": "1"}).status_code == 302
    assert "Approved by" in officer.get(at("business_case", reference)).content.decode()
    assert sign_in(Client(), cast.internal_auditor).get(at("write_business_case")).status_code == 403
    assert commissioner.get(at("business_case", "BC-NONE")).status_code == 404


def test_a_case_is_built_part_by_part_and_nothing_typed_is_lost(cast: Cast, commissioner: Client) -> None:
    begun = {
        "place": "ashworth", "title": "A second team", "purpose": "", "years": "3", "base_year": "2024-25",
        "timing": "year_start", "discount": "green_book", "costs_this": "60,000 40000", "costs_usual": "0 0 0",
    }  # fmt: skip
    page = commissioner.post(at("new_business_case"), begun)
    assert page.status_code == 422 and "costs has 2 numbers; there are 3 years" in page.content.decode()
    assert "60,000 40000" in page.content.decode()
    page = commissioner.post(at("new_business_case"), begun | {"costs_this": "60,000 40000 40000", "discount": "own"})
    assert page.status_code == 422 and "Enter the rate, such as 3.5" in page.content.decode()
    commissioner.post(at("new_business_case"), begun | {"costs_this": "60,000 40000 40000"})
    reference = CaseVersion.objects.get().business_case.reference
    outcome = {
        "version": "1", "name": "Fewer incidents", "population": "200", "affected": "35", "engaged": "80%",
        "impact": "45", "deadweight": "20", "deadweight_is": "share", "unit_value": "£2,470", "price_year": "2008-09",
        "kind": "fiscal", "bearer": "", "cashable": "25", "grade": "3", "phase": "50 100 100",
    }  # fmt: skip
    page = commissioner.post(at("new_outcome", reference, "this"), outcome)
    assert page.status_code == 422 and "bearer must say who bears the cost" in page.content.decode()
    page = commissioner.post(at("new_outcome", reference, "this"), outcome | {"bearer": "Police", "affected": "135"})
    assert page.status_code == 422 and "from 0 to 100%" in page.content.decode()
    assert commissioner.post(at("new_outcome", reference, "this"), outcome | {"bearer": "Police"}).status_code == 302
    written = business_case(cast.commissioner, reference)
    same = EXAMPLE.replace("[15000, 15000, 15000]", "[0, 0, 0]")
    proposed = read_written(written.told)[0]["this case"]
    assert proposed.outcomes == read_written(same)[0]["this case"].outcomes
    late = commissioner.post(at("new_option", reference), {"version": "1", "name": "Two teams", "costs": "9 9 9"})
    assert late.status_code == 422 and "later version" in late.content.decode() and "Two teams" in late.content.decode()
    commissioner.post(at("new_option", reference), {"version": "2", "name": "Two teams", "costs": "90000 1 1"})
    for name, more in (("case_frame", ()), ("outcome", ("this", 1)), ("remove_option", ("1",))):
        assert commissioner.get(at(name, reference, *more)).status_code == 200
    frame = begun | {
        "version": "3",
        "years": "2",
        "costs_this": "60000 40000",
        "costs_1": "90000 1",
        "costs_usual": "0 0",
    }
    commissioner.post(at("case_frame", reference), frame)
    commissioner.post(at("remove_option", reference, "1"), {"version": "4"})
    commissioner.post(at("remove_outcome", reference, "this", 1), {"version": "5"})
    sheet = business_case(cast.commissioner, reference)
    assert (sheet.number, sheet.years, [one.name for one in sheet.options]) == (
        6, 2, ["Business as usual", "A second team"],
    )  # fmt: skip
    for name, more in (("outcome", ("this", 1)), ("new_outcome", ("7",)), ("remove_option", ("usual",))):
        assert commissioner.get(at(name, reference, *more)).status_code == 404
    assert sign_in(Client(), cast.internal_auditor).get(at("case_frame", reference)).status_code == 403


def test_a_budget_is_begun_and_kept_by_its_pages(cast: Cast, commissioner: Client) -> None:
    facts: dict[str, Any] = {
        "place": "ashworth/north", "year": this_year(), "name": "Families first", "footing": "pooled",
        "accountable_officer": cast.commissioner.post, "fund_limit": "£100", "fund_approver": cast.team_manager.post,
    }  # fmt: skip
    page = commissioner.post(at("new_budget"), facts)
    assert page.status_code == 422 and "Pooled money needs a host" in page.content.decode()
    page = commissioner.post(at("new_budget"), facts | {"footing": "shadow"})
    held = Budget.objects.get()
    assert page["Location"] == at("budget", held.pk)
    line = {"kind": "cash", "partner": "Council", "words": "Two workers", "planned": "1,000.10"}
    assert commissioner.post(at("new_line", held.pk), line | {"planned": "lots"}).status_code == 422
    assert commissioner.post(at("new_line", held.pk), line).status_code == 302
    today = timezone.localdate()
    paid = {
        "line": held.lines.get().pk, "kind": "paid", "gbp": "0.11", "words": "April",
        "falls_on_day": today.day, "falls_on_month": today.month, "falls_on_year": today.year,
    }  # fmt: skip
    assert commissioner.post(at("new_sum", held.pk), paid).status_code == 302
    words = commissioner.get(at("budget", held.pk)).content.decode()
    assert "£999.99" in words and "£0.11" in words
    assert commissioner.post(at("close_budget", held.pk), {"number": "1"}).status_code == 302
    assert "Ashworth North" in commissioner.get(at("budgets")).content.decode()
    assert sign_in(Client(), cast.internal_auditor).get(at("budget", held.pk)).status_code == 200
    assert commissioner.get(at("budget", 0)).status_code == 404


def test_a_bed_is_bought_in_two_taps_and_beyond_the_limit_the_manager_decides(cast: Cast) -> None:
    sign_rulebook()
    world = planned(cast)
    a_fund(cast, a_budget(cast, fund_limit=D(190)), planned=400)
    worker, manager = sign_in(Client(), cast.key_worker), sign_in(Client(), cast.team_manager)
    path = at("family_fund", world.reference)
    words = worker.get(path).content.decode()
    assert "Single bed with mattress, £189.00" in words and "Buy for:" in words
    action = words.split('name="action" value="')[1].split('"')[0]
    assert worker.post(path, {"action": action, "item": "bed_single"}).status_code == 302
    assert BudgetEntry.objects.get().gbp == 189
    page = worker.post(path, {"action": action, "what": "Carpet", "gbp": "a lot"})
    assert page.status_code == 422 and "Carpet" in page.content.decode()
    assert worker.post(path, {"action": action, "what": "Carpet", "gbp": "200"}).status_code == 302
    waiting = FundPurchase.objects.get(state="asked")
    assert world.reference in manager.get(at("fund_requests")).content.decode()
    assert "Waits for you" in manager.get(path).content.decode()
    page = manager.post(path, {"purchase": waiting.pk, "approve": "no"})
    assert page.status_code == 422 and "why it is refused" in page.content.decode()
    assert manager.post(path, {"purchase": waiting.pk, "approve": "yes"}).status_code == 302
    assert "Carpet" in worker.get(path).content.decode()
    assert worker.post(path, {"action": action, "item": "bed_single"}).status_code == 422
    assert sign_in(Client(), cast.outsider).get(path).status_code == 404


def test_the_api_answers_with_the_same_sheets(cast: Cast, commissioner: Client) -> None:
    reference = save_business_case(cast.commissioner, title="A team", told=EXAMPLE, place="ashworth")
    held = a_budget(cast)
    a_line(cast, held)
    found = commissioner.get(reverse("outcomes-api:business_case", args=[reference])).json()
    assert found["options"][1]["alone"]["pv_cost"].startswith("135")
    body = {"title": "A team", "told": "years = 3", "reference": reference}
    refused = commissioner.post(reverse("outcomes-api:business_cases"), body, content_type="application/json")
    assert refused.status_code == 422
    sums = commissioner.get(reverse("outcomes-api:budget", args=[held])).json()
    assert sums["whole"]["remaining"] == "1000.00"
    quarter = {"number": 7}
    closed = commissioner.post(reverse("outcomes-api:budget_quarters", args=[held]), quarter, "application/json")
    assert closed.status_code == 422


def test_an_agreement_is_made_by_its_page_and_nothing_typed_is_lost(cast: Cast, commissioner: Client) -> None:
    terms = {
        "place": "ashworth", "name": "Ashworth", "footing": "shadow", "sharing": "fixed_shares",
        "first": "2024-25 Q1", "last": "2024-25 Q2",
        "partner1-partner": "Council", "partner1-share": "60", "partner1-commits": "10,000 £5000.50",
        "partner2-partner": "Ashworth Impact Fund", "partner2-share": "30",
    }  # fmt: skip
    page = commissioner.post(at("new_investment"), terms)
    words = page.content.decode()
    assert page.status_code == 422 and "they add up to 90%" in words and "Ashworth Impact Fund" in words
    page = commissioner.post(at("new_investment"), terms | {"first": "soon", "partner1-commits": "much"})
    words = page.content.decode()
    assert page.status_code == 422 and "Write a quarter as" in words and "pounds and pence" in words
    page = commissioner.post(at("new_investment"), terms | {"partner2-share": "40"})
    assert page.status_code == 302
    words = commissioner.get(page["Location"]).content.decode()
    assert "£15,000.50" in words and "Nothing is published for this place yet" in words
    closed = commissioner.post(f"{page['Location']}close/", {"quarter": "2024-25 Q1"}, follow=True)
    assert "Nothing is published" in closed.content.decode()
    assert "Ashworth" in commissioner.get(at("investments")).content.decode()
    api = reverse("outcomes-api:investments")
    body = {
        "place": "ashworth/south", "name": "South", "footing": "aligned", "sharing": "in_proportion",
        "first": "2026-27 Q1", "last": "2026-27 Q4", "partners": [{"partner": "Police"}, {"partner": "Health"}],
    }  # fmt: skip
    made = commissioner.post(api, body, "application/json")
    assert made.status_code == 201 and made.json()["quarters"][0] == "2026-27 Q1"
    assert commissioner.post(api, body | {"first": "x"}, "application/json").status_code == 422


def test_a_plan_is_begun_and_told_of_by_its_pages(cast: Cast, commissioner: Client) -> None:
    begun = {"place": "ashworth/north", "name": "North", "purpose": "One offer for families."}
    plan = commissioner.post(at("new_operational_plan"), begun)["Location"]
    day = {"day_day": 1, "day_month": 5, "day_year": 2025}
    page = commissioner.post(f"{plan}add/barrier/", {"heading": "Data on benefits", **day})
    assert page.status_code == 422 and "Say with whom it was raised" in page.content.decode()
    page = commissioner.post(f"{plan}add/barrier/", {"heading": "Data on benefits", "who": "The department", **day})
    assert page["Location"] == f"{plan}#barrier"
    assert commissioner.get(f"{plan}add/wish/").status_code == 404
    assert commissioner.post(f"{plan}add/chain/", {"heading": "Visit", "who": "Coach"}).status_code == 422
    words = commissioner.get(plan).content.decode()
    part = words.split("operational-plans/parts/")[1].split("/")[0]
    told = {
        "state": "done",
        "words": "A gateway.",
        "happened_on_day": 2,
        "happened_on_month": 6,
        "happened_on_year": 2025,
    }
    assert commissioner.post(at("tell_part", part), told).status_code == 302
    assert "2 Jun 2025: A gateway." in commissioner.get(plan).content.decode()
    assert "North" in commissioner.get(at("operational_plans")).content.decode()
    read = sign_in(Client(), cast.internal_auditor).get(plan)
    assert read.status_code == 200 and "Add:" not in read.content.decode()
    found = commissioner.get(reverse("outcomes-api:operational_plans")).json()
    assert found["rows"][0]["barriers_open"] == 0
