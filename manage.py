#!/usr/bin/env python
"""Django's commands. Those that change the shape of the database run as its owner, all others as the app's role."""

import os
import sys

import django
from django.core.management import execute_from_command_line

from lintel.database import refuse_a_powerful_role

OWNERS = {"migrate", "makemigrations", "sqlmigrate", "showmigrations", "sqlflush", "dbshell", "optimizemigration"}
NO_DATABASE = {
    "check",
    "help",
    "makemessages",
    "compilemessages",
    "findstatic",
    "spectacular",
    "diffsettings",
    "version",
    "appraise",
}


def main() -> None:
    """Choose the role by the command, refuse one that is too powerful, and run the command."""
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.settings")
    os.environ.setdefault("LINTEL_DATABASE_ROLE", "owner" if command in OWNERS else "app")
    if os.environ["LINTEL_DATABASE_ROLE"] == "app" and command not in NO_DATABASE and not command.startswith("-"):
        django.setup()
        refuse_a_powerful_role()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
