"""Distance travelled: first score to last, in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.distance import distance

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ((2, 6), "From 2 to 6 of 10: 4 steps forward"),
        ((5, 8, 4), "From 5 to 4 of 10: 1 step back"),
        ((3, 3), "At 3 of 10, as at first"),
    ],
)
def test_it_is_said_in_words(scores: tuple[int, ...], words: str) -> None:
    found = distance([(DAY + timedelta(days=place), score) for place, score in enumerate(scores)])
    assert found is not None
    assert found.words == words


def test_one_score_is_no_distance() -> None:
    assert distance([]) is distance([(DAY, 4)]) is None


@given(st.permutations([(DAY, 2), (DAY + timedelta(days=1), 9), (DAY + timedelta(days=40), 5)]))
def test_the_order_of_telling_does_not_matter(scores: list[tuple[date, int]]) -> None:
    found = distance(scores)
    assert found is not None
    assert (found.first, found.last, found.steps) == (2, 5, 3)
