"""Given names that stand for one another: nicknames and spellings, which are data. Pure."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from cases.intake.names import plain_name

FOLDER = Path(__file__).parent.parent / "data" / "linkage"
FILES = ("nicknames.csv", "spellings.csv")


@lru_cache(maxsize=1)
def known_forms() -> Mapping[str, frozenset[str]]:
    """For each plain given name the names that it may stand for: `liz` gives `elizabeth`; `chris` several."""
    held: dict[str, set[str]] = defaultdict(set)
    for file in FILES:
        with (FOLDER / file).open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                whole = plain_name(row["name"])
                for word in (row["name"], *row["also"].split()):
                    held[plain_name(word)].add(whole)
    return {word: frozenset(wholes) for word, wholes in held.items() if word}


@lru_cache(maxsize=200_000)
def forms(given: str) -> tuple[str, ...]:
    """What a plain given name may stand for, itself among them, in a steady order; empty for none."""
    return tuple(sorted(known_forms().get(given, frozenset()) | {given})) if given else ()


@lru_cache(maxsize=500_000)
def one_name(one: str, other: str) -> bool:
    """Whether two plain given names may be forms of one: `kate` and `katherine`, `mohd` and `muhammad`."""
    return bool(one and other) and not set(forms(one)).isdisjoint(forms(other))
