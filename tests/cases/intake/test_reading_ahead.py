"""Batches are read ahead by another thread: the same ones, in order, no more than are asked for, errors in place."""

from collections.abc import Iterator
from threading import current_thread

import pytest

from cases.intake.ahead import read_ahead


def test_the_same_items_in_the_same_order() -> None:
    assert list(read_ahead(iter(range(100)))) == list(range(100))
    assert list(read_ahead([])) == []


def test_they_are_made_by_another_thread_and_only_so_many_ahead() -> None:
    made: list[str] = []

    def items() -> Iterator[int]:
        for number in range(10):
            made.append(current_thread().name)
            yield number

    stream = read_ahead(items(), depth=2)
    assert next(stream) == 0
    stream.close()
    assert len(made) == 3, "the one that was asked for, and two ahead"
    assert current_thread().name not in made


def test_what_goes_wrong_is_raised_in_its_place() -> None:
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("the third cannot be read")

    seen = []
    with pytest.raises(ValueError, match="the third"):
        for item in read_ahead(items(), depth=4):
            seen.append(item)
    assert seen == [1, 2]
