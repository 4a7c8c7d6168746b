"""Codes that stand for an account where somebody has none: long, easily read out, and kept as keyed hashes alone."""

import secrets

from datasharing.keys.blinding import blind
from datasharing.operations.anchors import ALPHABET

LETTERS = 12
DRAFT, STATUS = "cases_referraldraft.code", "cases_referral.family_code"


def new_code() -> str:
    """Twelve letters and digits that nobody mistakes for one another: 57 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def in_fours(code: str) -> str:
    """As it is written down: `B3CD-7FGH-2JKM`."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def hashed(purpose: str, code: str) -> str:
    """What is kept of a code, however it was typed; empty for what cannot be one."""
    plain = "".join(code.upper().replace("-", " ").split())
    usable = len(plain) == LETTERS and set(plain) <= set(ALPHABET)
    return blind(purpose, plain).hex() if usable else ""
