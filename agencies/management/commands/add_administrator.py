"""`manage.py add_administrator EMAIL`: the first administrator of a new installation.

The place and the agency are made if they are not there. The password is read from the environment
(`LINTEL_NEW_PASSWORD`) or from standard input; without either, one is made up and printed once.
"""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from agencies.operations.agencies import add_agency
from agencies.operations.places import add_place
from agencies.operations.posts import give_post
from agencies.operations.practitioners import add_practitioner, fresh_password
from agencies.refusals import Refused
from agencies.selectors.agencies import agencies_at, places_inside
from agencies.vocabulary import AgencyKind, PlaceKind, Role


class Command(BaseCommand):
    """Makes the first administrator, who then makes everybody else in the pages."""

    help = "Make the first administrator of an installation, with their place and agency."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the administrator is called, and where they work."""
        parser.add_argument("email")
        parser.add_argument("--name", default="Administrator")
        parser.add_argument("--place", required=True, help="the place's path, such as ashworth")
        parser.add_argument("--place-name", default="")
        parser.add_argument("--agency", required=True, help="the agency's reference, such as ashworth-council")
        parser.add_argument("--agency-name", default="")
        parser.add_argument("--agency-kind", default=AgencyKind.COUNCIL.value, choices=AgencyKind.values)
        parser.add_argument("--contact", default="", help="the agency's neutral contact")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing, all or nothing, and say what was made."""
        password = os.environ.get("LINTEL_NEW_PASSWORD", "")
        if not password and not sys.stdin.isatty():
            password = sys.stdin.readline().rstrip("\n")
        made_up = not password
        password = password or fresh_password()
        try:
            self._make(options, password)
        except Refused as refusal:
            raise CommandError(refusal.words) from refusal
        self.stdout.write(f"{options['email']} administers {options['place']} for {options['agency']}.")
        if made_up:
            self.stdout.write(f"Password, shown once: {password}")
        self.stdout.write("At the first sign-in they set up their second factor.")

    @transaction.atomic
    def _make(self, options: dict[str, Any], password: str) -> None:
        place, agency = options["place"], options["agency"]
        if not places_inside(place):
            name = options["place_name"] or place.rpartition("/")[2].replace("-", " ").title()
            add_place(None, place, name=name, kind=PlaceKind.AUTHORITY)
        if agency not in {one.reference for one in agencies_at(place)}:
            name = options["agency_name"] or agency.replace("-", " ").title()
            contact = options["contact"] or options["email"]
            add_agency(None, agency, name=name, kind=options["agency_kind"], place=place, contact=contact)
        add_practitioner(None, options["email"], name=options["name"], password=password)
        give_post(
            None,
            options["email"],
            agency=agency,
            role=Role.ADMINISTRATOR,
            place=place,
            title="Administrator",
            starts_on=timezone.localdate(),
        )
