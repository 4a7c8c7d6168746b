"""What every test may lean on: a database made as in set-up, and a browser where the machine has one."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation

from lintel.setup.address import Address
from lintel.setup.catalogues import compile_catalogues
from lintel.setup.machine import installed_browser
from tests.cast import cast

__all__ = ["cast"]

# Catalogues as set-up compiles them: nothing where they are newer already.
compile_catalogues()

# Playwright's own loop makes Django believe that every query is made from asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Before the test database is made: the app's role must exist, since migrations grant to it."""
    held = settings.DATABASES["default"]
    owner = Address(held["NAME"], held["USER"], held["PASSWORD"], held["HOST"], str(held["PORT"]))
    with psycopg.connect(owner.conninfo(), autocommit=True) as session:
        role = settings.DATABASE_APP_ROLE
        # Several workers begin at once, and roles belong to the whole cluster: one at a time, until the session ends.
        session.execute("SELECT pg_advisory_lock(hashtext('lintel tests: the role of the app'))")
        if not session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            session.execute(f'CREATE ROLE "{role}" LOGIN NOSUPERUSER NOBYPASSRLS')
        session.execute(f'GRANT "{role}" TO CURRENT_USER')


@pytest.fixture(autouse=True, scope="session")
def nothing_outside_is_called() -> Iterator[None]:
    """Sockets are closed but for this machine's own: the database and the test server."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "localhost", "::1"):
            raise RuntimeError(f"A test tried to reach {address[0]}, which is not on this machine")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(autouse=True)
def each_test_begins_in_english() -> Iterator[None]:
    """What a request or a test spoke last does not stay with the next."""
    translation.deactivate()
    yield


JOURNAL = ("agencies_journalentry", "agencies_journalseal", "agencies_sealedentry", "agencies_journalcheck")


@pytest.fixture(autouse=True, scope="session")
def the_journal_is_emptied_between_tests() -> Iterator[None]:
    """Tests of several transactions empty every table in the end. Only then may the journal's triggers stand aside."""
    empty = DatabaseOperations.execute_sql_flush

    def empty_with_the_journal(self: DatabaseOperations, statements: list[str]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in JOURNAL:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            empty(self, statements)
            for table in JOURNAL:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", empty_with_the_journal)
        yield


@pytest.fixture
def as_the_app(db: None) -> Iterator[None]:
    """The rest of the test works in the database as the app's role does: no ownership, the journal append-only."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.DATABASE_APP_ROLE}"')
        yield
        if not connection.needs_rollback:
            cursor.execute("RESET ROLE")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's own Chromium; as root it cannot have a sandbox."""
    path = installed_browser()
    words = {"executable_path": path} if path else {}
    without_sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, **words, "args": [*without_sandbox, "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Pages as a practitioner in England sees them."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}
