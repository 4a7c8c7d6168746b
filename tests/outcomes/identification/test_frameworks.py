"""Frameworks are data: what ships reads as agreed, and what is wrong is refused in words."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from outcomes.catalogues import shipped_catalogue
from outcomes.csv_tables import CatalogueRefused
from outcomes.frameworks import MANIFEST, SHIPPED, TABLE, load_frameworks, shipped_framework, shipped_frameworks


def test_four_frameworks_ship_in_the_order_of_their_beginnings() -> None:
    assert list(shipped_frameworks()) == [
        "troubled-families-2012", "troubled-families-2015", "supporting-families-2022", "family-help-2026",
    ]  # fmt: skip


def test_supporting_families_needs_three_of_ten_and_has_ended() -> None:
    found = shipped_framework("supporting-families-2022")
    assert (found.needed, len(found.headlines)) == (3, 10)
    assert [one.code for one in found.headlines] == [str(number) for number in range(1, 11)]
    assert not found.has_ended(date(2025, 3, 31)) and found.has_ended(date(2025, 4, 1))
    assert [row.payment_gbp for row in found.payments] == [Decimal(800)]
    assert found.to_confirm and found.headline("7").criterion("7.3").words == "Young person in crime or ASB"
    assert found.headline("11") is None and found.headline("1").criterion("9.9") is None


def test_family_help_has_the_same_headlines_and_neither_payments_nor_an_end() -> None:
    found, before = shipped_framework("family-help-2026"), shipped_framework("supporting-families-2022")
    assert found.headlines == before.headlines and found.payments == () and found.rules == ()
    assert found.ends_on is None and not found.has_ended(date(2100, 1, 1)) and found.to_confirm


def test_the_earlier_programmes_say_what_they_paid_and_go_by_no_events() -> None:
    first, second = shipped_framework("troubled-families-2012"), shipped_framework("troubled-families-2015")
    assert {row.payment_gbp for row in first.payments} >= {Decimal(3200), Decimal(700), Decimal(800), Decimal(100)}
    assert (second.needed, len(second.headlines)) == (2, 6)
    assert not first.by_events and not second.by_events


def test_every_event_need_speaks_of_a_criterion_that_the_framework_has() -> None:
    framework = shipped_framework("supporting-families-2022")
    for rows in shipped_catalogue().event_needs.values():
        for row in rows:
            assert framework.headline(row.headline).criterion(row.criterion), row


def test_what_is_from_general_knowledge_says_so() -> None:
    criterion = shipped_framework("supporting-families-2022").headline("1").criteria[0]
    assert criterion.confidence == "recalled" and criterion.to_confirm


def test_an_unknown_framework_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(CatalogueRefused, match=r"no framework families-2030; there are .*family-help-2026"):
        shipped_framework("families-2030")


WRONG = [
    (MANIFEST, "needed = 3\nneeded_words = \"At least three of the ten headline needs, in a household with a child.\"",
     "needed = 11\nneeded_words = \"x\"", "needed is 11, but it has 10 headlines"),
    (MANIFEST, "by_events = true", 'by_events = "yes"', "by_events is “yes”, which cannot be used"),
    (MANIFEST, 'code = "SF2022"', 'kode = "SF2022"', "kode is not something that a framework says"),
    (MANIFEST, 'code = "SF2022"', "", "code is missing"),
    (MANIFEST, "ends_on = 2025-03-31", "ends_on = 2021-03-31", "it ends before it begins"),
    (MANIFEST, "[supporting-families-2022]", "[supporting", "cannot be read"),
    (TABLE, "SF2022,2022-25,1,Getting a good education,1.2", "SF2022,2022-25,1,Getting a good education,1.1",
     "SF2022 has 1.1 twice"),
    (TABLE, "framework,version", "frame,version", "the columns must be"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "words"), WRONG, ids=[row[3] for row in WRONG])
def test_a_wrong_folder_is_refused_in_words(tmp_path: Path, file: str, right: str, wrong: str, words: str) -> None:
    folder = tmp_path / "frameworks"
    shutil.copytree(SHIPPED, folder)
    said = (folder / file).read_text(encoding="utf-8")
    assert right in said
    (folder / file).write_text(said.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(CatalogueRefused, match=words):
        load_frameworks(folder)


def test_a_folder_without_its_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueRefused, match=r"outcome_frameworks.csv is missing.\nframeworks.toml is missing."):
        load_frameworks(tmp_path)
