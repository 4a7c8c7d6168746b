"""Catalogues of prices: what is shipped can be used, and what is wrong is refused in words that say where."""

import csv
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from outcomes.catalogues import SHIPPED, load_catalogue, shipped_catalogue, shipped_versions
from outcomes.costing.catalogue import AgeBand
from outcomes.costing.money import pounds
from outcomes.csv_tables import CatalogueRefused
from outcomes.settings_tables import discount_schedules, optimism_bias


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped catalogue, to be spoiled."""
    return Path(shutil.copytree(SHIPPED / "2026-11", tmp_path / "2026-11"))


def _change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _add(folder: Path, name: str, row: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as handle:
        handle.write(row + "\n")


def _refused(folder: Path, words: str) -> None:
    with pytest.raises(CatalogueRefused, match=re.escape(words)):
        load_catalogue(folder)


def test_the_shipped_catalogue_holds_every_row_of_its_files() -> None:
    catalogue = shipped_catalogue()
    assert (catalogue.version, catalogue.base_year) == ("2026-11", "2024-25")
    assert (len(catalogue.unit_costs), sum(map(len, catalogue.event_costs.values()))) == (269, 38)
    assert (len(catalogue.event_codes), sum(map(len, catalogue.event_needs.values()))) == (21, 21)
    assert (len(catalogue.deflators.index), len(catalogue.terms)) == (31, 9)


def test_the_shipped_catalogue_has_only_fiscal_values_and_says_so() -> None:
    catalogue = shipped_catalogue()
    assert catalogue.values == ("fiscal",)
    assert "no economic or social values" in catalogue.values_said
    assert all(price.economic is None and price.social is None for price in catalogue.prices.values())


def test_every_row_keeps_its_source_and_its_confidence() -> None:
    catalogue = shipped_catalogue()
    assert catalogue.unit_costs["CR8.0.1d"].confidence == "derived"
    assert all(cost.source and cost.confidence for cost in catalogue.unit_costs.values())
    for path in SHIPPED.parent.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            header, *rows = csv.reader(handle)
            assert rows and all(len(row) == len(header) for row in rows), path.name


def test_gmca_unit_costs_an_eviction_of_6680_is_its_parts_with_two_weeks_of_temporary_accommodation() -> None:
    """GMCA Unit Cost Database v1.4, HO1.0: published to the pound."""
    costs = shipped_catalogue().unit_costs
    parts = {"HO1.0.1": 1, "HO1.0.2": 1, "HO1.0.3": 1, "HO1.0.4": 1, "HO1.0.5": 1, "HO1.0.6": 2}
    assert set(parts) == {code for code, cost in costs.items() if cost.part_of == "HO1.0"}
    together = sum(costs[code].fiscal_gbp * times for code, times in parts.items())
    assert together == Decimal("6679.88")
    assert together.quantize(Decimal(1)) == costs["HO1.0"].fiscal_gbp == Decimal(6680)


def test_no_shipped_event_is_priced_by_a_part_whose_total_also_prices_it_but_for_the_enquiry_beside_a_plan() -> None:
    beside = [cost for rows in shipped_catalogue().event_costs.values() for cost in rows if cost.beside]
    assert [(cost.event_code, cost.unit_cost, cost.beside) for cost in beside] == [
        ("social_care.child_protection_plan", "SS5.0.7", "SS5.0")
    ]


def test_another_base_year_is_a_setting() -> None:
    old = load_catalogue(SHIPPED / "2026-11", base_year="2014-15")
    assert pounds(old.price("CR2.0").fiscal) == Decimal("2737.05")


def test_a_version_that_is_not_there_is_refused_with_those_that_are() -> None:
    assert shipped_versions() == ("2026-11",)
    with pytest.raises(CatalogueRefused, match="There is no catalogue 1999-01; there are 2026-11"):
        shipped_catalogue("1999-01")


def test_economic_and_social_values_are_uprated_in_columns_of_their_own(folder: Path) -> None:
    _change(
        folder,
        "unit_costs.csv",
        "Arrest followed by detention,per incident,police,593,,,2006-07",
        "Arrest followed by detention,per incident,police,593,100,50,2006-07",
    )
    price = load_catalogue(folder).price("CR7.0")
    assert price.economic == Decimal(100) * 100 / Decimal("63.2017")
    assert price.social == Decimal(50) * 100 / Decimal("63.2017")
    assert pounds(price.fiscal) == Decimal("938.27")


def test_pricing_a_total_and_its_part_for_one_event_is_refused(folder: Path) -> None:
    _add(folder, "event_costs.csv", "police.domestic_abuse_incident,,,CR2.0,each,,police,1,,")
    _refused(
        folder, "police.domestic_abuse_incident would be priced by CR2.0 and again by its part CR2.0.1. Use the total"
    )


def test_a_total_for_children_and_its_parts_for_adults_are_not_the_same_event(folder: Path) -> None:
    _add(folder, "event_costs.csv", "health.mental_health_service,,17,HE11.2,per_day,365,health,1,,")
    assert load_catalogue(folder).version == "2026-11"
    _add(folder, "event_costs.csv", "health.mental_health_service,18,18,HE11.2,per_day,365,health,1,,")
    _refused(folder, "health.mental_health_service would be priced by HE11.2 and again by its part HE11.2.3")


def test_a_part_of_a_part_is_a_part(folder: Path) -> None:
    source = "2013-14,ours,derived"
    _add(folder, "unit_costs.csv", f"X1,SS5.0.7,A letter in a section 47 enquiry,each,council,5,,,{source}")
    _add(folder, "event_costs.csv", "social_care.child_in_need,,,X1,each,,council,1,,")
    _refused(folder, "social_care.child_in_need would be priced by SS5.0 and again by its part X1.")


def test_standing_beside_something_of_which_it_is_no_part_is_refused(folder: Path) -> None:
    _change(folder, "event_costs.csv", "SS5.0.7,each,,council,1,SS5.0,", "SS5.0.7,each,,council,1,SS1.0,")
    _refused(folder, "SS5.0.7 is said to stand beside SS1.0, of which it is no part.")


def test_shares_of_more_than_the_whole_are_refused(folder: Path) -> None:
    _add(folder, "event_costs.csv", "police.asb_incident,,,CR1.0,each,,health,0.25,,")
    _refused(
        folder, "event_costs.csv, line 2: the shares of CR1.0 for police.asb_incident add up to 1.25, more than 1."
    )


SPOILED = [
    ("unit_costs.csv", "CR7.0,,Arrest", "CR7.1,,Arrest", "unit_costs.csv, line 38: CR7.1 is there twice."),
    ("unit_costs.csv", "police,593,", "police,many,", "line 37: fiscal_gbp is “many”, which is not a number."),
    ("unit_costs.csv", "police,593,", "police,NaN,", "line 37: fiscal_gbp is “NaN”"),
    ("unit_costs.csv", "police,593,", "police,-593,", "line 37: fiscal_gbp is “-593”, which is less than 0"),
    ("unit_costs.csv", "593,,,2006-07", "593,,,1966-67", "line 37: the price year 1966-67 has no GDP deflator."),
    ("unit_costs.csv", "CR2.0.1,CR2.0,", "CR2.0.1,CR99,", "it is part of CR99, which is not there."),
    ("unit_costs.csv", "per incident,police,593", "per incident,martians,593", "martians is not a bearer"),
    ("unit_costs.csv", "code,part_of", "kode,part_of", "unit_costs.csv: the columns must be code, part_of, item"),
    ("event_costs.csv", "police.arrest,", "police.arest,", "police.arest is not in event_codes.csv."),
    ("event_costs.csv", "police.arrest,", "police.arest,", "police.arrest is said to be costed, but has no rows."),
    ("event_costs.csv", "CR7.0,each", "CR7.9,each", "CR7.9 is not in unit_costs.csv."),
    ("event_costs.csv", "CR7.0,each,,police", "CR7.0,each,,shared", "shared is not a bearer that the manifest names."),
    ("event_costs.csv", "CR7.0,each,", "CR7.0,monthly,", "basis is “monthly”, which is not one of each, per_day."),
    ("event_costs.csv", "CR7.0,each,,", "CR7.0,per_day,30,", "is a point in time and cannot be priced per day."),
    ("event_costs.csv", "per_day,365,", "per_day,0,", "days must be a number above nought for per_day"),
    ("event_costs.csv", "CR7.0,each,,police,1,", "CR7.0,each,,police,1.5,", "share is 1.5; a share is from 0 to 1."),
    ("event_costs.csv", "service,18,,HE11.2.1", "service,18,9,HE11.2.1", "no age is from 18 to 9."),
    ("event_costs.csv", "service,18,,HE11.2.1", "service,x,,HE11.2.1", "age_from is “x”, which is not a whole number."),
    ("event_codes.csv", "police.arrest,point,police,yes", "police.arrest,point,police,maybe", "it must be yes or no."),
    (
        "event_codes.csv",
        "suspension,point,council,no",
        "suspension,point,council,yes",
        "suspension is said to be costed",
    ),
    ("event_needs.csv", "police.arrest,18", "police.arest,18", "event_needs.csv, line 14: police.arest is not in"),
    ("gdp_deflators.csv", "2013-14,73.0337", "2013-14,0", "a deflator of nought cannot be used."),
    ("gdp_deflators.csv", "2024-25,", "2034-35,", "The base year 2024-25 has no GDP deflator."),
    ("school_terms.csv", "2023-09-04", "2023-31-12", "first_day is “2023-31-12”, which is not a date"),
    ("school_terms.csv", "2024-01-08", "2024-04-08", "the term 2023-24 Spring ends before it begins."),
    ("school_terms.csv", "2024-01-08", "2023-12-08", "2023-24 Spring begins before 2023-24 Autumn has ended."),
    ("school_terms.csv", ",2024-03-28", "", "school_terms.csv, line 3: 2 cells where there should be 3."),
    ("manifest.toml", 'version = "2026-11"', 'version = "2026-12"', "says version 2026-12, but its folder is named"),
    ("manifest.toml", "base_year =", "basic_year =", "manifest.toml does not say its base_year."),
    ("manifest.toml", "version =", "version", "manifest.toml cannot be read"),
]


@pytest.mark.parametrize(("name", "old", "new", "words"), SPOILED, ids=[case[3][:60] for case in SPOILED])
def test_a_wrong_catalogue_is_refused_in_words(folder: Path, name: str, old: str, new: str, words: str) -> None:
    _change(folder, name, old, new)
    _refused(folder, words)


def test_all_faults_are_said_at_once(folder: Path) -> None:
    _change(folder, "unit_costs.csv", "police,593,", "police,many,")
    _change(folder, "school_terms.csv", "2023-09-04", "soon")
    (folder / "event_needs.csv").unlink()
    with pytest.raises(CatalogueRefused) as refused:
        load_catalogue(folder)
    assert len(refused.value.faults) == 3
    assert "event_needs.csv is missing." in refused.value.faults


def test_a_file_that_is_not_utf8_and_a_folder_that_is_no_catalogue_are_refused(folder: Path) -> None:
    (folder / "event_needs.csv").write_bytes("event_code,née".encode("cp1252"))
    _refused(folder, "event_needs.csv is not UTF-8 text.")
    (folder / "manifest.toml").unlink()
    _refused(folder, "2026-11 has no manifest.toml, so it is not a catalogue.")


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (AgeBand(), AgeBand(18, None), True),
        (AgeBand(None, 17), AgeBand(18, None), False),
        (AgeBand(18, None), AgeBand(None, 17), False),
        (AgeBand(5, 11), AgeBand(11, 16), True),
        (AgeBand(5, 10), AgeBand(11, 16), False),
    ],
)
def test_age_bands_overlap_when_some_age_is_in_both(one: AgeBand, other: AgeBand, overlap: bool) -> None:
    assert one.overlaps(other) is overlap
    assert any(one.holds(age) and other.holds(age) for age in range(120)) is overlap


def test_the_shipped_settings_of_business_cases_are_those_of_the_specification() -> None:
    rates = discount_schedules()["green_book"]
    assert [rates.rate(year) for year in (1, 30, 31, 75)] == list(map(Decimal, ("0.035", "0.035", "0.030", "0.030")))
    assert optimism_bias() == {
        grade: Decimal(share) / 100 for grade, share in enumerate((0, 5, 10, 15, 25, 40), start=1)
    }


def test_a_discount_schedule_with_a_gap_is_refused(tmp_path: Path) -> None:
    header = "schedule,in_force_from,from_year,to_year,rate,source,confidence\n"
    rows = "ours,2020-01-01,1,10,0.035,us,ours\nours,2020-01-01,12,,0.03,us,ours\n"
    (tmp_path / "discount_rates.csv").write_text(header + rows, encoding="utf-8")
    with pytest.raises(CatalogueRefused, match="line 3: the years of a schedule must follow one another"):
        discount_schedules(tmp_path)
