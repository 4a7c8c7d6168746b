"""The overview: a frozen edition of the fixed cube, the same for every reader, from which no family can be read."""

import csv
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from agencies.models import Agency, JournalEntry
from agencies.refusals import Invalid, NotAllowed, Refused
from cases.intake.models import ReferredPerson, Rejection
from cases.models import EqualityRecord, FamilyMember, Joining, Merging
from datasharing.models import DataSubject, FamilyFile
from datasharing.statistics import round_money
from outcomes.catalogues import shipped_catalogue
from outcomes.models import Cell, Edition
from outcomes.operations.post_costs import post_costs
from outcomes.operations.publish_overview import publish_overview
from outcomes.selectors.overview import overview
from outcomes.views.overview_pictures import pictures
from outcomes.views.overview_tables import export_rows, neutral, returns_table, wrong_pocket_words
from outcomes.views.words import pounds_words
from tests.as_the_app import working_as_the_app
from tests.cast import Cast, sign_in
from tests.kept import once
from tests.outcomes.tables.ledger_world import covered
from tests.outcomes.tables.overview_world import families
from tests.world import referral

POLICE = shipped_catalogue().price("CR2.0.3").fiscal
"""What a domestic abuse incident costs the police."""


@pytest.fixture
def place(cast: Cast) -> Cast:
    """Forty families in two parts of the place: three intensities, one of them of four families only."""

    def make() -> None:
        covered()
        families(cast, 14, tier="intensive")
        families(cast, 10, tier="outreach", place="ashworth/south")
        families(cast, 8, tier="outreach", state="planned", needs=("education", "money"))
        families(cast, 4, tier="advice")
        families(cast, 4, tier="intensive", state="allocated", place="ashworth/south")
        post_costs(None)

    once("forty families", make)
    return cast


@pytest.fixture
def published(place: Cast) -> Cast:
    """Their overview, published by the command line."""

    def publish() -> None:
        with working_as_the_app():
            publish_overview(None, "ashworth")

    once("edition of forty families", publish)
    return place


def cell(table: str, row: str, column: str, band: str = "all") -> Decimal | None:
    return Cell.objects.get(table=table, band=band, row=row, column=column).value


def test_an_edition_counts_families_at_each_step(place: Cast, as_the_app: None) -> None:
    publish_overview(place.commissioner, "ashworth")
    assert cell("steps", "closed", "families") == 30
    assert cell("steps", "helped", "families") == 10
    assert cell("steps", "waiting", "families") is None
    assert cell("tiers", "intensive", "closed") == 15


def test_cost_a_family_and_year_is_the_rounded_pounds_by_the_rounded_families(published: Cast) -> None:
    assert cell("supported", "before", "families") == 40
    whole = round_money(POLICE * 40)
    assert cell("cost", "police", "before") == whole
    assert overview(published.commissioner).table("cost").value("police", "before") == whole / 40


def test_a_cell_of_fewer_than_six_families_is_withheld(published: Cast) -> None:
    assert cell("supported", "before", "families", "tier:advice") is None
    assert cell("cost", "police", "before", "tier:advice") is None
    assert cell("tiers", "advice", "closed") is None


def test_what_would_give_a_withheld_cell_back_is_withheld_too(published: Cast) -> None:
    whole = cell("supported", "before", "families")
    tiers = [cell("supported", "before", "families", f"tier:{tier}") for tier in ("intensive", "outreach", "advice")]
    assert whole is not None
    assert tiers.count(None) >= 2


def test_a_cell_that_two_families_make_up_is_withheld(place: Cast) -> None:
    families(place, 1, incidents=[date(2024, 3, 1)] * 400)
    post_costs(None)
    publish_overview(None, "ashworth")
    assert cell("cost", "police", "before") is None
    assert cell("supported", "before", "families") is not None


def test_a_step_that_is_withheld_does_not_follow_from_its_parts(published: Cast) -> None:
    for band in ("all", "place:ashworth/north", "place:ashworth/south"):
        for step in ("waiting", "helped", "closed"):
            tiers = [cell("tiers", tier, step, band) for tier in ("intensive", "outreach", "advice")]
            assert [cell("steps", step, "families", band), *tiers].count(None) != 1
    for step in ("helped", "closed"):
        bands = ("all", "place:ashworth/north", "place:ashworth/south")
        assert [cell("steps", step, "families", band) for band in bands].count(None) != 1


def test_an_edition_is_frozen(published: Cast) -> None:
    before = list(Cell.objects.order_by("pk").values_list())
    families(published, 10)
    post_costs(None)
    assert list(Cell.objects.order_by("pk").values_list()) == before
    assert overview(published.commissioner).table("steps").value("closed", "families") == 30


def test_editions_close_to_each_other_are_refused(published: Cast) -> None:
    with pytest.raises(Refused, match="single families could be read"):
        publish_overview(None, "ashworth")
    publish_overview(None, "ashworth", on=timezone.now() + timedelta(days=28))
    assert Edition.objects.count() == 2


def test_before_there_is_data_nothing_is_published(cast: Cast) -> None:
    with pytest.raises(Refused, match="nothing to publish"):
        publish_overview(None, "ashworth")


def test_who_may_publish_and_where(place: Cast) -> None:
    with pytest.raises(NotAllowed):
        publish_overview(place.key_worker, "ashworth")
    with pytest.raises(Invalid, match="your own place"):
        publish_overview(place.commissioner, "brindle")
    with pytest.raises(Invalid, match="your own place"):
        publish_overview(None, "nowhere")


def test_every_reader_sees_the_same_figures_and_each_look_is_written_down(published: Cast) -> None:
    seen = {
        overview(actor).tables
        for actor in (published.commissioner, published.claims_officer, published.internal_auditor)
    }
    assert len(seen) == 1
    assert JournalEntry.objects.filter(event="overview.seen", kind="look").count() == 3
    assert list(JournalEntry.objects.filter(event="overview.seen").values_list("families", flat=True)) == [[], [], []]


def test_only_the_declared_bands_can_be_asked_for(published: Cast) -> None:
    assert overview(published.commissioner, band="tier:outreach").band == "tier:outreach"
    for other in ("tier:outreach' OR 1=1", "place:ashworth/north tier:outreach", "", "tier:none"):
        assert overview(published.commissioner, band=other).band == "all"


def test_a_table_that_is_not_cut_by_a_band_says_all_families(published: Cast) -> None:
    sheet = overview(published.commissioner, band="tier:outreach")
    assert sheet.table("cost").band == "tier:outreach"
    assert sheet.table("steps").band == "all"


def test_how_old_each_partners_data_is(place: Cast) -> None:
    on = timezone.make_aware(datetime(2026, 9, 10))
    publish_overview(None, "ashworth", on=on)
    police = Agency.objects.get(kind="police", place__path="ashworth").name
    assert cell("data_age", police, "days") == 10


def test_the_overview_takes_few_queries_however_many_families(published: Cast, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(8):
        overview(published.commissioner)


def test_the_page_shows_pictures_tables_and_the_words(published: Cast) -> None:
    page = sign_in(Client(), published.commissioner).get(reverse("outcomes:overview"), {"band": "tier:outreach"})
    words = page.content.decode()
    assert page.status_code == 200
    assert "not the effect of support" in words
    assert "withheld" in words
    assert "style=" not in words
    assert reverse("outcomes:overview_chart", args=["cost"]) in words
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def test_before_the_first_edition_the_page_says_what_to_do(cast: Cast) -> None:
    page = sign_in(Client(), cast.commissioner).get(reverse("outcomes:overview"))
    assert page.status_code == 200
    assert "Nothing is published yet" in page.content.decode()
    assert (
        sign_in(Client(), cast.commissioner).get(reverse("outcomes:overview_chart", args=["cost"])).status_code == 404
    )


def test_a_chart_is_an_image_without_styles_or_scripts(published: Cast) -> None:
    client = sign_in(Client(), published.commissioner)
    for name in ("cost", "steps", "trend"):
        answer = client.get(reverse("outcomes:overview_chart", args=[name]))
        svg = answer.content.decode()
        assert answer["Content-Type"] == "image/svg+xml"
        assert ElementTree.fromstring(svg).tag.endswith("svg")
        assert not re.search(r"style=|<style|<script|\son\w+=", svg)


def test_the_chart_and_its_table_hold_the_same_figures(published: Cast) -> None:
    client = sign_in(Client(), published.commissioner)
    svg = client.get(reverse("outcomes:overview_chart", args=["cost"])).content.decode()
    page = client.get(reverse("outcomes:overview")).content.decode()
    said = pounds_words(round_money(POLICE * 40) / 40, places=0)
    assert f">{said}<" in svg
    assert said in page


def test_the_words_for_a_chart_say_what_it_shows(published: Cast) -> None:
    drawn = pictures(overview(published.commissioner))
    cost, steps = drawn["cost"], drawn["steps"]
    assert "in the year before support" in cost.alt
    assert "Jobcentre Plus bore most" in cost.alt
    assert "not the effect of support" in cost.alt
    assert "10 with a key worker and team and 30 closed" in steps.alt


def test_the_download_holds_the_same_figures_and_no_formula(published: Cast) -> None:
    answer = sign_in(Client(), published.commissioner).get(reverse("outcomes:overview_csv"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text)))
    assert lines == list(export_rows(overview(published.commissioner)))
    assert ["What supported families cost in a year, by who bears it", "All families", "Police"] in [
        line[:3] for line in lines
    ]
    assert neutral("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert not any(text.startswith(("=", "+", "-", "@")) for line in lines for text in line[:4])


def test_the_workbook_holds_the_same_figures_as_numbers(published: Cast) -> None:
    answer = sign_in(Client(), published.commissioner).get(reverse("outcomes:overview_xlsx"))
    book = load_workbook(BytesIO(answer.content))
    steps = {row[0]: row[1] for row in book["steps"].iter_rows(min_row=3, values_only=True)}
    assert steps["Closed"] == 30 and steps["Waiting for a key worker"] == "withheld"
    assert not any(cell.data_type == "f" for page in book for row in page.iter_rows() for cell in row)


def test_the_document_is_a_pdf_of_the_page(published: Cast) -> None:
    answer = sign_in(Client(), published.commissioner).get(reverse("outcomes:overview_pdf"))
    assert answer.content.startswith(b"%PDF")
    assert "overview-2026-08-31.pdf" in answer["Content-Disposition"]


def test_who_pays_stands_beside_who_gains_and_what_is_not_estimated_says_so(published: Cast) -> None:
    sheet = overview(published.commissioner).returns
    assert sheet is not None
    rows = {row[0]: row for row in returns_table(sheet)["rows"]}
    assert rows["Police"][3] == pounds_words(round_money(POLICE * 40), places=0)
    assert {row[-1] for row in rows.values()} == {"not estimated"}
    assert wrong_pocket_words(sheet) == ""


def test_a_place_whose_families_are_in_another_edition_publishes_none(published: Cast) -> None:
    with pytest.raises(Refused, match="families in common"):
        publish_overview(None, "ashworth/north")


def test_the_api_gives_withheld_cells_as_null(published: Cast) -> None:
    told = sign_in(Client(), published.commissioner).get(reverse("outcomes-api:overview")).json()
    cells = [cell for table in told["tables"] for row in table["rows"] for cell in row["cells"]]
    assert any(cell["withheld"] and cell["value"] is None for cell in cells)
    assert told["cells"] == Cell.objects.count()


def test_the_overview_is_for_commissioners_and_those_who_check(place: Cast) -> None:
    page = reverse("outcomes:overview")
    for name in ("claims_officer", "internal_auditor"):
        assert sign_in(Client(), getattr(place, name)).get(page).status_code == 200
    for name in ("key_worker", "team_manager", "screener", "governance"):
        assert sign_in(Client(), getattr(place, name)).get(page).status_code == 403


def test_the_command_publishes_in_somebodys_name(place: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("publish_overview", "--as", "commissioner@example.org")
    assert re.search(r"Edition \d+ of ashworth: data to 2026-08-31, \d+ of \d+ figures shown", capsys.readouterr().out)
    with pytest.raises(CommandError, match="single families"):
        call_command("publish_overview", "--place", "ashworth")


def test_people_are_counted_by_what_they_say_of_themselves(place: Cast) -> None:
    people = list(FamilyMember.objects.order_by("pk").values_list("person_id", flat=True))
    council = Agency.objects.get(reference="ashworth-council")
    EqualityRecord.objects.bulk_create(
        EqualityRecord(
            person_id=person, ethnic_group="asian" if number < 16 else "white", disability="not_said",
            asked_on=timezone.localdate(), supplier=council, recorded_by_id=place.key_worker.post,
        )
        for number, person in enumerate(people[:30])
    )  # fmt: skip
    publish_overview(None, "ashworth")
    assert [cell("ethnicity", row, "reached") for row in ("asian", "white", "not_asked")] == [15, 15, 10]
    assert cell("ethnicity", "black", "reached") is None, "that there is nobody is not told"
    assert cell("disability", "not_said", "reached") == 30
    assert cell("sex", "U", "reached") == 40
    assert cell("ethnicity", "asian", "sustained") is None
    assert cell("ethnicity", "asian", "missed") is None, "nobody's match went wrong, and that is not told"


def test_whom_matching_got_wrong_is_told_by_group_as_practitioners_put_it_right(cast: Cast, place: Cast) -> None:
    people = list(
        FamilyMember.objects.filter(family__cases__isnull=False).order_by("pk").values_list("person", flat=True)
    )
    at, post = timezone.now(), place.key_worker.post
    facts = {"moved": {}, "filled": [], "aside": [], "joined_by_id": post, "joined_at": at}
    twice = [
        Joining.objects.create(kept_id=person, gone=DataSubject.objects.create(), **facts) for person in people[:12]
    ]
    for one in twice[10:]:
        one.parted_by_id, one.parted_at = post, at
        one.save()
    undone = Joining.objects.create(kept_id=people[20], gone=DataSubject.objects.create(), **facts)
    referral(cast)
    said = ReferredPerson.objects.first()
    Rejection.objects.bulk_create(
        Rejection(referred=said, person_id=person, rejected_by_id=post, rejected_at=at) for person in people[12:24]
    )
    files = FamilyFile.objects.order_by("pk")[:2]
    Merging.objects.create(
        kept=files[0], gone=files[1], merged_by_id=post, merged_at=at, moved={}, aside=[], filled=[],
        made={"cases.Joining": [undone.pk]}, changed=[],
    )  # fmt: skip
    publish_overview(None, "ashworth")
    assert cell("sex", "U", "missed") == 10, "not those taken apart again, nor whom a separation had made two"
    assert cell("sex", "U", "mistaken") == 15, "fourteen: those said not to be somebody, and those taken apart"


def test_what_a_sustained_outcome_cost_is_told_by_tier(published: Cast) -> None:
    bands = set(Cell.objects.filter(table="outcome_cost").values_list("band", flat=True))
    assert {"all", "tier:intensive", "tier:outreach", "tier:advice", "place:ashworth/north"} <= bands
