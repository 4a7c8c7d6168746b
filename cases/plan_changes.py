"""Two people at one plan: what changed between opening a form and sending it, in words. Pure.

A form carries what its writer saw, in short. When it is sent, that is laid beside the plan as it is now; the second
writer is shown the difference before theirs is recorded beside the other's.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _


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
                "reviews": [number for number, _held in self.reviews],
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
        *_lines(now.goals, goals, _("A goal was added: “%(words)s”."), _("The goal was met: “%(words)s”.")),
        *_lines(now.actions, actions, _("An action was added: “%(words)s”."), _("The action was done: “%(words)s”.")),
        *(
            _("A review of %(day)s was recorded.") % {"day": dateformat.format(held, "j F Y")}
            for number, held in now.reviews
            if number not in reviews
        ),
        *(
            [_("The next review is on %(day)s.") % {"day": dateformat.format(now.next_review_on, "j F Y")}]
            if now.next_review_on
            else []
        ),
    )


def _lines(now: tuple[Line, ...], before: dict[str, bool], added: str, ended: str) -> list[str]:
    found = []
    for one in now:
        if str(one.id) not in before:
            found.append(added % {"words": one.words})
        elif one.ended and not before[str(one.id)]:
            found.append(ended % {"words": one.words})
    return found
