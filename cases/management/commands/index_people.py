"""`manage.py index_people`: write anew the keyed hashes by which people are found at the front door."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.intake.operations.keep_finding_keys import keep_all_finding_keys


class Command(BaseCommand):
    """Needed once after an upgrade from before there were such hashes, and after another LINTEL_BLINDING."""

    help = "Write anew the keyed hashes by which people are found at the front door."

    def handle(self, *args: Any, **given: Any) -> None:
        """Index everybody, and say how many can be found."""
        self.stdout.write(f"{keep_all_finding_keys():,} people can be found.")
