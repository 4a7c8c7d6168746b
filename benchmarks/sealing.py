"""Sealing and opening: a value, a data key, and a page of 25 families with 40 values each, against plain copying."""

import os
import statistics
import time
from collections.abc import Callable
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks.figures import RUNS, keep
from datasharing.keys.ciphers import Sealed, new_key, seal, unseal, unwrap, wrap

BENCH = True
VALUES = 1000
WORDS = b"Reads with her every night since September; still late on Mondays."


def _micros(work: Callable[[], object], number: int) -> float:
    """Microseconds for one of so many, the median of the runs."""
    took = []
    for _ in range(RUNS):
        before = time.perf_counter()
        work()
        took.append((time.perf_counter() - before) / number * 1e6)
    return statistics.median(took)


def main() -> None:
    """Print and keep microseconds each, and milliseconds a page."""
    owner, wrapping = uuid4(), os.urandom(32)
    raw = new_key()
    key, bare = AESGCM(raw), os.urandom(12)
    rows = [uuid4().bytes for _ in range(VALUES)]
    sealed = [Sealed(seal(key, owner, "cases_goal.words", row, WORDS)) for row in rows]
    wrapped = wrap(wrapping, owner, raw)
    figures = {
        "bare AES-GCM, a value": _micros(lambda: [key.encrypt(bare, WORDS, b"place") for _ in rows], VALUES),
        "seal a value": _micros(lambda: [seal(key, owner, "cases_goal.words", row, WORDS) for row in rows], VALUES),
        "open a value": _micros(
            lambda: [unseal(key, one, "cases_goal.words", row) for one, row in zip(sealed, rows, strict=True)], VALUES
        ),
        "unwrap a data key": _micros(lambda: [unwrap(wrapping, owner, wrapped) for _ in rows], VALUES),
    }
    figures["open 25 families x 40 values and 25 keys, ms"] = (
        figures["open a value"] * 1000 + figures["unwrap a data key"] * 25
    ) / 1000
    figures["seal : bare AES-GCM"] = figures["seal a value"] / figures["bare AES-GCM, a value"]
    for name, value in figures.items():
        print(f"{name:<46} {value:8.2f}")
    keep("sealing", figures)
