"""The two roles of a database: the owner, who changes its shape, and the app's role, who works in it.

Run inside the environment (it needs psycopg): `python -m lintel.setup.roles`.
"""

from __future__ import annotations

import os
import sys

import psycopg
from psycopg import sql

from lintel.setup.address import Address, AddressRefused, read_address
from lintel.setup.places import DATABASE, ensure_secrets, read_private

JOURNAL_TABLE = "agencies_journalentry"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")


class RoleRefused(Exception):
    """The words say what is wrong with the app's role and what to do about it."""


def dba_statements(address: Address) -> str:
    """What a database administrator must run when the owner may not make roles."""
    return (
        f"CREATE ROLE \"{address.app_role}\" LOGIN PASSWORD '…' NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;\n"
        f'GRANT CONNECT ON DATABASE "{address.database}" TO "{address.app_role}";'
    )


def ensure_app_role(address: Address, password: str) -> bool:
    """Make the app's role if it is not there, and let it connect. Returns whether it was made.

    `address` opens the database as its owner. Raises RoleRefused, in words, when the owner may not make roles.
    """
    role = sql.Identifier(address.app_role)
    with psycopg.connect(address.conninfo(), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [address.app_role]).fetchone()
        if not found:
            statement = "CREATE ROLE {} LOGIN PASSWORD {} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
            try:
                connection.execute(sql.SQL(statement).format(role, sql.Literal(password)))
            except psycopg.errors.DuplicateObject:
                found = (1,)
            except psycopg.errors.InsufficientPrivilege as error:
                raise RoleRefused(
                    f"The role {address.user or 'in DATABASE_URL'} may not make roles. "
                    "Ask the database's administrator to run:\n\n"
                    f"{dba_statements(address)}\n\n"
                    "and put that password in the environment as LINTEL_APP_PASSWORD."
                ) from error
        database = sql.Identifier(address.database)
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role))
    return not found


def why_refused(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """What the connected role may do that the app's role must not: an empty list is as it should be."""
    row = connection.execute(
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    assert row is not None
    name, superuser, bypass = row
    owner = connection.execute(
        "SELECT pg_has_role(current_user, c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = to_regclass(%s)",
        [JOURNAL_TABLE],
    ).fetchone()
    reasons = []
    if superuser:
        reasons.append(f"the database role {name} is a superuser")
    if bypass:
        reasons.append(f"the database role {name} may bypass row-level security (BYPASSRLS)")
    if owner and owner[0]:
        reasons.append(f"the database role {name} owns the journal ({JOURNAL_TABLE}), so it could rewrite it")
    return reasons


def main() -> int:
    """Make the app's role in the database that `DATABASE_URL` names, and say so."""
    url = os.environ.get("DATABASE_URL") or read_private(DATABASE).get("DATABASE_URL", "")
    try:
        address = read_address(url)
        password = os.environ.get("LINTEL_APP_PASSWORD") or ensure_secrets()["LINTEL_APP_PASSWORD"]
        if ensure_app_role(address, password):
            print(f"database: made the role {address.app_role}")
    except (AddressRefused, RoleRefused) as refused:
        print(refused, file=sys.stderr)
        return 1
    except psycopg.OperationalError as error:
        print(f"The database does not answer: {str(error).strip()}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
