"""A database to work in: the one that `DATABASE_URL` names, else one on the private cluster. Standard library only."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from lintel.setup import cluster as private
from lintel.setup.address import Address, AddressRefused, read_address
from lintel.setup.environment import POSTGRES, ensure_environment, python
from lintel.setup.places import DATABASE, ROOT, ensure_secrets, private_folder, read_private, write_private
from lintel.setup.server import installed_server, wheel_server
from lintel.setup.words import SetupRefused, Stopwatch, say


class Database:
    """The address of the owner, and the private cluster behind it if there is one."""

    def __init__(self, address: Address, cluster: private.Cluster | None, started: bool) -> None:
        self.address = address
        self.cluster = cluster
        self.started = started

    @property
    def environment(self) -> dict[str, str]:
        """What Django's commands must find in their environment."""
        return {**os.environ, "DATABASE_URL": self.address.url()}

    def stop_if_started(self) -> None:
        """Stop the private cluster if it was this run that started it."""
        if self.cluster and self.started:
            private.stop_cluster(self.cluster)


def find_private_cluster() -> private.Cluster:
    """The private cluster of this project, made or not; brings the wheel into the environment if need be."""
    if installed_server() is None and wheel_server() is None:
        ensure_environment(POSTGRES)
    return private.find_cluster(private_folder())


def ensure_database() -> Database:
    """Have a running database with its owner and its app's role, both ready for `migrate`.

    Raises SetupRefused, in words, when the server does not answer, cannot start or may not make the role.
    """
    ensure_secrets()
    url = os.environ.get("DATABASE_URL", "").strip()
    watch = Stopwatch()
    if url:
        try:
            database = Database(read_address(url), None, started=False)
        except AddressRefused as refused:
            raise SetupRefused(str(refused)) from refused
    else:
        cluster = find_private_cluster()
        made = private.make_cluster(cluster)
        started = private.start_cluster(cluster)
        database = Database(private.ensure_database(cluster), cluster, started)
        kept = {"DATABASE_URL": database.address.url()}
        if read_private(DATABASE) != kept:
            write_private(DATABASE, kept)
        if made or started:
            say(f"database {'made and started' if made else 'started'} ({watch.seconds:.1f} s)")
    ensure_role(database)
    return database


def ensure_role(database: Database) -> None:
    """Make the app's role by the environment's python, which can speak to any server."""
    done = subprocess.run(
        [python(), "-m", "lintel.setup.roles"], cwd=ROOT, env=database.environment, capture_output=True, text=True
    )
    if done.returncode:
        raise SetupRefused(done.stderr.strip())


def scratch(database: Database, name: str) -> Address:
    """A new, empty database beside the house's own, for one run. Raises SetupRefused when it cannot be made."""
    drop_scratch(database, name)
    _speak(database, f'CREATE DATABASE "{name}"')
    address = database.address.for_database(name)
    ensure_role(Database(address, database.cluster, started=False))
    return address


def copy_database(database: Database, name: str, copy: str) -> None:
    """A database with everything that another holds, to which nobody may be connected; one of that name is replaced."""
    drop_database(database, copy)
    _speak(database, f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')


def alter_database(database: Database, name: str, setting: str, value: str) -> None:
    """What a setting is for every session of a database beside the house's own."""
    _speak(database, f'ALTER DATABASE "{name}" SET {setting} = {value}')


def drop_database(database: Database, name: str) -> None:
    """Remove a database beside the house's own, if it is there."""
    _speak(database, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def drop_scratch(database: Database, name: str) -> None:
    """Remove a scratch database and its app's role."""
    drop_database(database, name)
    _speak(database, f'DROP ROLE IF EXISTS "{name}_app"')


def is_empty(database: Database, table: str) -> bool:
    """Whether a table has no row."""
    return _speak(database, f"SELECT NOT EXISTS (SELECT FROM {table})") == "True"  # noqa: S608 - our own constant


def _speak(database: Database, statement: str) -> str:
    """Run one statement as the owner; its single answer as text."""
    program = (
        "import os, sys, psycopg; from lintel.setup.address import read_address\n"
        "with psycopg.connect(read_address(os.environ['DATABASE_URL']).conninfo(), autocommit=True) as session:\n"
        "    answer = session.execute(sys.argv[1])\n"
        "    print(answer.fetchone()[0] if answer.description else '')\n"
    )
    done = subprocess.run(
        [python(), "-c", program, statement], cwd=ROOT, env=database.environment, capture_output=True, text=True
    )
    if done.returncode:
        raise SetupRefused(f"The database refused: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout.strip()


def delete_private(folder: Path) -> None:
    """Delete the private cluster under `folder` and everything recorded in it."""
    if installed_server() or wheel_server():
        private.delete_cluster(private.find_cluster(folder))
