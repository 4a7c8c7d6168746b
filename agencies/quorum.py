"""A panel's quorum: how many of its members take part in a decision, and which kinds of agency among them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
        members = ngettext("%(n)d member", "%(n)d members", self.members) % {"n": self.members}
        if not self.kinds:
            return members
        return _("%(members)s, among them %(kinds)s") % {"members": members, "kinds": _joined(self._named(self.kinds))}

    def missing(self, present: Collection[str]) -> str:
        """What those of these kinds of agency, one for each member, lack; empty where they are enough."""
        short, absent = self.members - len(present), self.kinds - set(present)
        said = [ngettext("%(n)d more member", "%(n)d more members", short) % {"n": short}] if short > 0 else []
        if absent:
            said.append(_("somebody from %(kinds)s") % {"kinds": _joined(self._named(absent))})
        return _joined(said)

    def _named(self, kinds: frozenset[str]) -> list[str]:
        wanted = [kind for kind in AgencyKind if kind in kinds]
        return [str(kind.label if kind in PROPER else kind.label.lower()) for kind in wanted]


def _joined(names: list[str]) -> str:
    *first, last = names or [""]
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
