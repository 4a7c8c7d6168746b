"""`manage.py verify_journal [--restored]`: check the whole journal; exits with 1 and names the first wrong row."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from agencies.operations.check_journal import check_journal


class Command(BaseCommand):
    """The check is kept, for the information governance lead to see."""

    help = "Check every entry and seal of the journal against what was signed, and against the roots kept outside."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether the database is a restored backup."""
        parser.add_argument(
            "--restored", action="store_true", help="the database is a restored backup: say how many seals it lacks"
        )

    def handle(self, *args: Any, restored: bool = False, **given: Any) -> None:
        """Say what was found."""
        checked = check_journal(restored=restored)
        if not checked.is_whole:
            self.stderr.write(f"The journal is not as it was sealed: {checked.fault}.")
            sys.exit(1)
        self.stdout.write(
            f"The journal is whole: {checked.entries:,} entries under {checked.seals:,} seals; "
            f"{checked.waiting:,} not sealed yet."
        )
        if restored:
            self.stdout.write(f"This backup lacks {checked.lacking:,} of the seals kept outside.")
