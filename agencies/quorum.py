"""A panel's quorum: how many of its members take part in a decision, and which kinds of agency among them. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from agencies.vocabulary import AgencyKind

PROPER = frozenset({AgencyKind.JOBCENTRE_PLUS})
"""Kinds that are called by a name."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """At least so many `members`, among them one of each of `kinds`; 0 and none where nothing is set."""

    members: int
    kinds: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """As "3 members, among them council and police"."""
        among = f", among them {_joined(self._named(self.kinds))}" if self.kinds else ""
        return f"{self.members} member{'' if self.members == 1 else 's'}{among}"

    def missing(self, present: Collection[str]) -> str:
        """What those of these kinds of agency, one for each member, lack; empty where they are enough."""
        short, absent = self.members - len(present), self.kinds - set(present)
        said = [f"{short} more member{'' if short == 1 else 's'}"] if short > 0 else []
        if absent:
            said.append(f"somebody from {_joined(self._named(absent))}")
        return " and ".join(said)

    def _named(self, kinds: frozenset[str]) -> list[str]:
        wanted = [kind for kind in AgencyKind if kind in kinds]
        return [str(kind.label if kind in PROPER else kind.label.lower()) for kind in wanted]


def _joined(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
