"""`manage.py import_directory NAME FILE-OR-ADDRESS --as EMAIL`: read a directory of services in."""

import urllib.error
import urllib.parse
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import NotFound, Refused
from agencies.selectors.actor import acting_by_email
from cases.directory_files import MOST_BYTES, Row, pages_of, rows_of
from cases.operations.import_directory import import_directory
from cases.selectors.directory import feeds

FEW = 20
LOOPBACK = ("127.0.0.1", "localhost")


class Command(BaseCommand):
    """Reads an Open Referral UK feed by its address, a file of JSON, or a folder of the standard's CSV tables."""

    help = "Read a directory of services in; the same feed again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The feed's name, where it is, and whose post acts."""
        parser.add_argument("feed", help="the name under which it is read again")
        parser.add_argument("source", help="a file, a folder of CSV tables, or the address of a feed (…/services)")
        parser.add_argument("--as", dest="email", required=True, help="the e-mail address of an administrator")
        parser.add_argument("--whole", action="store_true", help="services that are not in it have gone, however many")

    def handle(self, *args: Any, **given: Any) -> None:
        """Read it in, and say what became of its rows."""
        source = given["source"]
        try:
            actor = acting_by_email(given["email"])
            rows = _feed(source) if "://" in source else rows_of(Path(source))
            read = import_directory(
                actor, given["feed"], rows, place=actor.place, source=source, is_whole=given["whole"]
            )
        except NotFound as unknown:
            raise CommandError(f"Nobody with a live post signs in as {given['email']}.") from unknown
        except Refused as refused:
            raise CommandError(refused.words) from refused
        except (OSError, ValueError) as wrong:
            raise CommandError(f"{source} cannot be read: {wrong}.") from wrong
        self.stdout.write(read.words)
        aside = next(one.aside for one in feeds(actor) if one.name == given["feed"])
        for row in aside[:FEW]:
            self.stderr.write(f"row {row.number} ({row.key}): {row.reason}")


def _feed(address: str) -> list[Row]:
    """Every page of a feed; by HTTPS, or from this machine itself."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise CommandError("A feed is read by HTTPS.")

    def fetch(page: int) -> bytes:
        query = [*urllib.parse.parse_qsl(parts.query), ("page", str(page))]
        whole = parts._replace(query=urllib.parse.urlencode(query)).geturl()
        with urllib.request.urlopen(whole, timeout=60) as told:  # noqa: S310 # nosec B310
            return bytes(told.read(MOST_BYTES))

    return pages_of(fetch)
