"""NHS number, unique pupil number, National Insurance number, UPRN: is it one, and may people be joined by it? Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from stdnum.gb import nhs

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(r"^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$")
_NINO = re.compile(r"^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]$")
_UPRN = re.compile(r"^[0-9]{1,12}$")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number as read. `value` is its bare form; `usable` says whether people may be joined by it; else `why`."""

    scheme: str
    value: str
    usable: bool
    why: str = ""


def _bare(text: str) -> str:
    return re.sub(r"[\s\-.]", "", text).upper()


@lru_cache(maxsize=200_000)
def read_nhs_number(text: str) -> Identifier:
    """Ten digits, the last a modulus 11 check digit. Ten times one digit is a filler, not a number."""
    value = _bare(text)
    if not re.fullmatch(r"[0-9]{10}", value):
        return Identifier("nhs_number", value, False, "an NHS number has ten digits")
    if len(set(value)) == 1:
        return Identifier("nhs_number", value, False, "this NHS number is a filler")
    if not nhs.is_valid(value):
        return Identifier("nhs_number", value, False, "the NHS number's check digit is wrong")
    return Identifier("nhs_number", value, True)


@lru_cache(maxsize=200_000)
def read_upn(text: str) -> Identifier:
    """A check letter, eleven digits, and a digit; with a letter at the end it is temporary, and joins nobody."""
    value = _bare(text)
    if not _UPN.match(value):
        return Identifier("upn", value, False, "a pupil number has a letter and twelve digits")
    last = int(value[12]) if value[12].isdigit() else _LETTERS.index(value[12])
    total = sum(int(digit) * weight for weight, digit in enumerate(value[1:12], 2)) + last * 13
    if _LETTERS[total % 23] != value[0]:
        return Identifier("upn", value, False, "the pupil number's check letter is wrong")
    if not value[12].isdigit():
        return Identifier("upn", value, False, "a temporary pupil number is given again to others")
    return Identifier("upn", value, True)


@lru_cache(maxsize=200_000)
def read_nino(text: str) -> Identifier:
    """Two letters, six digits, A to D; it has no check digit."""
    value = _bare(text)
    if not _NINO.match(value):
        return Identifier("nino", value, False, "this is not a National Insurance number")
    return Identifier("nino", value, True)


@lru_cache(maxsize=200_000)
def read_uprn(text: str) -> Identifier:
    """Up to twelve digits; it names a property, so people are never joined by it alone."""
    value = _bare(text).lstrip("0")
    if not _UPRN.match(value):
        return Identifier("uprn", value, False, "a UPRN has up to twelve digits")
    return Identifier("uprn", value, True)


READERS: dict[str, Callable[[str], Identifier]] = {
    "nhs_number": read_nhs_number,
    "upn": read_upn,
    "nino": read_nino,
}
"""The numbers that name a person, by the field of a profile that holds them."""
