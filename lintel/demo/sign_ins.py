"""How one signs in to the demo place: a password for all, and for each a secret of their codes."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings

from agencies.refusals import Refused
from agencies.selectors.actor import acting_by_email
from lintel.demo.house import DOMAIN
from lintel.places.house import Somebody

PASSWORD = "ashworth has seven bridges"  # noqa: S105 (of made-up people, in a demo place that holds nothing real)

FIRST_LOOK: dict[str, str] = {
    "key.worker": "My families: ten, the most urgent first; one is stepped up to protection.",
    "screener": "Inbox: one red, one whose family said no, some about families already known.",
    "panel.chair": "Panel: the agenda; in its first family the partners disagree.",
    "panel.health": "Panel: one family is missing, because this member keeps out of it.",
    "team.manager": "Waiting list, and who has headroom.",
    "commissioner": "Overview: cost before, during and after, by who bears it.",
    "police": "Asked: requests of the front door that wait for an answer.",
    "health": "Asked, and the families on whose teams she is.",
    "school": "Refer, and the families on whose teams she is.",
    "social.worker": "The families stepped up to protection.",
    "duty.manager": "Inbox, and what is late.",
    "governance.lead": "Agreements, and who saw a family.",
    "administrator": "Agencies, teams, practitioners and posts.",
    "brindle.screener": "Inbox of the next authority: one family, which nobody in Ashworth can find.",
}


@dataclass(frozen=True)
class SignIn:
    """One way in: the role, who it is, the secret of their codes, the code of this half minute, what to look at."""

    role: str
    name: str
    email: str
    secret: str
    code: str
    look: str


def secrets_of(people: Iterable[Somebody]) -> dict[str, str]:
    """The secret of each address: this installation's own, worked out from its key and written nowhere."""
    return {one.email: _secret(one.email) for one in people}


def sign_ins(people: Iterable[Somebody]) -> list[SignIn]:
    """Everybody with one post in the demo place. Raises Refused where this installation is no demo place."""
    try:
        acting_by_email(f"key.worker@{DOMAIN}")
    except Refused as missing:
        raise Refused("This is not the demo place, so it has no sign-ins to show.") from missing
    emails = [one.email for one in people]
    return [
        SignIn(
            role=str(one.role.label),
            name=one.name,
            email=one.email,
            secret=_secret(one.email),
            code=code_now(_secret(one.email)),
            look=FIRST_LOOK.get(one.email.partition("@")[0], ""),
        )
        for one in people
        if emails.count(one.email) == 1
    ]


def code_now(secret: str) -> str:
    """The six digits of this half minute."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2])))


def _secret(email: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demo codes {email}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode("ascii")
