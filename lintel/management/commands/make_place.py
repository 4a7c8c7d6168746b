"""`manage.py make_place PLACE OUT`: take a place folder into an empty database, and write what was made of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import Refused
from agencies.selectors.agencies import any_place
from lintel.places.folder import FolderRefused
from lintel.places.making import make_place


class Command(BaseCommand):
    """Takes any place folder in through the operations. `make place` calls it on a scratch database."""

    help = "Take a place's extracts, referrals and supported families in, and write what was made of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """PLACE holds extracts/, referrals.jsonl, support.csv and activity.csv; OUT is written."""
        parser.add_argument("place", type=Path)
        parser.add_argument("out", type=Path)

    def handle(self, *args: Any, place: Path, out: Path, **options: Any) -> None:
        """Make the place; print a line a stage."""
        if any_place():
            raise CommandError("There is a place in this database already. Take a folder into an empty one.")
        try:
            stages = make_place(place, out, say=self.stdout.write)
        except (FolderRefused, Refused, OSError) as refused:
            raise CommandError(str(refused)) from refused
        for name, one in stages.by_name.items():
            self.stdout.write(f"{name}: {one.rows:,} rows, {one.seconds:.1f} s, {one.peak_mib:.0f} MiB")
