"""A business case is changed part by part, and written down so that the same is read again."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.business_cases.reading import EXAMPLE, decode, read_written
from outcomes.business_cases.writing import (
    THIS,
    USUAL,
    options_of,
    outcome_of,
    with_frame,
    with_option,
    with_outcome,
    without_option,
    without_outcome,
    written,
)

D = Decimal
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)
SHARES = st.decimals(0, 1, places=3)
POUNDS = st.decimals(0, 10**9, places=2)
OUTCOME = st.fixed_dictionaries(
    {"name": WORDS, "population": st.integers(0, 10**6), "affected": SHARES, "unit_value": POUNDS, "kind": WORDS},
    optional={"price_year": st.none() | st.just("2008-09"), "phase": st.lists(SHARES, min_size=1, max_size=4)},
)
PART = {"costs": st.lists(POUNDS, max_size=4), "outcomes": st.lists(OUTCOME, max_size=3)}
CASE = st.fixed_dictionaries(
    {"years": st.integers(1, 75), "base_year": WORDS, "business_as_usual": st.fixed_dictionaries(PART), **PART},
    optional={
        "discount": SHARES | WORDS,
        "our own note": WORDS | st.booleans() | st.dictionaries(WORDS, st.integers(), max_size=2),
        "options": st.lists(st.fixed_dictionaries({"name": WORDS, **PART}), min_size=1, max_size=3),
    },
)


@settings(max_examples=60, deadline=None)
@given(CASE)
def test_what_is_written_is_read_again(told: dict[str, Any]) -> None:
    assert decode(written(told)) == told


def test_the_example_comes_back_to_the_same_figures() -> None:
    assert read_written(written(decode(EXAMPLE))) == read_written(EXAMPLE)


def test_more_years_ask_for_every_options_costs_and_a_phase_goes_on_as_in_its_last_year() -> None:
    told = with_option(decode(EXAMPLE), "Two teams", [D(9), D(8), D(7)])
    held = deepcopy(told)
    costs = {THIS: [D(1)] * 4, "1": [D(2)] * 4, USUAL: [D(3)] * 4}
    new = with_frame(told, {"years": 4, "base_year": "2024-25"}, costs)
    assert told == held, "the old case stays"
    assert outcome_of(new, THIS, 1)["phase"] == [D("0.5"), 1, 1, 1]
    assert {slug: option["costs"] for slug, option in options_of(new).items()} == costs
    assert [case.years for case in read_written(written(new))[0].values()] == [4, 4, 4]
    assert outcome_of(with_frame(new, {"years": 2}, costs), THIS, 1)["phase"] == [D("0.5"), 1]


def test_outcomes_and_options_come_and_go() -> None:
    told = with_option(decode(EXAMPLE), "Two teams", [D(9), D(8), D(7)])
    first = outcome_of(told, THIS, 1)
    more = with_outcome(with_outcome(told, "1", first), USUAL, {**first, "name": "Fewer now"})
    more = with_outcome(more, "1", {**first, "name": "Many fewer"}, 1)
    assert [len(option["outcomes"]) for option in options_of(more).values()] == [1, 1, 1]
    assert outcome_of(more, "1", 1)["name"] == "Many fewer"
    assert set(read_written(written(more))[0]) == {"this case", "business as usual", "Two teams"}
    assert options_of(without_option(more, "1")).keys() == {THIS, USUAL}
    assert not options_of(without_outcome(more, "1", 1))["1"]["outcomes"]


@pytest.mark.parametrize("slug", ["this", "usual", "2", "x"])
def test_only_a_further_option_that_is_there_can_be_taken_out(slug: str) -> None:
    with pytest.raises(LookupError):
        without_option(with_option(decode(EXAMPLE), "Two teams", [D(9)]), slug)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_an_outcome_that_is_not_there_cannot_be_changed(number: int) -> None:
    told = decode(EXAMPLE)
    for change in (outcome_of, without_outcome):
        with pytest.raises(LookupError):
            change(told, THIS, number)
    with pytest.raises(LookupError):
        with_outcome(told, THIS, {}, number)
    with pytest.raises(LookupError):
        outcome_of(told, "7", 1)
