"""A house apart: a database cluster, a server and a sealer of its own, to be killed and put back as a proof likes."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from lintel.setup import cluster as private
from lintel.setup.places import ROOT
from lintel.setup.ports import is_free
from lintel.setup.roles import ensure_app_role
from lintel.setup.serve import answers

SECRETS = {
    "SECRET_KEY": "only-for-tests-" + "0123456789" * 5,
    "LINTEL_APP_PASSWORD": "a password",
    "LINTEL_KEYS": "1:" + "a" * 43,
    "LINTEL_BLINDING": "c" * 43,
    "LINTEL_JOURNAL_KEY": "e" * 43,
    "LINTEL_PLAIN_HTTP": "1",
    "DJANGO_SETTINGS_MODULE": "lintel.settings",
}
WAIT_SECONDS = 60


class House:
    """Made with its tables; `close` ends what runs and leaves nothing behind."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="lintel-apart-"))
        self.home.chmod(0o755)
        self.cluster = private.find_cluster(self.home)
        private.make_cluster(self.cluster)
        private.start_cluster(self.cluster)
        self.address = private.ensure_database(self.cluster)
        ensure_app_role(self.address, SECRETS["LINTEL_APP_PASSWORD"])
        self.port = next(port for port in range(8700, 8800) if is_free(port))
        self.server: subprocess.Popen[bytes] | None = None
        self.sealer: subprocess.Popen[bytes] | None = None
        self.log = (self.home / "house.log").open("ab")
        self.manage("migrate", "--verbosity", "0", role="owner")

    def close(self) -> None:
        """End everything, and remove it."""
        self.kill_server()
        private.delete_cluster(self.cluster)
        self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def environment(self, role: str) -> dict[str, str]:
        """What a process of this house finds in its environment; nothing of any other house."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LINTEL_", "PG"))}
        mine = {"DATABASE_URL": self.address.url(), "LINTEL_HOME": str(self.home), "LINTEL_DATABASE_ROLE": role}
        return kept | SECRETS | mine

    def manage(self, *words: str, role: str = "app", fails: bool = False) -> str:
        """One of Django's commands: what it said. It must end well, or, with `fails`, not."""
        return self._run([sys.executable, "manage.py", *words], role, fails)

    def python(self, program: str) -> Any:
        """A program that sets Django up and prints one line of JSON; what it printed."""
        begin = "import json\nimport django\ndjango.setup()\n"
        return json.loads(self._run([sys.executable, "-c", begin + program], "owner", False).splitlines()[-1])

    def _run(self, words: list[str], role: str, fails: bool) -> str:
        done = subprocess.run(words, cwd=ROOT, env=self.environment(role), capture_output=True, text=True)
        assert bool(done.returncode) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def program(self, name: str, *words: str) -> None:
        """One of the database's own programs, as the owner."""
        place = ["-h", str(self.cluster.socket), "-U", self.address.user]
        done = subprocess.run([str(self.cluster.programs / name), *place, *words], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of one statement, as the owner."""
        with psycopg.connect(self.address.conninfo()) as session:
            return session.execute(statement).fetchall()

    def start_server(self) -> None:
        """The server as `make run` starts it, and the sealer beside it."""
        words = ["-m", "gunicorn", "lintel.wsgi", "--bind", f"127.0.0.1:{self.port}", "--preload", "--workers", "2"]
        self.server = self.beside([*words, "--threads", "4", "--no-control-socket"])
        self.sealer = self.beside(["manage.py", "seal_journal", "--every", "1"])
        end = time.monotonic() + WAIT_SECONDS
        while not answers(self.port):
            assert self.server.poll() is None and time.monotonic() < end, (self.home / "house.log").read_text("utf-8")
            time.sleep(0.1)

    def beside(self, words: list[str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT, env=self.environment("app"), stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
            start_new_session=True,
        )  # fmt: skip

    def kill_server(self) -> None:
        """`kill -9`, the server with its workers and the sealer, at whatever they are doing."""
        for process in (self.server, self.sealer):
            if process is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.server = self.sealer = None

    def kill_workers(self) -> None:
        """`kill -9`, the processes that answer, at whatever they do; the first process of the server starts others."""
        assert self.server is not None
        for pid in _children(self.server.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill_database(self) -> None:
        """`kill -9`, the database's first process and each that it started."""
        first = private.server_pid(self.cluster)
        assert first is not None
        for pid in (first, *_children(first)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def start_database(self) -> None:
        """Start it again; it mends itself."""
        assert private.start_cluster(self.cluster)


def _children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int((folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1]) == parent:
                found.append(int(folder.name))
    return found
