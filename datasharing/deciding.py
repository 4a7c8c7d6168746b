"""Decisions for one reader on one day, each worked out once however many families and people it holds for. Pure.

Where nobody is protected, has consented or was asked about, `decide` reads of the people concerned only whether there
are any, so that one answer serves all families on which the reader stands alike.
"""

from datetime import date
from functools import lru_cache
from uuid import UUID

from agencies.actor import Actor
from agencies.vocabulary import AgencyKind
from datasharing.policy import AgreedRule, Decision, Part, Standing, counting, decide
from datasharing.vocabulary import Category, ToldBy

Key = tuple[Category, int, AgencyKind, frozenset[UUID] | bool, ToldBy | str]
"""Category, supplier and its kind, whom it is about (or whether anybody), who told it."""
Told = tuple[Category, int, AgencyKind, frozenset[UUID], ToldBy | str]
"""What a part is shown by: category, supplier and its kind, whom it is about, who told it."""
Known = dict[Key, Decision]


class Deciding:
    """`policy.decide` for one actor, day and turn of the rulebook."""

    def __init__(self, actor: Actor, on: date) -> None:
        self._actor = actor
        self._on = on
        self._alike: dict[Standing, Known] = {}

    def alike(self, standing: Standing) -> Known:
        """What is known for every family on which the reader stands so, where nothing is recorded of the people."""
        return self._alike.setdefault(standing, {})

    def decide(self, part: Part, standing: Standing, rules: list[AgreedRule]) -> Decision:
        """What `policy.decide` says."""
        return decide(self._actor, part, standing, rules, self._on)

    def counting(self, part: Part, standing: Standing, rules: list[AgreedRule]) -> list[AgreedRule]:
        """The rules that count for this part: for a reader who asks why."""
        return counting(self._actor, part, standing, rules, self._on)


def deciding_for(actor: Actor, on: date, turn: int | None, language: str | None) -> Deciding:
    """What is known for this actor and day, in the language of its reasons: kept for a turn of the rulebook.

    No turn comes twice.
    """
    return Deciding(actor, on) if turn is None else _kept(actor, on, turn, language)


@lru_cache(maxsize=512)
def _kept(actor: Actor, on: date, turn: int, language: str | None) -> Deciding:
    return Deciding(actor, on)
