"""`manage.py demo`: build the demo place, Ashworth, in an empty house."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import Refused
from agencies.selectors.agencies import any_place
from lintel.demo.building import build_demo


class Command(BaseCommand):
    """Builds everything by the operations that pages call. Refuses where there is a place already."""

    help = "Build the demo place: made-up households, partners' files, and families at every step."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, saying each part as it is done."""
        if any_place():
            raise CommandError("There is a place here already. The demo place is built in an empty house: make fresh.")
        try:
            build_demo(say=self.stdout.write)
        except Refused as refused:
            raise CommandError(f"The demo place could not be built: {refused.words}") from refused
