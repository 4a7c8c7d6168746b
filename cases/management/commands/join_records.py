"""`manage.py join_records`: settle who is who among all records taken in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import Refused
from agencies.selectors.actor import acting_by_email
from cases.intake.operations.join_records import join_records


class Command(BaseCommand):
    """Joins records into people and people into homes. Running it again changes nothing."""

    help = "Join the records of all extracts into people, and people into homes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who does it."""
        parser.add_argument("--by", help="the e-mail address of the practitioner who does this")

    def handle(self, *args: Any, **given: Any) -> None:
        """Join, and say how many there are."""
        try:
            actor = acting_by_email(given["by"]) if given["by"] else None
        except Refused as refused:
            raise CommandError(refused.words) from refused
        joined = join_records(actor)
        self.stdout.write(
            f"{joined.records:,} records are {joined.people:,} people in {joined.households:,} homes; "
            f"{joined.moved:,} records changed person."
        )
