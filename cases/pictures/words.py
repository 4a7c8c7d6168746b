"""Words on a card: broken into lines that fit. Pure."""

import textwrap


def lines_of(words: str, width: int, most: int) -> list[str]:
    """At most so many lines of so many letters; what does not fit ends in an ellipsis. Long words are broken."""
    found = [line.strip() for line in textwrap.wrap(words, width)] or [""]
    if len(found) <= most:
        return found
    return [*found[: most - 1], f"{found[most - 1][: width - 1].strip()}…"]
