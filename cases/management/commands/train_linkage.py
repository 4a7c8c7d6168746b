"""`manage.py train_linkage --out FILE`: learn from the records taken in how they write people."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import Refused
from cases.intake.operations.train_linkage import train_linkage


class Command(BaseCommand):
    """Writes trained weights to a file; LINTEL_LINKAGE_WEIGHTS=FILE makes `join_records` go by them."""

    help = "Train the linkage weights on the records taken in, and write them to a file. Links nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the weights go, and what they are called."""
        parser.add_argument("--out", type=Path, required=True, help="the file to write (JSON; no personal data)")
        parser.add_argument("--name", default="on this place's own records", help="what the weights were trained on")

    def handle(self, *args: Any, **given: Any) -> None:
        """Train, write, and say where."""
        try:
            trained = train_linkage(given["name"])
        except Refused as refused:
            raise CommandError(refused.words) from refused
        given["out"].write_text(json.dumps(trained, indent=2) + "\n", encoding="utf-8")
        self.stdout.write(f"Trained on {trained['records']:,} written identities: {given['out']}")
