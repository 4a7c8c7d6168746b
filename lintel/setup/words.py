"""How set-up speaks: one line for a step, and plain words when it cannot go on. Standard library only."""

from __future__ import annotations

import sys
import time


class SetupRefused(Exception):
    """Set-up cannot go on. The words say what is missing and what to do about it."""


def say(words: str) -> None:
    """One line about a step that was done."""
    print(f"lintel: {words}", flush=True)


def warn(words: str) -> None:
    """One line about something that will not work, but does not stop set-up."""
    print(f"lintel: {words}", file=sys.stderr, flush=True)


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds, with fractions."""
        return time.monotonic() - self._began
