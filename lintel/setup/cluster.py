"""The private PostgreSQL cluster: made once, started when wanted, mended when it died. Standard library only.

It listens on a Unix socket in a folder that only its own user may enter, and on no network address. Its
superuser `postgres` makes roles and databases; the owner `lintel` has neither superuser rights nor BYPASSRLS.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from lintel.setup.address import Address
from lintel.setup.server import copied_server, installed_server, open_to_others, wheel_server
from lintel.setup.words import SetupRefused, say

OWNER = "lintel"
COPIED_SERVER = "postgres"
LONGEST_SOCKET_FOLDER = 80
MAX_CONNECTIONS = 300
WAIT_SECONDS = 30
LINGERING = ("postmaster.pid", "shared memory block", "already running", "already exists", "in use")
SETTINGS = f"""
# Lintel's private cluster: nobody from outside.
listen_addresses = ''
max_connections = {MAX_CONNECTIONS}
unix_socket_permissions = 0700
shared_buffers = 256MB
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
"""


@dataclass(frozen=True)
class Cluster:
    """One private cluster: where its records, its socket and the server's programs are."""

    data: Path
    socket: Path
    programs: Path
    user: str | None

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.data.parent / f"{self.data.name}.log"

    def address(self, database: str = "postgres", user: str = "postgres") -> Address:
        """One database of the cluster, opened by one role."""
        return Address(database=database, user=user, host=str(self.socket))


def server_user() -> str | None:
    """The server refuses to run as root: then it runs as `nobody`. None: as whoever we are."""
    return "nobody" if os.geteuid() == 0 else None


def _readable_home(home: Path, user: str | None) -> Path:
    """Where the cluster lies: under `home`, unless its user cannot reach that."""
    home.mkdir(parents=True, exist_ok=True)
    if user is None:
        return home
    nearest = home.resolve()
    if all(parent.stat().st_mode & 0o001 for parent in (nearest, *nearest.parents)):
        return home
    mark = hashlib.sha256(str(nearest).encode()).hexdigest()[:12]
    away = Path("/var/lib/lintel") / mark
    away.mkdir(parents=True, exist_ok=True)
    return away


def _socket_folder(data: Path) -> Path:
    """A folder short enough for a socket's path: beside the records, else under the temporary folder."""
    beside = data.parent / "socket"
    if len(str(beside.resolve())) <= LONGEST_SOCKET_FOLDER:
        return beside.resolve()
    mark = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
    short = Path(tempfile.gettempdir()) / f"lintel-{mark}"
    return short if len(str(short)) <= LONGEST_SOCKET_FOLDER else Path("/tmp") / f"lintel-{mark}"  # noqa: S108


def find_cluster(home: Path, programs: Path | None = None) -> Cluster:
    """The private cluster that belongs to `home`, made or not.

    Raises SetupRefused when the machine has no PostgreSQL and the wheel is not installed either.
    """
    user = server_user()
    programs = programs or installed_server() or wheel_server()
    if programs is None:
        raise SetupRefused(
            "There is no PostgreSQL on this machine, and its wheel is not installed in .venv. "
            "Install PostgreSQL 14 or newer, or set DATABASE_URL to a database that you have."
        )
    home = _readable_home(home, user)
    if user and not open_to_others(programs):
        programs = copied_server(programs, home / COPIED_SERVER)
    data = home / "pg"
    return Cluster(data=data, socket=_socket_folder(data), programs=programs, user=user)


def _private(folder: Path, user: str | None) -> None:
    """Make `folder` the server user's own, closed to everybody else."""
    if folder.is_symlink():
        raise SetupRefused(f"{folder} is a link, not a folder: somebody else may have put it there. Remove it.")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pwd.getpwnam(user).pw_uid if user else os.geteuid()
    held = folder.stat().st_uid
    if held not in (wanted, os.geteuid()):
        raise SetupRefused(f"{folder} belongs to another user. Remove it, or set LINTEL_HOME to another folder.")
    if user and held != wanted:
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    folder.chmod(0o700)


def _run(cluster: Cluster, program: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one of the server's programs as the server's user, its answer in a file (a server keeps a pipe open)."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment |= {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
    account: dict[str, object] = {}
    if cluster.user:
        entry = pwd.getpwnam(cluster.user)
        account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        environment |= {"HOME": "/", "USER": cluster.user}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as answer:
        done = subprocess.run(
            [str(cluster.programs / program), *words],
            stdout=answer,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd="/",
            env=environment,
            start_new_session=True,
            **account,  # type: ignore[call-overload]
        )
        answer.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, answer.read(), "")


def make_cluster(cluster: Cluster) -> bool:
    """Make the cluster if it is not there. Returns whether it was made."""
    if (cluster.data / "PG_VERSION").exists():
        return False
    if cluster.data.exists() and any(cluster.data.iterdir()):
        shutil.rmtree(cluster.data)  # an initdb that was stopped half way: it holds nobody's records
    _private(cluster.data, cluster.user)
    answer = _run(
        cluster, "initdb", "-D", str(cluster.data), "-U", "postgres", "--auth-local=trust", "--auth-host=reject",
        "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
    )  # fmt: skip
    if answer.returncode:
        shutil.rmtree(cluster.data, ignore_errors=True)
        raise SetupRefused(f"PostgreSQL could not make its folder {cluster.data}:\n{answer.stdout.strip()}")
    with (cluster.data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    return True


def is_running(cluster: Cluster) -> bool:
    """Whether the server of this cluster answers, and is still alive after it answered."""
    if server_pid(cluster) is None:
        return False
    answered = _run(cluster, "pg_isready", "-q", "-h", str(cluster.socket), "-d", "postgres").returncode == 0
    return answered and server_pid(cluster) is not None


def server_pid(cluster: Cluster) -> int | None:
    """The process that `postmaster.pid` names, if it is alive and a PostgreSQL; else None."""
    return _named_server(cluster.data / "postmaster.pid")


def _named_server(file: Path) -> int | None:
    try:
        pid = int(file.read_text(encoding="utf-8").split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    return pid if _is_postgres(pid) else None


def _is_postgres(pid: int) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
        answer = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True)
        return "postgres" in answer.stdout
    return b"postgres" in command


def _clear_stale_locks(cluster: Cluster) -> None:
    """Remove the locks that name no living PostgreSQL (the machine went down, or the server was killed)."""
    locks = [cluster.data / "postmaster.pid", *cluster.socket.glob(".s.PGSQL.*.lock")]
    stale = [lock for lock in locks if lock.exists() and _named_server(lock) is None]
    if stale:
        say("the database server had died without tidying up; starting it again")
    for lock in stale:
        lock.unlink(missing_ok=True)


def _check_version(cluster: Cluster) -> None:
    made_by = (cluster.data / "PG_VERSION").read_text(encoding="utf-8").strip()
    answer = _run(cluster, "postgres", "--version").stdout
    if f" {made_by}." not in answer and f" {made_by}" not in answer.split("(")[0]:
        raise SetupRefused(
            f"The records in {cluster.data} were made by PostgreSQL {made_by}, but this machine has "
            f"{answer.strip() or 'another one'}. Install PostgreSQL {made_by}, or start over with `make fresh` "
            "(which deletes the records)."
        )


def start_cluster(cluster: Cluster) -> bool:
    """Start the server if it is not running, and mend what a killed one left. Returns whether it was started.

    Raises SetupRefused, with the end of the server's own log, when it does not come up.
    """
    _private(cluster.socket, cluster.user)
    if is_running(cluster):
        return False
    _check_version(cluster)
    cluster.log.touch()
    if cluster.user:
        shutil.chown(cluster.log, cluster.user)
    end = time.monotonic() + WAIT_SECONDS
    while True:
        _clear_stale_locks(cluster)
        answer = _run(
            cluster, "pg_ctl", "start", "-w", "-t", str(WAIT_SECONDS), "-D", str(cluster.data),
            "-l", str(cluster.log), "-o", f"-k '{cluster.socket}'",
        )  # fmt: skip
        if answer.returncode == 0 or is_running(cluster):
            return True
        if time.monotonic() > end or not _worth_another_try(cluster):
            said = cluster.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-8:]
            raise SetupRefused(
                f"The database server does not start. Its records are in {cluster.data}, its log in {cluster.log}; "
                "the log ends:\n  " + "\n  ".join(said)
            )
        time.sleep(0.5)


def _worth_another_try(cluster: Cluster) -> bool:
    """A killed server can hold its lock, its shared memory or its socket for a moment longer."""
    said = cluster.log.read_text(encoding="utf-8", errors="replace")[-2000:]
    return any(words in said for words in LINGERING)


def stop_cluster(cluster: Cluster) -> bool:
    """Stop the server, kindly and then firmly. Returns whether one was running."""
    if not (cluster.data / "PG_VERSION").exists() or server_pid(cluster) is None:
        return False
    answer = _run(cluster, "pg_ctl", "stop", "-w", "-m", "fast", "-t", str(WAIT_SECONDS), "-D", str(cluster.data))
    pid = server_pid(cluster)
    if answer.returncode and pid:
        os.kill(pid, signal.SIGQUIT)
    return True


def delete_cluster(cluster: Cluster) -> None:
    """Stop the server and delete its records."""
    stop_cluster(cluster)
    shutil.rmtree(cluster.data, ignore_errors=True)
    shutil.rmtree(cluster.socket, ignore_errors=True)
    shutil.rmtree(cluster.data.parent / COPIED_SERVER, ignore_errors=True)
    cluster.log.unlink(missing_ok=True)


def sql(cluster: Cluster, statement: str, database: str = "postgres") -> str:
    """Run one statement as the cluster's superuser, by the server's own `psql`; the rows as plain text."""
    answer = _run(
        cluster, "psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(cluster.socket),
        "-U", "postgres", "-d", database, "-c", statement,
    )  # fmt: skip
    if answer.returncode:
        raise SetupRefused(f"The database refused:\n{answer.stdout.strip()}")
    return answer.stdout.strip()


def ensure_database(cluster: Cluster, name: str = OWNER) -> Address:
    """Make the owner and one database of its own in a running cluster; return the owner's address."""
    if not sql(cluster, f"SELECT 1 FROM pg_roles WHERE rolname = '{OWNER}'"):  # noqa: S608 - our own name
        sql(cluster, f'CREATE ROLE "{OWNER}" LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB CREATEROLE')
    if not sql(cluster, f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):  # noqa: S608 - our own name
        sql(cluster, f'CREATE DATABASE "{name}" OWNER "{OWNER}"')
    return cluster.address(name, OWNER)
