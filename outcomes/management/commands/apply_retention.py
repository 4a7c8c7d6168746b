"""`manage.py apply_retention`: what is due, and, of what two people approved, what is carried out."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from datasharing.selectors.retention import due_everywhere
from outcomes.operations.apply_retention import apply_retention


class Command(BaseCommand):
    """Deletes nothing that was not listed by one person and approved by another. Stop it, and run it again."""

    help = "Carry out approved retention lists. --list only says what is due, place by place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--list`."""
        parser.add_argument("--list", action="store_true", help="only say what is due and what waits")

    def handle(self, *args: Any, **given: Any) -> None:
        """List, or carry out; and say how many."""
        if given["list"]:
            for row in due_everywhere():
                more = " or more" if row.is_cut else ""
                self.stdout.write(f"{row.place}: {row.due:,}{more} due, {row.waiting:,} approved and not carried out.")
            return
        done = apply_retention()
        self.stdout.write(
            f"{done.people:,} people's records are unreadable, and {done.files:,} families'; {done.left:,} were left."
        )
