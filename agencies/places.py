"""Places by their paths: "ashworth/north" lies inside "ashworth". No tables."""

import re

PATH = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")


def lies_inside(path: str, whole: str) -> bool:
    """Whether a place is another, or a part of it."""
    return path == whole or path.startswith(f"{whole}/")


def meet(one: str, other: str) -> bool:
    """Whether two places have ground in common: each is then inside the other, or the other inside it."""
    return lies_inside(one, other) or lies_inside(other, one)


def parent_path(path: str) -> str:
    """The path of the place that this one is a part of; empty for a whole place."""
    return path.rpartition("/")[0]


def is_a_path(path: str) -> bool:
    """Whether this can be a place's path: parts of small letters, digits and hyphens, joined by strokes."""
    return bool(PATH.fullmatch(path))
