"""`manage.py sign_ins`: how to sign in to the demo place, for each role."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import Refused
from lintel.demo.house import ashworth
from lintel.demo.sign_ins import PASSWORD, sign_ins


class Command(BaseCommand):
    """Prints names, addresses, secrets and codes. Refuses anywhere but in the demo place."""

    help = "Print how to sign in to the demo place."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a table."""
        try:
            found = sign_ins(ashworth().people)
        except Refused as refused:
            raise CommandError(refused.words) from refused
        self.stdout.write(f"Sign in with an address below, the password “{PASSWORD}”, and the six-digit code.")
        self.stdout.write("The codes change every half minute: run this again, or give an authenticator the secret.")
        for one in found:
            self.stdout.write(f"\n{one.role}: {one.name}, {one.email}")
            self.stdout.write(f"  code now {one.code}, secret {one.secret}")
            if one.look:
                self.stdout.write(f"  {one.look}")
