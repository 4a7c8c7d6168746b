"""A genogram as cards and lines: generations down the page, or across it on a narrow screen. Pure.

Everything is worked out along two ways: `main`, from the oldest generation to the youngest, and `cross`, beside one
another. Between two generations run brackets (two partners, or two parents of one child) and bars (from parents to
their children), each on a lane of its own where it would meet another.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from cases.kinship import Kin, KinLink
from cases.pictures.generations import generations, together
from cases.pictures.spacing import spaced

SPREAD, SLASH = 16, 6
"""Pixels between lines at one card, and half of the stroke through a bracket."""
MARKS = {Kin.SEPARATED: (0,), Kin.DIVORCED: (-4, 4)}
"""The strokes through a bracket that say how two people stand."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How the picture lies: a card's size, the room beside it, between lanes and round them; whether it goes down."""

    width: int
    height: int
    beside: int
    lane: int
    pad: int
    down: bool

    @property
    def card_main(self) -> int:
        """A card's length along the generations."""
        return self.height if self.down else self.width

    @property
    def card_cross(self) -> int:
        """A card's breadth."""
        return self.width if self.down else self.height


WIDE = Frame(128, 108, 20, 14, 14, down=True)
NARROW = Frame(88, 108, 8, 8, 9, down=False)
"""For a desk, and for a telephone: three generations across are no wider than its screen."""


@dataclass(frozen=True, slots=True)
class Card:
    """Whose card stands where: its upper left corner, in pixels."""

    key: UUID
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line of one kind, as the path of an SVG. Empty kind: two parents of whom nobody recorded how they stand."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture; empty where nobody is linked to anybody."""

    width: int
    height: int
    card_width: int
    card_height: int
    cards: tuple[Card, ...]
    strokes: tuple[Stroke, ...]


@dataclass(slots=True)
class _Union:
    """Parents and the children whom they have in one way; a couple without children has no kind of its own."""

    parents: tuple[UUID, ...]
    stands: str | None
    """How two stand; None for one alone, who needs no bracket."""
    children: list[tuple[str, UUID]] = field(default_factory=list)
    lane: int = 0
    at: float = 0.0


def draw(people: Sequence[UUID], links: Collection[KinLink], frame: Frame) -> Drawing:
    """The genogram of those who are linked; `people` says who comes first where nothing else does.

    The same people and links give the same picture, in whatever order the links were recorded.
    """
    place = {one: number for number, one in enumerate(people)}
    links = sorted(set(links), key=lambda link: (place[link.one], place[link.other], link.kind))
    rows = generations(people, links)
    pairs = together(links)
    cross = {
        one: at * (frame.card_cross + frame.beside) + frame.card_cross / 2
        for one, at in spaced(rows, links, pairs).items()
    }
    level = {one: number for number, row in enumerate(rows) for one in row}
    picture = _Picture(frame, cross, level, _unions(people, links, level))
    return picture.drawn()


def _unions(people: Sequence[UUID], links: Collection[KinLink], level: dict[UUID, int]) -> list[_Union]:
    """Everybody's partnerships and parents, in the order of the people."""
    place = {one: number for number, one in enumerate(people)}
    pairs = together(links)
    found = {
        tuple(sorted(pair, key=place.__getitem__)): stands
        for pair, stands in pairs.items()
        if len({level[one] for one in pair}) == 1
    }
    unions: dict[tuple[UUID, ...], _Union] = {pair: _Union(pair, stands) for pair, stands in found.items()}
    by_child: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    for link in links:
        if link.is_parent:
            by_child[link.other, link.kind].add(link.one)
    for (child, kind), ones in by_child.items():
        whole = tuple(sorted(ones, key=place.__getitem__))
        for parents in [whole] if whole in unions else [(one,) for one in whole]:
            unions.setdefault(parents, _Union(parents, None)).children.append((kind, child))
    return sorted(unions.values(), key=lambda union: [place[one] for one in union.parents])


class _Picture:
    """Puts lanes and lines between the rows."""

    def __init__(
        self, frame: Frame, cross: dict[UUID, float], level: dict[UUID, int], unions: Sequence[_Union]
    ) -> None:
        self.frame, self.cross, self.level, self.unions = frame, cross, level, unions
        self.ends = _spread(
            (one, _other(union, one, cross), union.parents) for union in unions for one in union.parents
        )
        self.starts = _spread(
            (child, self._middle(union), (union.parents, kind)) for union in unions for kind, child in union.children
        )
        self.bars = {
            (union.parents, kind): sorted({child for held, child in union.children if held == kind}, key=cross.get)  # type: ignore[arg-type]
            for union in unions
            for kind, _child in union.children
        }
        self.rows = max(level.values(), default=-1) + 1
        self.tops: list[float] = []
        self.lanes: dict[tuple[tuple[UUID, ...], str], int] = {}
        self._lay_out()

    def _middle(self, union: _Union) -> float:
        """Where the line to the children leaves from."""
        return sum(self._foot(one, union) for one in union.parents) / len(union.parents)

    def _foot(self, one: UUID, union: _Union) -> float:
        return self.cross[one] + self.ends[one, union.parents]

    def _head(self, child: UUID, bar: tuple[tuple[UUID, ...], str]) -> float:
        return self.cross[child] + self.starts[child, bar]

    def _lay_out(self) -> None:
        """A lane for every bracket and bar, and from them how far apart the generations lie."""
        top = 0.0
        for number in range(self.rows):
            self.tops.append(top)
            here = [union for union in self.unions if self.level[union.parents[0]] == number]
            brackets = [union for union in here if union.stands is not None]
            spans = [_span(self._foot(one, union) for one in union.parents) for union in brackets]
            for union, lane in zip(brackets, _lanes(spans), strict=True):
                union.lane = lane + 1
            above = max((union.lane for union in brackets), default=0)
            bars = [(union.parents, kind) for union in here for kind in dict(union.children)]
            middles = {union.parents: self._middle(union) for union in here}
            spans = [_span([middles[bar[0]], *(self._head(child, bar) for child in self.bars[bar])]) for bar in bars]
            for bar, lane in zip(bars, _lanes(spans), strict=True):
                self.lanes[bar] = above + lane + 1
            used = max([above, *(self.lanes[bar] for bar in bars)], default=0)
            top += self.frame.card_main + (2 * self.frame.pad + self.frame.lane * used if used else self.frame.pad)

    def drawn(self) -> Drawing:
        """All of it, in whole pixels from the upper left corner."""
        main = self.frame.card_main
        strokes = [stroke for union in self.unions for stroke in self._strokes(union)]
        last = [one for one, number in self.level.items() if number == self.rows - 1]
        foot = max((union.lane for union in self.unions if set(union.parents) & set(last)), default=0)
        length = (self.tops[-1] + main + (self.frame.pad + self.frame.lane * foot if foot else 0)) if self.tops else 0
        breadth = max(self.cross.values(), default=0) + self.frame.card_cross / 2
        width, height = (breadth, length) if self.frame.down else (length, breadth)
        cards = tuple(self._card(one) for one in sorted(self.cross, key=lambda one: (self.level[one], self.cross[one])))
        return Drawing(
            _whole(width) if cards else 0, _whole(height) if cards else 0, self.frame.width, self.frame.height,
            cards, tuple(strokes),
        )  # fmt: skip

    def _card(self, one: UUID) -> Card:
        main, cross = self.tops[self.level[one]], self.cross[one] - self.frame.card_cross / 2
        x, y = (cross, main) if self.frame.down else (main, cross)
        return Card(one, _whole(x), _whole(y))

    def _strokes(self, union: _Union) -> Iterable[Stroke]:
        foot = self.tops[self.level[union.parents[0]]] + self.frame.card_main
        middle, leaves = self._middle(union), foot
        if union.stands is not None:
            leaves = foot + self.frame.pad + self.frame.lane * (union.lane - 1)
            one, other = (self._foot(parent, union) for parent in union.parents)
            yield Stroke(union.stands, self._path((foot, one), (leaves, one), (leaves, other), (foot, other)))
            quarter = (one + 3 * other) / 4
            for shift in MARKS.get(Kin(union.stands), ()) if union.stands else ():
                at = quarter + shift
                yield Stroke("mark", self._path((leaves - SLASH, at + SLASH / 2), (leaves + SLASH, at - SLASH / 2)))
        for kind in dict(union.children):
            yield from self._bar(union, kind, leaves, middle)

    def _bar(self, union: _Union, kind: str, leaves: float, middle: float) -> Iterable[Stroke]:
        """From the parents down to a bar, and from it to each child."""
        bar = union.parents, kind
        foot = self.tops[self.level[union.parents[0]]] + self.frame.card_main
        lane = foot + self.frame.pad + self.frame.lane * (self.lanes[bar] - 1)
        heads = [self._head(child, bar) for child in self.bars[bar]]
        low, high = _span([middle, *heads])
        path = [self._path((leaves, middle), (lane, middle))]
        if high - low >= 1:
            path.append(self._path((lane, low), (lane, high)))
        for child, head in zip(self.bars[bar], heads, strict=True):
            path.append(self._path((lane, head), (self.tops[self.level[child]], head)))
        yield Stroke(kind, "".join(path))

    def _path(self, *points: tuple[float, float]) -> str:
        """The path of an SVG through these points."""
        ends = [(cross, main) if self.frame.down else (main, cross) for main, cross in points]
        return "M" + "L".join(f"{_whole(x)} {_whole(y)}" for x, y in ends)


def _other(union: _Union, one: UUID, cross: dict[UUID, float]) -> float:
    """Where the other partner stands; for one alone, where they stand themselves."""
    return cross[next((parent for parent in union.parents if parent != one), one)]


def _spread(joins: Iterable[tuple[UUID, float, Hashable]]) -> dict[tuple[UUID, Hashable], float]:
    """How far from the middle of a card each of its lines begins, in the order of where they lead."""
    at: dict[UUID, dict[Hashable, float]] = defaultdict(dict)
    for one, leads, join in joins:
        at[one][join] = leads
    return {
        (one, join): (index - (len(held) - 1) / 2) * SPREAD
        for one, held in at.items()
        for index, join in enumerate(sorted(held, key=held.__getitem__))
    }


def _span(places: Iterable[float]) -> tuple[float, float]:
    held = list(places)
    return min(held), max(held)


def _lanes(spans: Sequence[tuple[float, float]]) -> list[int]:
    """A lane from 0 for each, the shortest first, so that no two on one lane meet."""
    lanes: list[list[tuple[float, float]]] = []
    found = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda index: (spans[index][1] - spans[index][0], index)):
        low, high = spans[index]
        free = (
            lane for lane, held in enumerate(lanes) if all(high + SPREAD <= a or b + SPREAD <= low for a, b in held)
        )
        lane = next(free, len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((low, high))
        found[index] = lane
    return found


def _whole(value: float) -> int:
    return int(value + 0.5)
