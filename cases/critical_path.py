"""The critical path of a plan: by when each action can be done at the earliest, and which ones decide the end. Pure.

Working days are those of the house's calendar, bank holidays left out. Work can begin today, where today is one.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import TopologicalSorter
from typing import Generic, TypeVar

from cases.working_days import DAY, add_working_days

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class ToDo(Generic[K]):
    """Something that is not done: how many working days it takes, 1 or more, and what must come first."""

    takes: int
    after: frozenset[K] = frozenset()


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The day on which it can be done at the earliest; `spare` working days that it may slip without moving the end."""

    earliest_on: date
    spare: int

    @property
    def is_critical(self) -> bool:
        """Whether the whole is late as soon as this is."""
        return self.spare == 0


def reckon(steps: Mapping[K, ToDo[K]], today: date) -> dict[K, Reckoned]:
    """Each step's earliest day and what it can spare. What must come first and is not among `steps` is done.

    In time proportional to the number of steps and of what must come first. Raises CycleError where they wait for one
    another in a circle.
    """
    order = tuple(TopologicalSorter({key: step.after & steps.keys() for key, step in steps.items()}).static_order())
    ends: dict[K, int] = {}
    for key in order:
        ends[key] = steps[key].takes + max((ends[one] for one in steps[key].after if one in steps), default=0)
    last = max(ends.values(), default=0)
    latest: dict[K, int] = dict.fromkeys(order, last)
    for key in reversed(order):
        for one in steps[key].after & steps.keys():
            latest[one] = min(latest[one], latest[key] - steps[key].takes)
    return {key: Reckoned(add_working_days(today - DAY, ends[key]), latest[key] - ends[key]) for key in order}
