"""Where the database is, and as whom: reading and writing `DATABASE_URL`.

Standard library only: the settings and the set-up steps share it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

SCHEMES = ("postgres", "postgresql", "psql")
APP_SUFFIX = "_app"


class AddressRefused(ValueError):
    """The words say what is wrong with the address; they never repeat its password."""


@dataclass(frozen=True)
class Address:
    """One PostgreSQL database and the role that opens it. `host` may be a folder holding a Unix socket."""

    database: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @property
    def app_role(self) -> str:
        """The role that the server and the jobs run as: `<database>_app`."""
        return self.database + APP_SUFFIX

    @property
    def is_socket(self) -> bool:
        """Whether the database is reached through a Unix socket and not over the network."""
        return self.host.startswith("/")

    def as_role(self, user: str, password: str = "") -> Address:
        """The same database, opened by another role."""
        return replace(self, user=user, password=password)

    def for_database(self, database: str) -> Address:
        """Another database of the same server, opened by the same role."""
        return replace(self, database=database)

    def url(self) -> str:
        """The address as `read_address` reads it."""
        who = quote(self.user, safe="")
        if self.password:
            who += ":" + quote(self.password, safe="")
        query = list(self.options)
        place = ""
        if self.is_socket:
            query = [("host", self.host), *([("port", self.port)] if self.port else []), *query]
        else:
            place = f"[{self.host}]" if ":" in self.host else self.host
            place += f":{self.port}" if self.port else ""
        tail = "?" + urlencode(query, safe="/") if query else ""
        return f"postgres://{who}{'@' if who or place else ''}{place}/{quote(self.database, safe='')}{tail}"

    def django(self) -> dict[str, object]:
        """The address in the words of Django's `DATABASES`."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": dict(self.options),
        }

    def conninfo(self) -> str:
        """The address in the words of `psycopg.connect`; what is unset is left to the library."""
        words = {
            "dbname": self.database,
            "user": self.user,
            "password": self.password,
            "host": self.host,
            "port": self.port,
            **dict(self.options),
        }
        quoted = {name: value.replace("\\", "\\\\").replace("'", "\\'") for name, value in words.items() if value}
        return " ".join(f"{name}='{value}'" for name, value in quoted.items())


def read_address(url: str) -> Address:
    """Read `postgres://user:password@host:port/database?host=/socket/folder&sslmode=require`.

    Raises AddressRefused when the scheme is not PostgreSQL's or no database is named.
    """
    try:
        parts = urlsplit(url.strip())
        port = str(parts.port or "")
    except ValueError as error:
        raise AddressRefused("DATABASE_URL cannot be read: its host or port is not well formed.") from error
    if parts.scheme not in SCHEMES:
        raise AddressRefused(
            f"DATABASE_URL must begin with postgres:// (it begins with {parts.scheme or 'nothing'}://): "
            "Lintel keeps its records in PostgreSQL and in nothing else."
        )
    database = unquote(parts.path.lstrip("/"))
    if not database:
        raise AddressRefused("DATABASE_URL names no database: it must end in /NAME.")
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", unquote(parts.hostname or ""))
    port = query.pop("port", port)
    return Address(
        database=database,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=host,
        port=port,
        options=tuple(sorted(query.items())),
    )
