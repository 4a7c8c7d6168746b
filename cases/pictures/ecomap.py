"""A map of who helps, as cards and lines: the family in the middle, helpers on both sides of it, or under it. Pure."""

from dataclasses import dataclass

CARD, GAP, MIDDLE, REACH = (236, 84), 16, (180, 84), 80
"""Pixels: a helper's card, between two of them, the family's card, and how long a line to a helper is."""
TRUNK, NARROW_CARD = 14, (326, 84)
"""On a telephone: where the line down from the family runs, and a helper's card beside it."""


@dataclass(frozen=True, slots=True)
class Spoke:
    """One helper's card, its size, and the line that leads to it."""

    x: int
    y: int
    width: int
    height: int
    path: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """The picture: the family's card (x, y, width, height) and a spoke for each helper, in their order."""

    width: int
    height: int
    family: tuple[int, int, int, int]
    spokes: tuple[Spoke, ...]


def wide(helpers: int) -> Wheel:
    """The family in the middle, the first half of the helpers to the left of it, the others to the right."""
    sides = (-(-helpers // 2), helpers // 2)
    height = max(max(sides, default=0) * (CARD[1] + GAP) - GAP, MIDDLE[1])
    family = (CARD[0] + REACH, (height - MIDDLE[1]) // 2, *MIDDLE)
    hub_y = family[1] + MIDDLE[1] // 2
    spokes = []
    for side, count in enumerate(sides):
        first = (height - (count * (CARD[1] + GAP) - GAP)) // 2
        for number in range(count):
            y = first + number * (CARD[1] + GAP)
            x = 0 if side == 0 else family[0] + MIDDLE[0] + REACH
            near, hub = (CARD[0], family[0]) if side == 0 else (x, family[0] + MIDDLE[0])
            spokes.append(Spoke(x, y, *CARD, f"M{hub} {hub_y}L{near} {y + CARD[1] // 2}"))
    return Wheel(2 * (CARD[0] + REACH) + MIDDLE[0], height, family, tuple(spokes))


def narrow(helpers: int) -> Wheel:
    """The family above, and the helpers one under another beside a line that comes down from it."""
    top = MIDDLE[1] - 20
    x = 2 * TRUNK
    spokes = []
    for number in range(helpers):
        y = top + GAP + number * (NARROW_CARD[1] + GAP)
        spokes.append(Spoke(x, y, *NARROW_CARD, f"M{TRUNK} {top}L{TRUNK} {y + CARD[1] // 2}L{x} {y + CARD[1] // 2}"))
    height = top + helpers * (NARROW_CARD[1] + GAP)
    return Wheel(x + NARROW_CARD[0], height, (0, 0, x + NARROW_CARD[0], top), tuple(spokes))
