"""Two people at one plan: what changed between opening a form and sending it, in words. Pure.

A form carries what its writer saw, in short. When it is sent, that is laid beside the plan as it is now; the second
writer is shown the difference before theirs is recorded beside the other's.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """A goal or an action: its number, its words as its reader may see them, and whether it is met or done."""

    id: int
    words: str
    ended: bool


@dataclass(frozen=True, slots=True)
class PlanState:
    """What matters of a plan for somebody who writes at it. `reviews` by number, with the day each was held."""

    version: int
    goals: tuple[Line, ...]
    actions: tuple[Line, ...]
    reviews: tuple[tuple[int, date], ...]
    next_review_on: date | None

    def written(self) -> str:
        """As a form carries it: numbers and days, no words."""
        return json.dumps(
            {
                "version": self.version,
                "goals": {one.id: one.ended for one in self.goals},
                "actions": {one.id: one.ended for one in self.actions},
                "reviews": [number for number, _ in self.reviews],
            }
        )


def changes_since(seen: str, now: PlanState) -> tuple[str, ...]:
    """What is different now, a sentence each; nothing where the form says nothing that can be read."""
    try:
        before: dict[str, Any] = json.loads(seen)
        goals, actions, reviews = dict(before["goals"]), dict(before["actions"]), set(before["reviews"])
        version = int(before["version"])
    except (ValueError, TypeError, KeyError):
        return ()
    if version == now.version:
        return ()
    return (
        *_lines(now.goals, goals, "A goal was added", "The goal was met"),
        *_lines(now.actions, actions, "An action was added", "The action was done"),
        *(f"A review of {held:%-d %B %Y} was recorded." for number, held in now.reviews if number not in reviews),
        *([f"The next review is on {now.next_review_on:%-d %B %Y}."] if now.next_review_on else []),
    )


def _lines(now: tuple[Line, ...], before: dict[str, bool], added: str, ended: str) -> list[str]:
    found = []
    for one in now:
        if str(one.id) not in before:
            found.append(f"{added}: “{one.words}”.")
        elif one.ended and not before[str(one.id)]:
            found.append(f"{ended}: “{one.words}”.")
    return found
