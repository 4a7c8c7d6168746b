"""The Python environment in `.venv/`, made from the lock files. Standard library only."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from lintel.setup.machine import apt_install, may_apt
from lintel.setup.places import ROOT, private_folder
from lintel.setup.words import SetupRefused, Stopwatch, say

OLDEST = (3, 11)
RUN = "requirements.lock"
DEV = "requirements-dev.lock"
POSTGRES = "requirements-postgres.lock"
NODE = "requirements-node.lock"
INCLUDED = {RUN: (DEV,), POSTGRES: (DEV,)}
MARK = ".installed.json"


def environment_folder() -> Path:
    """Where the environment lies."""
    return ROOT / ".venv"


def python() -> str:
    """The environment's own python."""
    return str(environment_folder() / "bin" / "python")


def _works(folder: Path) -> bool:
    program = folder / "bin" / "python"
    if not program.exists():
        return False
    ask = [str(program), "-c", "import sys, pip; raise SystemExit(sys.version_info < (3, 11))"]
    return subprocess.run(ask, capture_output=True).returncode == 0


def _try(*command: str) -> str:
    """Run a command; nothing when it worked, else the end of what it said."""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode == 0:
        return ""
    return "\n  ".join((done.stderr + done.stdout).strip().splitlines()[-5:]) or "it failed without a word"


def _make(folder: Path) -> None:
    """Make an environment that has pip: by venv, with apt's help, by the machine's pip, by virtualenv."""
    shutil.rmtree(folder, ignore_errors=True)
    base, to = sys.executable, str(folder)
    said = _try(base, "-m", "venv", to)
    if said and may_apt():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        apt = apt_install("python3-venv") and apt_install(f"python{version}-venv")
        if not apt:
            say("installed python3-venv")
        shutil.rmtree(folder, ignore_errors=True)
        said = _try(base, "-m", "venv", to)
    if said:
        shutil.rmtree(folder, ignore_errors=True)
        bare = _try(base, "-m", "venv", "--without-pip", to)
        said = bare or _try(base, "-m", "pip", "--python", to, "install", "-q", "pip")
    if said:
        shutil.rmtree(folder, ignore_errors=True)
        place = private_folder() / "virtualenv"
        said = _try(base, "-m", "pip", "install", "-q", "--target", str(place), "virtualenv")
        if not said:
            paths = {**os.environ, "PYTHONPATH": str(place)}
            done = subprocess.run([base, "-m", "virtualenv", "-q", to], env=paths, capture_output=True, text=True)
            said = done.stderr if done.returncode else ""
    if said or not _works(folder):
        shutil.rmtree(folder, ignore_errors=True)
        raise SetupRefused(
            "This Python can make no environment: it has neither venv with ensurepip nor pip. "
            "Install python3-venv (Debian and Ubuntu) or pip, and run the same command again. It said:\n  " + said
        )


def _digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def _installed(folder: Path) -> dict[str, str]:
    try:
        held = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _up_to_date(lock: str, held: dict[str, str]) -> bool:
    """Whether a lock, or one that includes it, was installed as it stands now."""
    return any(held.get(name) == _digest(name) for name in (lock, *INCLUDED.get(lock, ())))


def _install(lock: str) -> None:
    uv = shutil.which("uv")
    if uv and not _try(uv, "pip", "install", "-q", "--python", python(), "--require-hashes", "-r", str(ROOT / lock)):
        return
    command = [python(), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input", "--no-compile"]
    said = _try(*command, "--progress-bar", "off", "--require-hashes", "-r", str(ROOT / lock))
    if said:
        raise SetupRefused(
            f"pip could not install {lock} (is the network there?). It said:\n  {said}\n"
            "Nothing of your records was touched; run the same command again when it can."
        )


def ensure_environment(*locks: str) -> bool:
    """Make `.venv/` if it is missing or broken, and install the locks that changed. Returns whether it did anything.

    Raises SetupRefused, in words, when Python is too old, an environment cannot be made or pip fails.
    """
    if sys.version_info[:2] < OLDEST:
        raise SetupRefused(
            f"Lintel needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this one is {sys.version.split()[0]}. "
            "Name another: make run PYTHON=python3.12"
        )
    folder = environment_folder()
    watch = Stopwatch()
    if not _works(folder):
        if folder.exists():
            say("the environment in .venv does not work any more; making it again")
        _make(folder)
    held = _installed(folder)
    wanted = [lock for lock in locks if not _up_to_date(lock, held)]
    for lock in wanted:
        _install(lock)
        held[lock] = _digest(lock)
        (folder / MARK).write_text(json.dumps(held), encoding="utf-8")
    if wanted:
        say(f"environment installed from {', '.join(wanted)} ({watch.seconds:.0f} s)")
    return bool(wanted)
