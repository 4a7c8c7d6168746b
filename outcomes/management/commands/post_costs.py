"""`manage.py post_costs [--as EMAIL] [--catalogue VERSION]`: take up what partners told us into the ledger.

In steps, each a transaction with its own journal entry: it may be stopped and run again. Then the support that has no
cost yet. Exit code 1, in words, when refused.
"""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import Refused
from agencies.selectors.actor import acting_by_email
from outcomes.costing.money import pounds
from outcomes.operations.post_costs import post_costs
from outcomes.operations.post_support_costs import post_support_costs

STEP = 100_000


class Command(BaseCommand):
    """Post costs, and say how many and how fast."""

    help = "Posts occurrences that are not in the ledger yet, and the cost of support. Can be stopped and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who posts, and under which catalogue."""
        parser.add_argument("--as", dest="email", default="", help="e-mail address of whoever posts")
        parser.add_argument("--catalogue", default="", help="a shipped version of the prices; the newest by default")

    def handle(self, *args: object, email: str, catalogue: str, **options: object) -> None:
        """Post until nothing is left."""
        began, occurrences, lines, not_costed = time.monotonic(), 0, 0, 0
        try:
            actor = acting_by_email(email) if email else None
            while True:
                posted = post_costs(actor, catalogue=catalogue, at_most=STEP)
                occurrences, lines = occurrences + posted.occurrences, lines + posted.lines
                not_costed += posted.not_costed
                if not posted.more:
                    break
                self.stdout.write(f"{occurrences:,} occurrences so far")
            support = post_support_costs(actor, catalogue=catalogue)
        except Refused as refusal:
            raise CommandError(refusal.words) from refusal
        seconds = time.monotonic() - began
        self.stdout.write(
            f"{occurrences:,} occurrences under {posted.catalogue}: {lines:,} lines, {not_costed:,} not costed, "
            f"{support.weeks:,} weeks of support (£{pounds(support.gbp):,}), in {seconds:.1f} seconds"
        )
