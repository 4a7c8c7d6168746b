"""From scored pairs to people: the likeliest joined first, nothing joined against what is settled. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.linkage.constraints import Held, against, held
from cases.linkage.model import NUMBERS, Bands, Model
from cases.linkage.written import Written

AMBIGUOUS = "more than one person fits"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two written identities (their places) with their match weight and the level of each comparison by name."""

    one: int
    other: int
    weight: float
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair that somebody should look at: alike, but not linked, and why."""

    pair: Pair
    why: str


def never(model: Model, levels: Mapping[str, str]) -> str:
    """Which rule of the model keeps such a pair apart, in its words; empty when none does."""
    numbered = any(levels.get(scheme) == "same" for scheme in NUMBERS)
    for rule in model.nevers:
        if numbered == rule.numbered and all(levels.get(name) in wanted for name, wanted in rule.levels):
            return rule.words
    return ""


def people(written: Sequence[Written], pairs: Iterable[Pair], bands: Bands) -> tuple[list[int], list[Doubt]]:
    """For each written identity the number of its person, and the pairs left for somebody to look at.

    `pairs` are those that no rule keeps apart, in any order. Identities of one anchor are one person first of all.
    """
    joined = _Joined(written)
    ordered = sorted(pairs, key=_order)
    joined.remember(pair for pair in ordered if pair.weight >= bands.link - bands.margin)
    doubts: list[Doubt] = []
    for pair in ordered:
        if joined.root(pair.one) == joined.root(pair.other):
            continue
        if pair.weight < bands.link:
            doubts.append(Doubt(pair, "too little speaks for it"))
            continue
        why = joined.join(pair, bands.margin)
        if why:
            doubts.append(Doubt(pair, why))
    numbers: dict[int, int] = {}
    answer = [numbers.setdefault(joined.root(place), len(numbers)) for place in range(len(written))]
    return answer, [doubt for doubt in doubts if answer[doubt.pair.one] != answer[doubt.pair.other]]


def _order(pair: Pair) -> tuple[object, ...]:
    """Those of one date of birth first, so that a record with a slip in it meets a person whose date is settled."""
    return (pair.levels.get("born") != "same", -pair.weight, pair.one, pair.other)


class _Joined:
    """Written identities joined into people: a union-find whose roots know what their records say."""

    def __init__(self, written: Sequence[Written]) -> None:
        self.above = list(range(len(written)))
        self.held: dict[int, Held] = {place: held(one) for place, one in enumerate(written)}
        self.rows = [one.rows for one in written]
        self.members: dict[int, list[int]] = {place: [place] for place in range(len(written))}
        self.beside: dict[int, list[tuple[float, int]]] = defaultdict(list)
        first: dict[str, int] = {}
        for place, one in enumerate(written):
            if one.anchor:
                self._unite(first.setdefault(one.anchor, place), place)

    def root(self, place: int) -> int:
        while self.above[place] != place:
            self.above[place] = self.above[self.above[place]]
            place = self.above[place]
        return place

    def remember(self, pairs: Iterable[Pair]) -> None:
        """Keep, for each identity, those that it is like, likeliest first."""
        for pair in pairs:
            self.beside[pair.one].append((pair.weight, pair.other))
            self.beside[pair.other].append((pair.weight, pair.one))
        for beside in self.beside.values():
            beside.sort(key=lambda found: (-found[0], found[1]))

    def join(self, pair: Pair, margin: float) -> str:
        """Join the two people of a pair, or say why not. Of fewer records it is asked whether they fit another too."""
        one, other = self.root(pair.one), self.root(pair.other)
        why = against(self.held[one], self.held[other])
        if why:
            return why
        least = pair.weight - margin
        mine, theirs = self.rows[one], self.rows[other]
        if (mine <= theirs and self._has_rival(one, other, least)) or (
            theirs <= mine and self._has_rival(other, one, least)
        ):
            return AMBIGUOUS
        self._unite(one, other)
        return ""

    def _has_rival(self, one: int, other: int, least: float) -> bool:
        """Whether somebody else fits `one` about as well as `other` does, and cannot be `other`."""
        seen = {one, other}
        for member in self.members[one]:
            for weight, place in self.beside[member]:
                if weight < least:
                    break
                rival = self.root(place)
                if rival in seen:
                    continue
                seen.add(rival)
                if against(self.held[rival], self.held[other]) and not against(self.held[rival], self.held[one]):
                    return True
        return False

    def _unite(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        if low == high:
            return
        self.above[high] = low
        self.members[low] += self.members.pop(high)
        self.held[low].take(self.held.pop(high))
        self.rows[low] += self.rows[high]
