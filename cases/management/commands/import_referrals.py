"""`manage.py import_referrals FILE.jsonl --as EMAIL`: take in referrals that arrived before Lintel did."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import NotFound, Refused
from agencies.selectors.actor import acting_by_email
from cases.intake.operations.import_referrals import LineDone, import_referrals

FEW = 20


class Command(BaseCommand):
    """Takes in a file of referrals. Running it again with the same file makes no second referral."""

    help = "Take in referrals from a file of JSON Lines; what cannot be taken in is set aside with its line and reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, whose post acts, and where the lines that were set aside are written."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="email", required=True, help="the e-mail address of the practitioner")
        parser.add_argument("--front-door", default="", help="the reference of a front door, where there are several")
        parser.add_argument("--match", action="store_true", help="link those who are certainly known")
        parser.add_argument(
            "--set-aside", type=Path, help="a file to write them to, as JSON Lines (line, reason, sent)"
        )

    def handle(self, *args: Any, **given: Any) -> None:
        """Import, and say what became of the lines."""
        aside: list[LineDone] = []
        new = again = linked = 0
        try:
            actor = acting_by_email(given["email"])
            with given["file"].open("rb") as lines:
                for done in import_referrals(actor, lines, match=given["match"], to_front_door=given["front_door"]):
                    if done.is_set_aside:
                        aside.append(done)
                    new += bool(done.reference) and done.is_new
                    again += bool(done.reference) and not done.is_new
                    linked += done.matched is not None and bool(done.matched.file) and not done.matched.waiting
        except NotFound as unknown:
            raise CommandError(f"Nobody with a live post signs in as {given['email']}.") from unknown
        except Refused as refused:
            raise CommandError(refused.words) from refused
        except OSError as wrong:
            raise CommandError(f"{given['file']} cannot be read: {wrong.strerror}.") from wrong
        self.stdout.write(f"{new:,} taken in, {again:,} had come before, {len(aside):,} set aside.")
        if given["match"]:
            self.stdout.write(f"{linked:,} matched; the others wait for the front door.")
        self._keep(aside, given["set_aside"])

    def _keep(self, aside: list[LineDone], file: Path | None) -> None:
        for done in aside[: None if file else FEW]:
            self.stderr.write(f"line {done.line}: {done.reason}")
        if file:
            file.write_text(
                "".join(
                    json.dumps({"line": done.line, "reason": done.reason, "sent": done.sent}, ensure_ascii=False) + "\n"
                    for done in aside
                ),
                encoding="utf-8",
            )
            self.stdout.write(f"Those set aside are in {file}: mend them and send the file again.")
        elif len(aside) > FEW:
            self.stderr.write(f"and {len(aside) - FEW:,} more: name a file with --set-aside to keep them all.")
