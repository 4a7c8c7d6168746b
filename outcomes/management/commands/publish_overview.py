"""`manage.py publish_overview [--as EMAIL] [--place PATH]`: publish an edition of the overview, and freeze it."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import Refused
from agencies.selectors.actor import acting_by_email
from outcomes.operations.publish_overview import publish_overview


class Command(BaseCommand):
    """Publish, and say how much of it is shown."""

    help = "Publishes an edition of the overview for a place: every figure rounded or withheld, and then frozen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """In whose name, and for which place."""
        parser.add_argument("--as", dest="email", default="", help="e-mail address of whoever publishes")
        parser.add_argument("--place", default="", help="path of the place; that of the post by default")

    def handle(self, *args: object, email: str, place: str, **options: object) -> None:
        """Publish, or say why not."""
        try:
            actor = acting_by_email(email) if email else None
            if not place and actor is None:
                raise CommandError("Say which place (--place), or in whose name (--as).")
            published = publish_overview(actor, place or (actor.place if actor else ""))
        except Refused as refusal:
            raise CommandError(refusal.words) from refusal
        self.stdout.write(
            f"Edition {published.edition} of {published.place}: data to {published.covers_to}, "
            f"{published.cells - published.withheld} of {published.cells} figures shown; "
            f"of the {published.held} with at least one family, {published.shown} ({published.share_shown:.1%})"
        )
