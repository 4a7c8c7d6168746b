"""`manage.py rotate_keys`: wrap every data key under the newest version in LINTEL_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from datasharing.operations.rotate_keys import rotate_keys


class Command(BaseCommand):
    """Without downtime; stopped half-way, it goes on from there when it is run again."""

    help = "Wrap every data key under the newest version in LINTEL_KEYS. Nothing that is sealed is touched."

    def handle(self, *args: Any, **given: Any) -> None:
        """Wrap batch by batch, and say how many."""
        wrapped = 0
        for done in rotate_keys():
            wrapped += done
            self.stdout.write(f"{wrapped:,} wrapped")
        self.stdout.write(f"All data keys are under the newest version; {wrapped:,} were wrapped anew.")
