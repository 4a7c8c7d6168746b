"""`python3 -m lintel.setup STEP`: what the Makefile calls. Standard library only."""

from __future__ import annotations

import sys
from collections.abc import Callable

from lintel.setup import checking, measuring, picturing, running
from lintel.setup.places import keep_bytecode
from lintel.setup.words import SetupRefused, warn

STEPS: dict[str, Callable[[], int]] = {
    "run": running.run,
    "stop": running.stop,
    "fresh": running.fresh,
    "place": running.place,
    "test": checking.test,
    "lint": checking.lint,
    "prove": measuring.prove,
    "leaks": measuring.leaks,
    "bench": measuring.bench,
    "pictures": picturing.pictures,
}


def main(words: list[str]) -> int:
    """Do one step; what stops it is said in words, on its own, without a traceback."""
    if len(words) != 1 or words[0] not in STEPS:
        warn(f"name one step of: {', '.join(STEPS)}")
        return 2
    try:
        return STEPS[words[0]]()
    except SetupRefused as refused:
        warn(str(refused))
        return 1
    except KeyboardInterrupt:
        warn("interrupted; run the same command again to go on")
        return 130


if __name__ == "__main__":
    keep_bytecode()
    sys.exit(main(sys.argv[1:]))
