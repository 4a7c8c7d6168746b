"""Decisions for one reader on one day, each worked out once however many families and people it holds for. Pure.

Where nobody is protected, has consented or was asked about, `decide` reads of the people concerned only whether there
are any, so that one answer serves all families on which the reader stands alike.
"""

from datetime import date

from agencies.actor import Actor
from agencies.vocabulary import AgencyKind
from datasharing.policy import AgreedRule, Decision, Part, Standing, counting, decide
from datasharing.vocabulary import Category, ToldBy

Alike = tuple[Standing, Category, int, AgencyKind, ToldBy, bool]


class Deciding:
    """`policy.decide` for one actor and day, remembering."""

    def __init__(self, actor: Actor, on: date) -> None:
        self._actor = actor
        self._on = on
        self._alike: dict[Alike, Decision] = {}

    def decide(self, part: Part, standing: Standing, rules: list[AgreedRule]) -> Decision:
        """What `policy.decide` says. `rules` must be the same ones for the same supplier kind and category."""
        if standing.barriers or standing.consents or standing.onward or standing.asked_about:
            return decide(self._actor, part, standing, rules, self._on)
        about_somebody = bool(part.subjects)
        alike = (standing, part.category, part.supplier, part.supplier_kind, part.told_by, about_somebody)
        decision = self._alike.get(alike)
        if decision is None:
            decision = self._alike[alike] = decide(self._actor, part, standing, rules, self._on)
        return decision

    def counting(self, part: Part, standing: Standing, rules: list[AgreedRule]) -> list[AgreedRule]:
        """The rules that count for this part: for a reader who asks why."""
        return counting(self._actor, part, standing, rules, self._on)
