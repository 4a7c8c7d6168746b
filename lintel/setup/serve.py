"""Starting the server, waiting for its first page, and ending it. Standard library only."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from lintel.setup.companions import start_companions, stop_companions
from lintel.setup.environment import python
from lintel.setup.places import ROOT, private_folder
from lintel.setup.words import SetupRefused, say

WAIT_SECONDS = 60
WORKERS = 2
THREADS = 4


def _pid_file() -> Path:
    return private_folder() / "server.pid"


def _log_file() -> Path:
    return private_folder() / "server.log"


def _is_ours(pid: int) -> bool:
    """Whether a process is a gunicorn of this project folder (Linux; elsewhere the file is believed)."""
    if not Path("/proc/self").exists():
        with contextlib.suppress(OSError):
            os.kill(pid, 0)
            return True
        return False
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        folder = os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return False
    return b"lintel.wsgi" in command and Path(folder) == ROOT


def running_server() -> int | None:
    """The process of this project's server, if one runs."""
    try:
        pid = int(_pid_file().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return pid if _is_ours(pid) else None


def stop_server() -> int | None:
    """Stop this project's server and what works beside it. Returns the server's process, or None when none ran."""
    stop_companions()
    pid = running_server()
    if pid is None:
        return None
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + 15
        while _is_ours(pid) and time.monotonic() < end:
            time.sleep(0.1)
        if _is_ours(pid):
            os.kill(pid, signal.SIGKILL)
    _pid_file().unlink(missing_ok=True)
    return pid


def start_server(port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start gunicorn on 127.0.0.1 at this port, wait until it answers, and start what works beside it.

    Raises SetupRefused, with the end of its log, when it ends or stays silent.
    """
    private_folder().mkdir(parents=True, exist_ok=True)
    with _log_file().open("ab") as log:
        begins = log.tell()
        server = subprocess.Popen(
            [
                python(), "-m", "gunicorn", "lintel.wsgi", "--bind", f"127.0.0.1:{port}", "--preload",
                "--workers", str(WORKERS), "--threads", str(THREADS), "--timeout", "60", "--no-control-socket",
            ],
            cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    _pid_file().write_text(str(server.pid), encoding="utf-8")
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        if answers(port):
            start_companions(environment)
            return server
        time.sleep(0.1)
    server.terminate()
    _pid_file().unlink(missing_ok=True)
    said = _log_file().read_bytes()[begins:].decode(errors="replace").strip().splitlines()[-12:]
    raise SetupRefused(f"The server does not answer. Its log is {_log_file()}; it ends:\n  " + "\n  ".join(said))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Follow nothing: being sent on to sign in is an answer."""


def answers(port: int) -> bool:
    """Whether `/` answers with a page or sends on to one."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    try:
        with opener.open(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        return error.code in (301, 302, 303)
    except OSError:
        return False


def stay_with(server: subprocess.Popen[bytes]) -> int:
    """Wait for the server; Ctrl-C or a polite signal ends it. Returns 0 when it was asked to end."""
    asked = []

    def end(number: int, _frame: object) -> None:
        asked.append(number)
        server.terminate()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    code = server.wait()
    stop_companions()
    _pid_file().unlink(missing_ok=True)
    if asked:
        say("stopped. The records are kept; `make run` goes on with them.")
        return 0
    return code
