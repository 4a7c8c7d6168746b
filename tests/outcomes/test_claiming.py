"""Claims by hand, every framework: the right answer, and for what is blocked the right reasons, all of them."""

from datetime import date
from pathlib import Path

import pytest

from outcomes.claiming import readiness
from outcomes.csv_tables import CatalogueRefused
from outcomes.frameworks import SHIPPED, load_frameworks, shipped_framework, shipped_frameworks
from outcomes.sustained import Break, Measured, clock, months_after
from tests.outcomes.claim_cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.framework}: {case.name}")
def test_a_claim_by_hand(case: Case) -> None:
    found = readiness(shipped_framework(case.framework), case.facts, on=case.on)
    wanted = [answer for answer in found.answers if case.result in ("", answer.result.code)]
    if case.gbp is None and not wanted:
        assert len(found.closed) == len(case.missing)
        assert all(words in told for words, told in zip(case.missing, found.closed, strict=True))
        return
    [answer] = wanted
    assert len(answer.missing) == len(case.missing), answer.missing
    for words, told in zip(case.missing, answer.missing, strict=True):
        assert words in told
    if case.pounds is not None:
        assert (answer.can_be_claimed, answer.gbp) == (True, case.pounds)


def test_every_framework_has_cases_of_its_own() -> None:
    assert {case.framework for case in CASES} == set(shipped_frameworks())
    assert len(CASES) >= 20


def test_the_best_of_two_that_can_be_claimed_pays_most() -> None:
    case = next(case for case in CASES if case.name == "crime half a year and school a whole one")
    assert (best := readiness(shipped_framework(case.framework), case.facts, on=case.on).best()) is not None
    assert best.result.code == "crime-and-education"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2024, 1, 15), 12, date(2025, 1, 15)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_two_breaks_count_from_the_end_of_the_later_one() -> None:
    breaks = [
        Break(date(2024, 3, 1), date(2024, 5, 20), "a stay"),
        Break(date(2024, 4, 1), date(2024, 4, 1), "an arrest"),
    ]
    found = clock([Measured(date(2024, 1, 1), True)], breaks, months=6, on=date(2024, 7, 1))
    assert (found.held_since, found.claimable_on) == (date(2024, 5, 21), date(2024, 11, 21))


def test_every_headline_of_a_framework_that_pays_is_what_some_need_counts_under() -> None:
    for framework in shipped_frameworks().values():
        if framework.results:
            assert set(framework.needs.values()) == {one.code for one in framework.headlines}


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("framework_needs.csv", "SF2022,11,hunger\n", "hunger is no need"),
        ("framework_needs.csv", "SF2022,3,crime\n", "crime counts under two headlines"),
        ("framework_results.csv", "SF2022,x,X,,6,school,no,R-ALL\n", "months_of holds headline:months"),
        ("framework_results.csv", "SF2022,x,X,,6,,perhaps,R-ALL\n", "practice is yes or no"),
    ],
)
def test_a_framework_that_is_written_wrongly_is_refused_in_words(
    tmp_path: Path, name: str, line: str, words: str
) -> None:
    for path in SHIPPED.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write(line)
    with pytest.raises(CatalogueRefused, match=words):
        load_frameworks(tmp_path)
