"""`migrate`, after giving the database its extensions and the app's role its default rights.

Every table made from now on then has them. A migration that makes a table with fewer rights (the journal: insert
and read) takes them back itself.
"""

from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import ProgrammingError, connections

from lintel.setup.roles import EXTENSIONS

DEFAULTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
)


class Command(Migrate):
    """Django's `migrate`, as the owner of the database."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, migrate, and make the table that the cache lives in."""
        connection = connections[options["database"]]
        role = connection.ops.quote_name(settings.DATABASE_APP_ROLE)
        try:
            with connection.cursor() as cursor:
                for name in EXTENSIONS:
                    cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
                for statement in DEFAULTS:
                    cursor.execute(statement.format(role=role))
        except ProgrammingError as error:
            raise CommandError(
                f"The database could not be prepared: {error}Its owner needs the extensions {', '.join(EXTENSIONS)} "
                f"and the role {settings.DATABASE_APP_ROLE}; `make run` makes what it may."
            ) from error
        super().handle(*args, **options)
        call_command("createcachetable", database=options["database"], verbosity=0)
