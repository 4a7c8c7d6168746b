"""Reading ahead: the next batches of a file are made ready while the database works on the last. Pure."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")

DEPTH = 2
"""Batches held ready, so that memory stays the same whatever the file's size."""


def read_ahead(items: Iterable[_Item], depth: int = DEPTH) -> Iterator[_Item]:
    """The same items in the same order, up to `depth` of them made by another thread before they are asked for.

    Whatever goes wrong in making one is raised in its place. `items` must not use the database: that thread has no
    transaction. Nothing is read any more once whoever asks has stopped.
    """
    stream, over = iter(items), object()
    with ThreadPoolExecutor(1, "read-ahead") as reader:
        coming = deque(reader.submit(next, stream, over) for _ in range(depth))
        while (item := coming.popleft().result()) is not over:
            coming.append(reader.submit(next, stream, over))
            yield item  # type: ignore[misc]
