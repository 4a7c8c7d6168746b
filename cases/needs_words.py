"""Which words of a directory's taxonomy mean which need: data, read once."""

import tomllib
from functools import cache
from pathlib import Path

from cases.vocabulary import Need

FILE = Path(__file__).parent / "data" / "directory" / "needs.toml"


@cache
def needs_words() -> dict[str, tuple[str, ...]]:
    """The words by need. Raises ValueError where the file names a need that is none of ours."""
    held = tomllib.loads(FILE.read_text(encoding="utf-8"))["needs"]
    return {str(Need(need)): tuple(word.lower() for word in words) for need, words in held.items()}
