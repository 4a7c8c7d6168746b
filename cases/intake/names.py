"""Names, postcodes and addresses made comparable; and values made safe for a spreadsheet. Pure."""

import re
import unicodedata
from functools import lru_cache

_FORMULA = re.compile(r"^\s*'?\s*[=+\-@\t\r]+\s*(?:[A-Za-z_.]+\s*\(.*\)\s*&?\s*)?")
_POSTCODE = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NO_NAME = frozenset({"", "unknown", "notknown", "na", "none", "nil", "anonymous", "notgiven", "notstated"})


def without_formula(value: str) -> str:
    """`value` less a spreadsheet formula in front: `=HYPERLINK("x")&Ann` gives `Ann`, `-Ann` gives `Ann`."""
    return _FORMULA.sub("", value).strip() if value.lstrip("' ")[:1] in _RISKY or "\t" in value[:1] else value


@lru_cache(maxsize=200_000)
def name_parts(value: str) -> tuple[str, ...]:
    """The words of a name in comparable letters: `O'Brien-Siân` gives `("obrien", "sian")`.

    Accents, case, apostrophes and a formula in front are dropped; spaces and hyphens divide. A word such as
    "unknown" that stands where a name should is no name: the answer is empty.
    """
    plain = unicodedata.normalize("NFKD", without_formula(value).casefold()).translate(_LETTERS)
    letters = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’‘`´.")
    parts = tuple(re.findall(r"[^\W\d_]+", letters))
    return () if "".join(parts) in _NO_NAME else parts


def plain_name(value: str) -> str:
    """A name as one run of comparable letters: `Mc Donald` and `McDONALD` are both `mcdonald`."""
    return "".join(name_parts(value))


@lru_cache(maxsize=200_000)
def plain_postcode(value: str) -> str:
    """A postcode without spaces, in capitals (`wx43af` gives `WX43AF`); empty when it is none."""
    code = "".join(value.upper().split())
    return code if _POSTCODE.match(code) else ""


@lru_cache(maxsize=200_000)
def plain_address(value: str) -> str:
    """An address in comparable words: `12, St. Mary's Road` gives `12 st marys road`."""
    plain = unicodedata.normalize("NFKD", without_formula(value).casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’‘`´.")
    return " ".join(re.findall(r"\w+", letters))


def neutralise(value: str) -> str:
    """`value` as a spreadsheet will show it and never run it: an apostrophe before = + - @, tab or line end."""
    return "'" + value if value.lstrip(" ").startswith(_RISKY) else value


def as_written(value: str) -> str:
    """What `neutralise` was given: takes the apostrophe away again from a value in a file that came back."""
    return value[1:] if value[:1] == "'" and value[1:].lstrip(" ").startswith(_RISKY) else value
