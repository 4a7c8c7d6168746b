"""`make run`, `make stop`, `make fresh` and `make place`: the steps in their order. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from lintel.setup.assets import ensure_assets, find_npm
from lintel.setup.catalogues import compile_catalogues
from lintel.setup.cluster import stop_cluster
from lintel.setup.database import (
    Database,
    delete_private,
    drop_scratch,
    ensure_database,
    find_private_cluster,
    is_empty,
    scratch,
)
from lintel.setup.environment import NODE, RUN, ensure_environment, python
from lintel.setup.machine import ensure_pango
from lintel.setup.places import ROOT, private_folder, vocabulary_catalogues
from lintel.setup.ports import is_free, listener, read_port, why_taken
from lintel.setup.serve import running_server, start_server, stay_with, stop_server
from lintel.setup.vocabulary import make_vocabulary
from lintel.setup.words import SetupRefused, Stopwatch, say

FIRST_TABLE = "agencies_practitioner"
UNFINISHED = "demo-unfinished"


def manage(environment: dict[str, str], *words: str) -> None:
    """One of Django's commands, speaking for itself. Raises SetupRefused when it fails."""
    done = subprocess.run([python(), "manage.py", *words], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SetupRefused(f"`manage.py {' '.join(words)}` ended with code {done.returncode}.")


def has_command(name: str) -> bool:
    """Whether one of the apps has this command."""
    return any(ROOT.glob(f"*/management/commands/{name}.py")) or any(ROOT.glob(f"*/*/management/commands/{name}.py"))


def prepare_interface() -> None:
    """The interface packages, with Node from the wheel if the machine has none."""
    if find_npm() is None:
        ensure_environment(NODE)
    ensure_assets()
    compile_catalogues()
    try:
        make_vocabulary(os.environ.get("LINTEL_VOCABULARY", ""), vocabulary_catalogues())
    except ValueError as wrong:
        raise SetupRefused(str(wrong)) from wrong


def demo_place(database: Database, environment: dict[str, str]) -> None:
    """Build the demo place in an empty house; one that was left half made is made again from nothing."""
    if not has_command("demo"):
        return
    mark = private_folder() / UNFINISHED
    if mark.exists() and database.cluster:
        say("the demo place was left half made; starting it over")
        name = database.address.database
        drop_scratch(Database(database.cluster.address(), database.cluster, started=False), name)
        ensure_database()
        manage(environment, "migrate", "--verbosity", "0")
    elif not is_empty(database, FIRST_TABLE):
        return
    watch = Stopwatch()
    mark.write_text("", encoding="utf-8")
    manage(environment, "demo")
    mark.unlink(missing_ok=True)
    say(f"demo place built ({watch.seconds:.0f} s)")


def free_port(port: int) -> None:
    """Have the port free: a server that an earlier run left is stopped, anybody else's is named."""
    if is_free(port):
        return
    ours, held = running_server(), listener(port)
    if ours and (held is None or held[0] == ours or _child_of(held[0], ours)):
        stop_server()
        say(f"a server of an earlier run (process {ours}) was still there; stopped it")
    if not is_free(port):
        raise SetupRefused(why_taken(port))


def _child_of(pid: int, parent: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return False
    return int(words[1]) == parent


def run() -> int:
    """From whatever is there to a page that answers; then stay with the server until it is asked to end."""
    watch = Stopwatch()
    port = read_port(os.environ.get("PORT", ""))
    free_port(port)
    stop_server()
    ensure_environment(RUN)
    ensure_pango()
    database = ensure_database()
    prepare_interface()
    environment = {"LINTEL_FRAMEWORKS": str(ROOT / "lintel/demo/frameworks"), **database.environment}
    environment["LINTEL_PLAIN_HTTP"] = "1"
    step = Stopwatch()
    manage(environment, "migrate", "--verbosity", "0")
    if step.seconds > 3:
        say(f"tables made or changed ({step.seconds:.1f} s)")
    demo_place(database, environment)
    server = start_server(port, environment)
    say(f"http://127.0.0.1:{port}/ answered after {watch.seconds:.1f} s")
    if has_command("sign_ins"):
        manage(environment, "sign_ins")
    say(f"the server's log is {private_folder() / 'server.log'}; Ctrl-C ends the server and keeps the records")
    return stay_with(server)


def stop() -> int:
    """Stop the server and the private database; both keep what they hold."""
    server = stop_server()
    say(f"server stopped (process {server})" if server else "no server was running")
    if not os.environ.get("DATABASE_URL") and (private_folder() / "database.env").exists():
        stopped = stop_cluster(find_private_cluster())
        say("database stopped" if stopped else "no database was running")
    return 0


def fresh() -> int:
    """Stop, delete the private records and secrets; the environment and the interface packages stay."""
    if os.environ.get("DATABASE_URL"):
        raise SetupRefused(
            "DATABASE_URL names a database of your own, and `make fresh` deletes only the private one. "
            "Drop and create yours with its own tools, or unset DATABASE_URL."
        )
    stop_server()
    delete_private(private_folder())
    shutil.rmtree(private_folder(), ignore_errors=True)
    say("the private records are deleted; `make run` starts over")
    return 0


def place() -> int:
    """Take the place folder `PLACE` into a scratch database and write what the house made of it into `OUT`."""
    source, out = os.environ.get("PLACE", ""), os.environ.get("OUT", "")
    if not source or not out:
        raise SetupRefused("Say which place and where to: make place PLACE=folder-of-the-place OUT=folder-to-write")
    if not Path(source).is_dir():
        raise SetupRefused(f"{source} is not a folder, so there is no place in it.")
    watch = Stopwatch()
    ensure_environment(RUN)
    database = ensure_database()
    name = f"lintel_place_{os.getpid()}"
    try:
        address = scratch(database, name)
        environment = {**database.environment, "DATABASE_URL": address.url(), "LINTEL_PLAIN_HTTP": "1"}
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "make_place", str(Path(source).resolve()), str(Path(out).resolve()))
    finally:
        drop_scratch(database, name)
    say(f"place made in {watch.seconds:.1f} s; what the house made of it is in {out}")
    return 0
