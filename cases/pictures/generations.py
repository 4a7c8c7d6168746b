"""In which generation everybody of a genogram stands, and in what order beside one another.

People who are partners, or parents of one child, stand in one generation. A ring, which only wrong records can make,
is cut at the link that closes it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from cases.kinship import KinLink

Rows = tuple[tuple[UUID, ...], ...]
"""The generations from the oldest, each in order."""
SWEEPS = 6


def generations(people: Sequence[UUID], links: Collection[KinLink]) -> Rows:
    """Everybody who has a link, generation by generation; `people` says who comes first where nothing else does."""
    linked = {one for link in links for one in (link.one, link.other)}
    here = [one for one in people if one in linked]
    group = _groups(here, links)
    level = _levels(here, group, links)
    rows = [[one for one in here if level[one] == number] for number in range(max(level.values(), default=-1) + 1)]
    return _ordered(rows, group, links)


def together(links: Collection[KinLink]) -> dict[frozenset[UUID], str]:
    """Each two who are partners, or parents of one child in one way, with how they stand; empty: not recorded."""
    found: dict[frozenset[UUID], str] = {}
    by_child: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for link in links:
        if link.is_parent:
            by_child[link.other, link.kind].append(link.one)
        else:
            found[frozenset((link.one, link.other))] = link.kind
    for parents in by_child.values():
        if len(set(parents)) == 2:
            found.setdefault(frozenset(parents), "")
    return found


def _groups(people: Sequence[UUID], links: Collection[KinLink]) -> dict[UUID, int]:
    """Whom each stands in one generation with, as a number of the group."""
    group = {one: number for number, one in enumerate(people)}
    for pair in together(links):
        numbers = {group[one] for one in pair}
        for one in people:
            if group[one] in numbers:
                group[one] = min(numbers)
    return group


def _levels(people: Sequence[UUID], group: Mapping[UUID, int], links: Collection[KinLink]) -> dict[UUID, int]:
    """The generation of each, from 0. Families that are not linked stand on one ground, youngest beside youngest."""
    below = _below(people, group, links)
    height = {number: _height(number, below) for number in below}
    tallest = sorted(below, key=lambda number: (-height[number], number))
    depth: dict[int, int] = {}
    for head in tallest:
        if head not in depth:
            tree = _steps_from(head, below)
            for number in sorted(tree, key=lambda number: (-height[number], number)):
                for lower in below[number]:
                    tree[lower] = max(tree[lower], tree[number] + 1)
            lowest = max(tree.values())
            depth |= {number: steps - lowest for number, steps in tree.items()}
    first = min(depth.values(), default=0)
    return {one: depth[group[one]] - first for one in people}


def _below(people: Sequence[UUID], group: Mapping[UUID, int], links: Collection[KinLink]) -> dict[int, set[int]]:
    """The groups under each group, without what would close a ring."""
    below: dict[int, set[int]] = {number: set() for number in group.values()}
    place = {one: number for number, one in enumerate(people)}
    for link in sorted(links, key=lambda link: (place[link.one], place[link.other], link.kind)):
        upper, lower = group[link.one], group[link.other]
        if link.is_parent and upper not in _reached(lower, below):
            below[upper].add(lower)
    return below


def _steps_from(head: int, below: Mapping[int, set[int]]) -> dict[int, int]:
    """How many generations under (or over, negative) the head each group stands to which anything leads."""
    found, waiting = {head: 0}, [head]
    while waiting:
        number = waiting.pop(0)
        beside = [(lower, 1) for lower in sorted(below[number])]
        beside += [(upper, -1) for upper in sorted(below) if number in below[upper]]
        for other, step in beside:
            if other not in found:
                found[other] = found[number] + step
                waiting.append(other)
    return found


def _height(number: int, below: Mapping[int, set[int]]) -> int:
    return 1 + max((_height(lower, below) for lower in below[number]), default=-1)


def _reached(start: int, below: Mapping[int, set[int]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        for lower in below[waiting.pop()] - found:
            found.add(lower)
            waiting.append(lower)
    return found


def _ordered(rows: Sequence[Sequence[UUID]], group: Mapping[UUID, int], links: Collection[KinLink]) -> Rows:
    """Partners beside one another, children under their parents: each row follows the middle of its relatives."""
    pairs = together(links)
    found = [_in_groups(row, group, pairs, {}) for row in rows]
    above, under = _relatives(links)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for number in range(len(found)) if down else reversed(range(len(found))):
            beside = found[number - 1 : number] if down else found[number + 1 : number + 2]
            place = {one: index / len(row) for row in beside for index, one in enumerate(row)}
            middles = _middles(found[number], above if down else under, place)
            found[number] = _in_groups(found[number], group, pairs, middles)
    return tuple(tuple(row) for row in found)


def _relatives(links: Iterable[KinLink]) -> tuple[dict[UUID, list[UUID]], dict[UUID, list[UUID]]]:
    """The parents and the children of each."""
    above, under = defaultdict(list), defaultdict(list)
    for link in links:
        if link.is_parent:
            above[link.other].append(link.one)
            under[link.one].append(link.other)
    return above, under


def _middles(
    row: Sequence[UUID], relatives: Mapping[UUID, list[UUID]], place: Mapping[UUID, float]
) -> dict[UUID, float]:
    """Where the relatives in the next row stand in the middle, of those who have any there."""
    found = {}
    for one in row:
        places = [place[other] for other in relatives.get(one, ()) if other in place]
        if places:
            found[one] = sum(places) / len(places)
    return found


def _in_groups(
    row: Sequence[UUID], group: Mapping[UUID, int], pairs: Collection[frozenset[UUID]], middles: Mapping[UUID, float]
) -> list[UUID]:
    """A row with its groups in order of their middles, and within each everybody beside a partner where that can be."""
    members: dict[int, list[UUID]] = defaultdict(list)
    for one in row:
        members[group[one]].append(one)
    now = {one: index / len(row) for index, one in enumerate(row)}
    middle = {
        number: sum(known) / len(known) if (known := [middles[one] for one in ones if one in middles]) else now[ones[0]]
        for number, ones in members.items()
    }
    order = sorted(members, key=lambda number: (middle[number], now[members[number][0]]))
    return [one for number in order for one in _chain(members[number], pairs, middles)]


def _chain(ones: Sequence[UUID], pairs: Collection[frozenset[UUID]], middles: Mapping[UUID, float]) -> list[UUID]:
    """The people of a group from one end of their partnerships to the other, turned to where their relatives stand."""
    beside = {one: [other for other in ones if frozenset((one, other)) in pairs and other != one] for one in ones}
    found: list[UUID] = []
    waiting = sorted(ones, key=lambda one: (len(beside[one]), ones.index(one)))[:1]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.append(one)
            waiting += [other for other in reversed(beside[one]) if other not in found]
    places = [middles[one] for one in found if one in middles]
    return found[::-1] if len(places) > 1 and places[0] > places[-1] else found
