"""What people say, drawn from `words.toml` with the names of one household filled in."""

import random
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lintel.demo.households import Home

DATA = Path(__file__).parent / "words.toml"


@cache
def said() -> dict[str, Any]:
    """The file, read once."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


class Voice:
    """Speaks of one household. `child` is the one who is worried about most: of school age, if anybody is."""

    def __init__(self, dice: random.Random, home: Home) -> None:
        self.dice, self.home = dice, home
        pupils = [one for one in home.children if one.upn] or home.children or home.members
        self.child, self.parent = dice.choice(pupils), home.members[0]
        self._used: dict[int, int] = {}

    def pick(self, lines: Sequence[str]) -> str:
        """One of several ways of saying a thing; another one each time, until all are used."""
        place = self._used.setdefault(id(lines), self.dice.randrange(len(lines)))
        self._used[id(lines)] = place + 1
        return self.fill(lines[place % len(lines)])

    def fill(self, line: str) -> str:
        """A line with the names in it."""
        return line.format(child=self.child.given, parent=self.parent.given, family=self.parent.family)

    def of(self, need: str, what: str) -> str:
        """What is said of a need: its concern, evidence, contact, voice or what is better."""
        lines = said()["need"][need][what]
        return self.fill(lines) if isinstance(lines, str) else self.pick(lines)

    def general(self, what: str) -> str:
        """What is said of the family as a whole."""
        return self.pick(said()["general"][what])
