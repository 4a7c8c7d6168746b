"""`manage.py identify --framework supporting-families-2022 --on DATE [--as EMAIL] [--place PATH]`: suggest households.

Prints counts, then the references of the suggested households with their numbers of headline needs: no name, no
address, no evidence. Exit code 1, in words, when refused.
"""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import NotFound, Refused
from agencies.selectors.actor import acting_by_email
from agencies.vocabulary import Purpose
from outcomes.frameworks import shipped_framework, shipped_frameworks
from outcomes.operations.identify_households import IdentifiedHouseholds, identify_households


class Command(BaseCommand):
    """Identify, and print the list."""

    help = "Suggests to the front door the households that have a child and enough headline needs on a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which framework, on which day, in whose name and for which front door."""
        names = ", ".join(shipped_frameworks())
        parser.add_argument("--framework", required=True, help=f"one of {names}")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day asked about; today by default")
        parser.add_argument("--as", dest="email", default="", help="e-mail address of a screener or duty manager")
        parser.add_argument("--place", default="", help="path of the place, where there are several front doors")

    def handle(self, *args: object, framework: str, on: date | None, email: str, place: str, **options: object) -> None:
        """Identify, or say why not."""
        try:
            actor = acting_by_email(email).for_purpose(Purpose.MATCHING) if email else None
            found = identify_households(actor, framework, day=on, place=place)
        except Refused as refusal:
            raise CommandError(refusal.words) from refusal
        except NotFound as missing:
            raise CommandError(f"No front door of their own agency covers the place of {email}.") from missing
        self._print(found)

    def _print(self, found: IdentifiedHouseholds) -> None:
        framework = shipped_framework(found.framework)
        ended = f", which ended on {framework.ends_on}" if framework.has_ended(found.day) else ""
        self.stdout.write(f"{framework.title}{ended}, on {found.day}, for the front door of {found.place}")
        self.stdout.write(f"Households with a child and any headline need: {found.households:,}")
        self.stdout.write(f"With {framework.needed} or more: {found.identified:,}")
        self.stdout.write(f"Of these with a case or a referral that waits: {found.in_hand:,}")
        self.stdout.write(f"Suggested: {len(found.suggested):,}")
        for code, count in found.by_headline.items():
            headline = framework.headline(code)
            self.stdout.write(f"  headline {code}, {headline.title if headline else code}: {count:,}")
        if found.age_unknown:
            self.stdout.write(f"Not counted for want of a birth date: {found.age_unknown:,} events")
        for words in found.left_out:
            self.stdout.write(f"Not counted, no agreement in force allows it: {words}")
        for reference, headlines in found.suggested:
            self.stdout.write(f"{reference} {headlines}")
        self.stdout.write("This is a suggestion to the front door, not a decision. Nobody has been contacted.")
