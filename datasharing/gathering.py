"""Rules told compactly: those that differ in one respect alone become one line."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

SPREADS = ("categories", "suppliers", "receivers", "purposes")


@dataclass(frozen=True)
class RuleLine:
    """What every combination of these suppliers, categories, receivers and purposes has in common. Plain words."""

    suppliers: frozenset[str]
    categories: frozenset[str]
    receivers: frozenset[str]
    purposes: frozenset[str]
    roles: frozenset[str]
    reaches: frozenset[str]
    level: str
    gateway: str
    gateway_title: str
    confidence: str
    needs_consent: bool
    onward: str
    not_for: frozenset[str]

    @property
    def told(self) -> dict[str, str]:
        """Each respect in words: "Police and School"."""
        respects = (*SPREADS, "roles", "reaches", "not_for")
        return {respect: in_words(getattr(self, respect)) for respect in respects}


def in_words(names: Iterable[str]) -> str:
    """Names in order, joined as in a sentence."""
    *first, last = sorted(names) or [""]
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def gathered(lines: Iterable[RuleLine]) -> list[RuleLine]:
    """The same rules in as few lines as joining one respect after another gives."""
    found = list(lines)
    for respect in SPREADS:
        alike: dict[RuleLine, set[str]] = defaultdict(set)
        for line in found:
            alike[_with(line, respect, frozenset())] |= getattr(line, respect)
        found = [_with(line, respect, frozenset(joined)) for line, joined in alike.items()]
    return sorted(found, key=lambda line: [sorted(getattr(line, respect)) for respect in SPREADS[::-1]])


def _with(line: RuleLine, respect: str, names: frozenset[str]) -> RuleLine:
    """The same line, but for one respect."""
    changes: dict[str, Any] = {respect: names}
    return replace(line, **changes)
