"""`make prove`, `make leaks` and `make bench`: the figures the house is held to. Standard library only."""

from __future__ import annotations

import os
import subprocess

from lintel.setup.database import drop_scratch, ensure_database, scratch
from lintel.setup.environment import DEV, ensure_environment, environment_folder, python
from lintel.setup.machine import ensure_browser, ensure_pango
from lintel.setup.places import ROOT, private_folder
from lintel.setup.running import manage, prepare_interface
from lintel.setup.words import SetupRefused, Stopwatch, say, warn

LEAKS = "tests/prove/test_leaks.py"


def prove() -> int:
    """Every figure that takes too long for `make test`, each printed by the test that measures it."""
    return _prove()


def leaks() -> int:
    """Random decisions against an oracle that shares no code with the policy."""
    return _prove(LEAKS)


def _prove(*where: str) -> int:
    watch = Stopwatch()
    ensure_environment(DEV)
    ensure_pango()
    ensure_browser()
    prepare_interface()
    database = ensure_database()
    words = ["-q", "-s", "--create-db", "-m", "prove", *where, *os.environ.get("ARGS", "").split()]
    try:
        done = subprocess.run(
            [str(environment_folder() / "bin" / "pytest"), *words],
            cwd=ROOT, env=database.environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    finally:
        database.stop_if_started()
    say(f"{'proved' if done.returncode == 0 else 'NOT proved'} in {watch.seconds:.0f} seconds")
    return done.returncode


def bench() -> int:
    """Each benchmark (or those that ONLY names) in a scratch database of its own. No clock fails anything."""
    ensure_environment(DEV)
    there = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if _is_benchmark(path.read_text("utf-8")))
    wanted = os.environ.get("ONLY", "").split() or there
    unknown = [name for name in wanted if name not in there]
    if unknown:
        raise SetupRefused(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(there)}.")
    database = ensure_database()
    folder = private_folder() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    failed = []
    for name in wanted:
        watch = Stopwatch()
        base = f"lintel_bench_{os.getpid()}"
        try:
            address = scratch(database, base)
            environment = {
                **database.environment, "DATABASE_URL": address.url(), "LINTEL_PLAIN_HTTP": "1",
                "LINTEL_DATABASE_ROLE": "owner",
            }  # fmt: skip
            manage(environment, "migrate", "--verbosity", "0")
            done = subprocess.run(
                [python(), "-m", "benchmarks", name], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL
            )
        finally:
            drop_scratch(database, base)
        if done.returncode:
            failed.append(name)
            warn(f"{name} ended with code {done.returncode}")
        say(f"{name}: {watch.seconds:.0f} seconds; figures in {folder / name}.json")
    database.stop_if_started()
    return 1 if failed else 0


def _is_benchmark(words: str) -> bool:
    """Whether a file says that it runs in `make bench`; others need a place of their own and are run by hand."""
    return "\nBENCH = True" in words
