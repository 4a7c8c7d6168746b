"""`manage.py forget_unlinked`: names, numbers and addresses of people nobody referred go after 90 days."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases.intake.operations.forget_unlinked import due_to_be_forgotten, forget_unlinked


class Command(BaseCommand):
    """Runs by itself each night; by hand it says what it did. `--list` only counts what is due."""

    help = "Forget whom rows of extracts are about, 90 days after they were last supplied, unless they are linked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--list`."""
        parser.add_argument("--list", action="store_true", help="only count what is due")

    def handle(self, *args: Any, **given: Any) -> None:
        """Count, or forget; and say how many."""
        found = due_to_be_forgotten() if given["list"] else forget_unlinked()
        words = "are due to be forgotten" if given["list"] else "were forgotten"
        self.stdout.write(
            f"{found.rows:,} rows about {found.people:,} people, and {found.set_aside:,} rows set aside, {words}."
        )
