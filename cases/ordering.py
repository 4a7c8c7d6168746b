"""What must come first: whether steps wait for one another in a circle. Pure."""

from collections.abc import Hashable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def circle_in(waits_for: Mapping[K, Iterable[K]]) -> tuple[K, ...]:
    """A circle of steps, each waiting for the one before it, the first named again at the end; empty when none.

    `waits_for` holds for each step the steps that must come first.
    """
    try:
        TopologicalSorter(waits_for).prepare()
    except CycleError as found:
        return tuple(found.args[1])
    return ()
