"""Distance travelled: how far a family says that it has come with a need, from its first score to its last. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Distance:
    """Two scores of 1 to 10, and the days on which they were given. `steps` is above nought when things got better."""

    first: int
    last: int
    first_on: date
    last_on: date

    @property
    def steps(self) -> int:
        """Last less first."""
        return self.last - self.first

    @property
    def words(self) -> str:
        """As a page says it."""
        if not self.steps:
            return f"At {self.last} of 10, as at first"
        way = "forward" if self.steps > 0 else "back"
        number = abs(self.steps)
        return f"From {self.first} to {self.last} of 10: {number} {'step' if number == 1 else 'steps'} {way}"


def distance(scores: Sequence[tuple[date, int]]) -> Distance | None:
    """How far from the earliest score to the latest; of several on a day the last named stands. None before two."""
    in_order = sorted(scores, key=lambda one: one[0])
    if len(in_order) < 2:
        return None
    (first_on, first), (last_on, last) = in_order[0], in_order[-1]
    return Distance(first, last, first_on, last_on)
