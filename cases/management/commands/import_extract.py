"""`manage.py import_extract PROFILE FILE`: take a partner's file in, and settle who its people are."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import Refused
from agencies.selectors.actor import acting_by_email
from cases.intake.happenings import Cover
from cases.intake.manifest import manifest_cover
from cases.intake.operations.import_extract import import_extract
from cases.intake.operations.join_records import join_records
from cases.intake.profile import profile_names


class Command(BaseCommand):
    """Takes one extract in. Running it again with the same file changes nothing."""

    help = "Take a partner's extract in through a profile: every row in, or set aside with its reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """PROFILE and FILE; the days covered come from manifest.csv beside the file, or from the options."""
        parser.add_argument("profile", choices=profile_names())
        parser.add_argument("file", type=Path)
        parser.add_argument("--supplier", default="", help="the agency's reference, where several could be it")
        parser.add_argument("--covers-from", type=date.fromisoformat, help="first day covered (YYYY-MM-DD)")
        parser.add_argument("--covers-to", type=date.fromisoformat, help="last day covered")
        parser.add_argument("--supplied-on", type=date.fromisoformat, help="the day it was supplied")
        parser.add_argument("--by", help="the e-mail address of the practitioner who does this")
        parser.add_argument("--without-joining", action="store_true", help="leave it to join_records, after more files")

    def handle(self, *args: Any, **given: Any) -> None:
        """Import, join, and say what became of the rows."""
        cover = self._cover(given)
        try:
            actor = acting_by_email(given["by"]) if given["by"] else None
            with given["file"].open("rb") as file:
                done = import_extract(
                    actor, given["profile"], file=file, cover=cover, supplier=given["supplier"], progress=self._progress
                )
        except OSError as wrong:
            raise CommandError(f"{given['file']} cannot be read: {wrong.strerror}.") from wrong
        except Refused as refused:
            raise CommandError(refused.words) from refused
        if done.already:
            self.stdout.write(f"This file was taken in before: {done.rows_in:,} rows in, nothing changed.")
            return
        self.stdout.write(
            f"{done.rows_in:,} rows in ({done.rows_known:,} of them known from earlier files), "
            f"{done.rows_set_aside:,} set aside."
        )
        if not given["without_joining"]:
            joined = join_records(actor)
            self.stdout.write(
                f"{joined.records:,} records are {joined.people:,} people in {joined.households:,} homes."
            )

    def _cover(self, given: dict[str, Any]) -> Cover:
        days = [given["covers_from"], given["covers_to"], given["supplied_on"]]
        if all(days):
            return Cover(*days)
        try:
            found = manifest_cover(given["file"].parent, given["profile"])
        except Refused as refused:
            raise CommandError(refused.words) from refused
        if found is None:
            raise CommandError("Say which days the file covers: --covers-from, --covers-to and --supplied-on.")
        return Cover(*(said or known for said, known in zip(days, _days(found), strict=True)))

    def _progress(self, rows: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{rows:,} rows", ending="")


def _days(cover: Cover) -> tuple[date, date, date]:
    return cover.first_day, cover.last_day, cover.supplied_on
