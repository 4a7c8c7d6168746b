"""The second belt: a query that forgets the door returns nothing, by PostgreSQL's row-level security.

A belted row is there for the app's role where the door has opened its family in this transaction (`lintel.opened`), or
where one of the few works of the house that rightly read beyond opened families has said that it is going on
(`lintel.work`) and the table's policy lists it. Neither outlives its transaction; where nothing was said the table is
empty. The database's owner, who changes its shape, is not bound.

The belt is against forgetting. It does not bind code that means to say what it may not: that is what reading code is
for, and why a work is begun in few places.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import connection, migrations, transaction
from psycopg.pq import TransactionStatus


class Work(StrEnum):
    """Works of the house that read beyond opened families, each with why."""

    SUBJECT_ACCESS = "subject_access"
    """Somebody asked for all that is held about them: the reader is that person, whom no door opens anything to."""
    STATISTICS = "statistics"
    """Numbers of a whole place, of which nothing leaves but rounded and withheld counts."""
    REMINDERS = "reminders"
    """Each night's look for what is due, told to nobody but whoever has it to do."""
    OWN_LINK = "own_link"
    """A family's private link is looked up by its secret, before it is known whose it is."""


ADD = """set_config('lintel.opened', COALESCE((
    SELECT string_agg(id, ',') FROM (
        SELECT unnest(string_to_array(current_setting('lintel.opened', true), ',')) AS id
        UNION
        {families}
    ) AS every
), ''), true)"""
"""Says to the transaction which families are open beside those that are: `families` is a query of their ids as text."""


def open_also(files: Collection[UUID]) -> None:
    """These families too are open until the transaction ends: for a step that makes or restores a file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ADD.format(families="SELECT unnest(%s::text[])"), [[str(one) for one in files]])


@contextmanager
def working(work: Work) -> Iterator[None]:
    """Tables whose policies list this work are readable within the block."""
    with in_transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lintel.work', true)")
        (before,) = cursor.fetchone()
        _say(str(work))
        try:
            yield
        finally:
            # After an error of the database's the setting goes with the transaction, or with its savepoint.
            if connection.connection.info.transaction_status != TransactionStatus.INERROR:
                _say(before or "")


def _say(work: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lintel.work', %s, true)", [work])


@contextmanager
def in_transaction() -> Iterator[None]:
    """The request's own transaction where there is one, else one for this block."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        yield


@dataclass(frozen=True, slots=True)
class Belted:
    """By which column a table hangs on what, and which works read it. `of` is a name in `OPENED`."""

    column: str
    of: str
    works: frozenset[Work] = frozenset()


OPENED = """
CREATE FUNCTION lintel_opened_{name}() RETURNS SETOF {type} LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$ BEGIN RETURN QUERY {query}; END $$;
"""
FILES = "SELECT unnest(string_to_array(current_setting('lintel.opened', true), ','))::uuid"
ROWS = "SELECT held.id FROM {table} held WHERE held.{column} = ANY(ARRAY(SELECT lintel_opened_{of}()))"


def opened_files() -> migrations.RunSQL:
    """For a migration: the function that tells which families are open."""
    return _function("files", "uuid", FILES)


def opened_rows(name: str, table: str, column: str, of: str) -> migrations.RunSQL:
    """For a migration: the function that tells which rows of a table hang on what is open.

    It runs as the owner and is asked once for a statement, so that policies on policies cost nothing.
    """
    return _function(name, "bigint", ROWS.format(table=table, column=column, of=of))


def _function(name: str, kind: str, query: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        OPENED.format(name=name, type=kind, query=query), f"DROP FUNCTION IF EXISTS lintel_opened_{name}()"
    )


def belt(table: str, held: Belted) -> migrations.RunSQL:
    """For a migration: the policy of one table, which binds everybody but the owner."""
    works = ", ".join(f"'{one}'" for one in sorted(held.works))
    work = f"(SELECT current_setting('lintel.work', true) IN ({works})) OR " if works else ""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; "
        f"CREATE POLICY belt ON {table} USING ({work}{held.column} IN (SELECT lintel_opened_{held.of}()));",
        f"DROP POLICY IF EXISTS belt ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )
