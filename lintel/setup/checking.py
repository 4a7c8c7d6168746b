"""`make test`: the environment, the database, the browser, then every check there is. Standard library only."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lintel.setup.database import Database, alter_database, copy_database, drop_database, ensure_database
from lintel.setup.environment import DEV, ensure_environment, environment_folder, python
from lintel.setup.machine import ensure_browser, ensure_pango
from lintel.setup.places import ROOT, private_folder
from lintel.setup.running import prepare_interface
from lintel.setup.words import SetupRefused, Stopwatch, say, warn

CHECKS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("mypy",), ("lint-imports", "--no-cache")),
    (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("djlint", ".", "--lint", "--quiet"),
        ("python", "manage.py", "makemigrations", "--check", "--dry-run"),
        ("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
    ),
)
"""Two lots, side by side."""

TEST_DATABASE = """
import django
django.setup()
from django.db import connection
name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
connection.close()
print(name)
"""

PROCESSES = 2
"""How many run the tests, each in a copy of one database with all tables. A file's tests stay together, and the files
in their order: the journeys, few and long, would come last otherwise."""


@dataclass(frozen=True)
class Counted:
    """What a test run came to."""

    tests: int
    failed: int
    skipped: int


def read_junit(path: Path) -> Counted:
    """Count the tests in a JUnit file; none when there is no file."""
    if not path.exists():
        return Counted(0, 0, 0)
    suites = ElementTree.parse(path).getroot().iter("testsuite")  # noqa: S314 - our own test run wrote it
    totals = [[int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")] for suite in suites]
    tests, failures, errors, skipped = (sum(column) for column in zip(*totals, strict=True)) if totals else (0, 0, 0, 0)
    return Counted(tests, failures + errors, skipped)


def _call(command: tuple[str, ...], environment: dict[str, str], *, aside: bool = False) -> bool:
    """Run one program; what it says is said at once, or, of one that runs aside, at its end."""
    watch = Stopwatch()
    program = str(environment_folder() / "bin" / command[0])
    done = subprocess.run(
        [program, *command[1:]], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if aside else None, stderr=subprocess.STDOUT if aside else None, text=True,
    )  # fmt: skip
    words = " ".join(command)
    if aside and done.stdout.strip():
        say(done.stdout.rstrip())
    if done.returncode:
        warn(f"FAILED: {words} ({watch.seconds:.1f} s)")
    else:
        say(f"passed: {words} ({watch.seconds:.1f} s)")
    return done.returncode == 0


def _check_all(environment: dict[str, str]) -> dict[str, bool]:
    """Every check, by its name."""

    def one_after_another(commands: tuple[tuple[str, ...], ...]) -> dict[str, bool]:
        return {" ".join(command[:3]): _call(command, environment, aside=True) for command in commands}

    with ThreadPoolExecutor(len(CHECKS)) as side_by_side:
        found = list(side_by_side.map(one_after_another, CHECKS))
    return {name: passed for results in found for name, passed in results.items()}


def _make_test_databases(database: Database) -> list[str]:
    """A database with all tables, and a copy of it for each process, by the names that they look for."""
    watch = Stopwatch()
    done = subprocess.run(
        [python(), "-c", TEST_DATABASE], cwd=ROOT, capture_output=True, text=True,
        env={**database.environment, "DJANGO_SETTINGS_MODULE": "lintel.settings_for_tests"},
    )  # fmt: skip
    if done.returncode:
        raise SetupRefused(f"The test database could not be made: {done.stderr.strip().splitlines()[-1]}")
    name = done.stdout.split()[-1]
    copies = [f"{name}_gw{number}" for number in range(PROCESSES)]
    for copy in copies:
        copy_database(database, name, copy)
        alter_database(database, copy, "synchronous_commit", "off")
    say(f"test databases made ({watch.seconds:.1f} s)")
    return [*copies, name]


def lint() -> int:
    """Every check but the tests."""
    ensure_environment(DEV)
    database = ensure_database()
    try:
        results = _check_all(database.environment)
    finally:
        database.stop_if_started()
    return 0 if all(results.values()) else 1


def test() -> int:
    """Every check, all of them even when one fails, and then the numbers. Returns 0 when all passed."""
    watch = Stopwatch()
    ensure_environment(DEV)
    ensure_pango()
    browser = not os.environ.get("WITHOUT_BROWSER")
    if browser:
        ensure_browser()
    prepare_interface()
    database = ensure_database()
    say(f"ready to check ({watch.seconds:.1f} s)")
    report = private_folder() / "tests.xml"
    report.unlink(missing_ok=True)
    pytest = (
        "pytest", "-q", "--reuse-db", "-n", str(PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder",
        f"--junitxml={report}",
        "-m", "not prove" if browser else "not prove and not browser",
        *os.environ.get("ARGS", "").split(),
    )  # fmt: skip
    try:
        with ThreadPoolExecutor(1) as aside:
            making = aside.submit(_make_test_databases, database)
            results = _check_all(database.environment)
            made = making.result()
        results["pytest"] = _call(pytest, database.environment)
        for name in made:
            # One in which the server itself still tidies up cannot be dropped yet; the next run replaces it.
            with suppress(SetupRefused):
                drop_database(database, name)
    finally:
        database.stop_if_started()
    counted = read_junit(report)
    failed = [name for name, passed in results.items() if not passed]
    if failed:
        warn(f"did not pass: {', '.join(failed)}")
    say(f"{watch.seconds:.0f} seconds, {counted.tests} tests ({counted.failed} failed, {counted.skipped} skipped)")
    return 1 if failed else 0
