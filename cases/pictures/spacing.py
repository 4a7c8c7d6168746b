"""How far apart people of one generation stand: as near as can be to their relatives, never too close. Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from cases.kinship import KinLink
from cases.pictures.generations import Rows

ROUNDS = 8
APART = 0.25
"""How much further apart than partners people stand who are none."""


def spaced(rows: Rows, links: Collection[KinLink], pairs: Collection[frozenset[UUID]]) -> dict[UUID, float]:
    """Where each stands across, in cards from 0."""
    gaps = [_gaps(row, pairs) for row in rows]
    place = {one: sum(held[: index + 1]) for row, held in zip(rows, gaps, strict=True) for index, one in enumerate(row)}
    unions = _unions(links)
    for turn in range(ROUNDS):
        down = turn % 2 == 0
        numbers = range(len(rows)) if down else reversed(range(len(rows)))
        for number in numbers:
            row = rows[number]
            wanted = [_wanted(one, place, unions, down) for one in row]
            kept = [place[one] if want is None else want for one, want in zip(row, wanted, strict=True)]
            weights = [0.1 if want is None else 1.0 for want in wanted]
            place |= dict(zip(row, nearest(kept, weights, gaps[number]), strict=True))
    least = min(place.values(), default=0)
    return {one: at - least for one, at in place.items()}


def nearest(wanted: Sequence[float], weights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Places as near as can be to those wanted (least squares), each at least its gap after the one before.

    Blocks that would overlap are pooled at their common mean.
    """
    before = [sum(gaps[: index + 1]) for index in range(len(gaps))]
    blocks: list[tuple[float, float, int]] = []
    for want, weight, shift in zip(wanted, weights, before, strict=True):
        mean, total, count = want - shift, weight, 1
        while blocks and blocks[-1][0] > mean:
            other, held, size = blocks.pop()
            mean, total, count = (other * held + mean * total) / (held + total), held + total, count + size
        blocks.append((mean, total, count))
    means = [mean for mean, _total, count in blocks for _ in range(count)]
    return [mean + shift for mean, shift in zip(means, before, strict=True)]


def _gaps(row: Sequence[UUID], pairs: Collection[frozenset[UUID]]) -> list[float]:
    """The room between each and the one before; the first has none."""
    return [0.0] + [1.0 if frozenset((one, other)) in pairs else 1.0 + APART for one, other in pairwise(row)]


Unions = dict[frozenset[UUID], list[UUID]]


def _unions(links: Collection[KinLink]) -> Unions:
    """Parents of one kind together, and the children whom they have so."""
    parents: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    for link in links:
        if link.is_parent:
            parents[link.other, link.kind].add(link.one)
    found: Unions = defaultdict(list)
    for (child, _kind), ones in parents.items():
        found[frozenset(ones)].append(child)
    return found


def _wanted(one: UUID, place: Mapping[UUID, float], unions: Unions, down: bool) -> float | None:
    """Where somebody would stand for their parents' sake (going down), or for their children's; None: no matter."""
    if down:
        middles = [_mean(place, ones) for ones, children in unions.items() if one in children]
    else:
        middles = [
            _mean(place, children) + place[one] - _mean(place, ones) for ones, children in unions.items() if one in ones
        ]
    return sum(middles) / len(middles) if middles else None


def _mean(place: Mapping[UUID, float], ones: Collection[UUID]) -> float:
    return sum(place[one] for one in ones) / len(ones)
