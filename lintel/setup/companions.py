"""The processes that work beside the server: started with it, ended with it. Standard library only."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

from lintel.setup.environment import python
from lintel.setup.places import ROOT, private_folder

COMPANIONS: dict[str, tuple[str, ...]] = {
    "jobs": ("procrastinate", "worker", "--concurrency", "2"),
    "seals": ("seal_journal", "--every", "1"),
}
"""What each is called, and the words after `manage.py` that start it. Each writes to `.lintel/NAME.log`."""


def _kept() -> Path:
    return private_folder() / "companions.json"


def _is_ours(pid: int) -> bool:
    """Whether a process is a `manage.py` of this project folder (Linux; elsewhere the file is believed)."""
    if not Path("/proc/self").exists():
        with contextlib.suppress(OSError):
            os.kill(pid, 0)
            return True
        return False
    try:
        return (
            b"manage.py" in Path(f"/proc/{pid}/cmdline").read_bytes() and Path(os.readlink(f"/proc/{pid}/cwd")) == ROOT
        )
    except OSError:
        return False


def start_companions(environment: dict[str, str]) -> None:
    """Start each of them; those of an earlier run are ended first."""
    stop_companions()
    started = {}
    for name, words in COMPANIONS.items():
        with (private_folder() / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [python(), "manage.py", *words],
                cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        started[name] = process.pid
    _kept().write_text(json.dumps(started), encoding="utf-8")


def stop_companions() -> list[str]:
    """End those that run, politely and then not. Returns their names."""
    try:
        kept = json.loads(_kept().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    running = {name: pid for name, pid in kept.items() if _is_ours(pid)}
    for pid in running.values():
        _tell(pid, signal.SIGTERM)
    end = time.monotonic() + 10
    while any(_alive(pid) for pid in running.values()) and time.monotonic() < end:
        time.sleep(0.1)
    for pid in running.values():
        if _alive(pid):
            _tell(pid, signal.SIGKILL)
    _kept().unlink(missing_ok=True)
    return sorted(running)


def _alive(pid: int) -> bool:
    """Whether it still runs. A child of ours that has ended is taken off the table of processes first."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    return _is_ours(pid)


def _tell(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
