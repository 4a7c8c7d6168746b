"""The profiles that ship, and what makes one unusable."""

from copy import deepcopy
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from agencies.vocabulary import AgencyKind
from cases.intake.days import day_reader
from cases.intake.profile import BadProfile, event_codes, profile_names, read_profile, school_terms, shipped_profile
from datasharing.vocabulary import Category

GIVEN: dict[str, Any] = {
    "name": "small",
    "words": "A small file",
    "supplier": "health",
    "agreements": ["direct-care"],
    "encoding": "utf-8",
    "delimiter": ";",
    "days": ["YYYY-MM-DD"],
    "bounds": {
        "bytes": 10_000, "rows": 100, "row_bytes": 400, "value_characters": 60, "refuse_share": 0.2,
        "refuse_from_rows": 10,
    },
    "columns": {
        "number": {"field": "nhs_number", "category": "identity"},
        "family": {"field": "family_name", "category": "identity"},
        "what": {"field": "detail", "category": "of_the_event"},
        "day": {"field": "detail", "category": "of_the_event"},
    },
    "events": [{"rule": "coded", "column": "what", "first_day": "day", "codes": {"A": "health.ambulance"}}],
}  # fmt: skip


@pytest.mark.parametrize("name", profile_names())
def test_every_shipped_profile_speaks_the_agreed_words(name: str) -> None:
    profile = shipped_profile(name)
    assert profile.name == name
    assert profile.supplier in AgencyKind.values
    assert profile.categories <= set(Category.values)


def test_every_event_code_is_told_by_a_profile_and_has_a_category() -> None:
    told = frozenset().union(*(shipped_profile(name).event_codes for name in profile_names()))
    assert told == event_codes().keys()
    assert {code.category for code in event_codes().values()} <= set(Category.values)
    assert {code.kind for code in event_codes().values()} == {"point", "spell"}


def test_school_terms_follow_one_another() -> None:
    terms = list(school_terms().values())
    assert all(a.last_day < b.first_day for a, b in pairwise(terms))


def test_what_an_extract_carries_includes_the_category_of_every_event() -> None:
    assert shipped_profile("health_events").categories == {
        "identity", "whereabouts", "physical_health", "mental_health", "substance_use",
    }  # fmt: skip


def test_a_name_that_is_no_profile_is_refused_in_words() -> None:
    with pytest.raises(BadProfile, match="There are: council_education"):
        shipped_profile("../../etc/passwd")


def _without(*path: str) -> dict[str, Any]:
    given = deepcopy(GIVEN)
    at = given
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    return given


def _with(value: Any, *path: Any) -> dict[str, Any]:
    given = deepcopy(GIVEN)
    at: Any = given
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return given


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (_without("delimiter"), "lacks 'delimiter'"),
        (_without("bounds", "rows"), "lacks 'rows'"),
        (_with("klingon", "encoding"), "cannot be read"),
        (_with(["DD/YYYY"], "days"), "not a form of day"),
        (_with("ethnicity", "columns", "family", "field"), "No field is called ethnicity"),
        (_with("nhs_number", "columns", "family", "field"), "Two columns hold nhs_number"),
        (_with("health.flying", "events", 0, "codes", "A"), "not known: health.flying"),
        (_with("police.arrest", "events", 0, "codes", "A"), "health does not supply police.arrest"),
        (_with("when", "events", 0, "first_day"), "a column that is not there: when"),
        (_with("guess", "events", 0, "rule"), "no rule called 'guess'"),
        (_with(0, "bounds", "refuse_share"), "above 0"),
        (_with(";;", "delimiter"), "one letter"),
    ],
)
def test_a_profile_that_cannot_work_is_refused_in_words(given: dict[str, Any], words: str) -> None:
    assert read_profile(GIVEN).headers == ("number", "family", "what", "day")
    with pytest.raises(BadProfile, match=words):
        read_profile(given)


@pytest.mark.parametrize(
    ("form", "written", "day"),
    [
        ("DD/MM/YYYY", "28/02/2025", date(2025, 2, 28)),
        ("DD/MM/YYYY", "31/02/2025", None),
        ("DD/MM/YYYY", "1/2/2025", None),
        ("DDMMYYYY", "09022015", date(2015, 2, 9)),
        ("YYYYMMDD", "20250931", None),
        ("YYYY-MM-DD", "2025-09-30", date(2025, 9, 30)),
        ("YYYY-MM-DD", "2025-09-30T00:00", None),
        ("DD-MON-YYYY", "11-JUN-2001", date(2001, 6, 11)),
        ("DD-MON-YYYY", "11-Jun-2001", date(2001, 6, 11)),
        ("DD-MON-YYYY", "11-XXX-2001", None),
        ("YYYY-MM-DD", "0025-09-30", None),
        ("YYYY-MM-DD", "", None),
    ],
)
def test_a_day_is_read_strictly(form: str, written: str, day: date | None) -> None:
    assert day_reader((form,))(written) == day
