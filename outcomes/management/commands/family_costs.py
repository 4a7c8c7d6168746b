"""`manage.py family_costs REFERENCE [--as EMAIL]`: what one family costs, before, during and after, by who bears it.

REFERENCE is the reference of the support (S0001) or of the family (F…). With `--as` the door decides what is shown, as
on the page; without, the operator sees the whole, and the journal says that somebody looked.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import NotFound, Refused
from agencies.selectors.actor import acting_by_email
from outcomes.costing.money import pounds
from outcomes.selectors.cost_sheets import CostStatement
from outcomes.selectors.family_costs import costs_of_support, family_costs


class Command(BaseCommand):
    """Print the statement of one family."""

    help = "Prints what one family costs in each window, by who bears it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which family, and in whose name."""
        parser.add_argument("reference", help="the reference of the support, or of the family")
        parser.add_argument("--as", dest="email", default="", help="e-mail address of the reader")

    def handle(self, *args: object, reference: str, email: str, **options: object) -> None:
        """Print, or say why not."""
        try:
            if email:
                sheet = family_costs(acting_by_email(email), reference)
                self._print(reference, sheet.statement)
                for padlock in sheet.padlocks:
                    self.stdout.write(f"Closed to this reader: {padlock.words}. {padlock.why}")
            else:
                self._print(reference, costs_of_support(reference))
        except Refused as refusal:
            raise CommandError(refusal.words) from refusal
        except NotFound as missing:
            raise CommandError(f"There is no support or family {reference}.") from missing

    def _print(self, reference: str, sheet: CostStatement) -> None:
        if not sheet.catalogue:
            self.stdout.write("No costs are posted yet: run manage.py post_costs.")
            return
        ended = sheet.ended_on or "still going on"
        self.stdout.write(f"{reference}: supported from {sheet.started_on or 'not begun'} to {ended}")
        self.stdout.write(f"Catalogue {sheet.catalogue}, pounds of {sheet.base_year}; data to {sheet.last_day_of_data}")
        for window in sheet.windows:
            cut = " (cut)" if window.cut else ""
            fewer = "" if window.compared else "; too short to compare"
            days = f"{window.first_day} to {window.last_day}, {window.days} days"
            self.stdout.write(f"  {window.words}: {days}{cut}{fewer}")
        heads = ["", *(window.words for window in sheet.windows), *(f"{w.words}, a year" for w in sheet.windows)]
        totals = [sheet.total] if sheet.total else []
        self._table(heads, [[row.words, *_cells(row.gbp), *_cells(row.a_year)] for row in [*sheet.rows, *totals]])
        self.stdout.write("Before and after support is not the effect of support.")
        for line in sheet.support:
            self.stdout.write(f"Cost of support: {line.words}, {line.minutes} minutes, £{pounds(line.gbp):,}")
        for one in sheet.not_costed:
            self.stdout.write(f"Not costed: {one.happened}, {one.first_day}. {one.why}")

    def _table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
        for row in [heads, *rows]:
            self.stdout.write("  ".join(f"{text:>{width}}" for text, width in zip(row, widths, strict=True)))


def _cells(amounts: Iterable[Decimal | None]) -> list[str]:
    return ["not compared" if gbp is None else f"£{pounds(gbp):,}" for gbp in amounts]
