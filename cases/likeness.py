"""What two identities have in common, and what stands against their being one person. Pure.

Never ethnicity or religion; sex only ever keeps people apart.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from agencies.words import Words
from cases.intake.names import name_parts, plain_address, plain_name, plain_postcode
from cases.linkage.nicknames import one_name


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as one record writes them. `key` is the caller's; `ids` are (scheme, value), already checked.

    A scheme may be a supplier's own ("council_social_care.reference"): only equal values of one scheme are compared.
    `anchor` names the person where a practitioner has decided: records of one anchor are one person, of two never.
    `rows` is how many records write the person just so.
    """

    key: Hashable
    given: str = ""
    family: str = ""
    dob: date | None = None
    postcode: str = ""
    ids: tuple[tuple[str, str], ...] = ()
    sex: str = ""
    address: str = ""
    anchor: str = ""
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Face:
    """An identity in comparable form: what matching looks at."""

    given: str
    family: str
    families: tuple[str, ...]
    dob: date | None
    postcode: str
    address: str
    ids: tuple[tuple[str, str], ...]
    sex: str
    anchor: str = ""

    @property
    def name(self) -> tuple[str, ...]:
        """Both names in one order, so that swapped names are the same name."""
        return tuple(sorted((self.given, self.family)))


def face(identity: Identity) -> Face:
    """The comparable form of an identity."""
    return Face(
        given=plain_name(identity.given),
        family=plain_name(identity.family),
        families=name_parts(identity.family),
        dob=identity.dob,
        postcode=plain_postcode(identity.postcode),
        address=plain_address(identity.address),
        ids=tuple(sorted(identity.ids)),
        sex=identity.sex,
        anchor=identity.anchor,
    )


@lru_cache(maxsize=500_000)
def spelled_alike(one: str, other: str) -> bool:
    """The same name but for one slip (a letter more, less, other, or two exchanged), or one a short form of the other.

    Three letters at least; a short form is the beginning of the longer name (Dan for Daniel, Kath for Katherine).
    """
    if not one or not other or min(len(one), len(other)) < 3:
        return False
    if one == other or one.startswith(other) or other.startswith(one):
        return True
    return min(len(one), len(other)) > 3 and OSA.distance(one, other, score_cutoff=1) <= 1


def given_alike(one: Face, other: Face) -> bool:
    """Given names alike, or forms of one name (Liz and Elizabeth)."""
    return spelled_alike(one.given, other.given) or one_name(one.given, other.given)


def family_alike(one: Face, other: Face) -> bool:
    """Family names alike, or sharing a part of a double name (Ali-Khan and Khan)."""
    return spelled_alike(one.family, other.family) or bool(set(one.families) & set(other.families))


def swapped_alike(one: Face, other: Face) -> bool:
    """Given and family name exchanged."""
    given = spelled_alike(one.given, other.family) or one_name(one.given, other.family)
    return given and (spelled_alike(one.family, other.given) or one_name(one.family, other.given))


def name_alike(one: Face, other: Face) -> bool:
    """Both names alike, in either order."""
    return (given_alike(one, other) and family_alike(one, other)) or swapped_alike(one, other)


def same_name(one: Face, other: Face) -> bool:
    """Both names the same, in either order; never true of someone without both names."""
    return bool(one.given and one.family) and one.name == other.name


@lru_cache(maxsize=500_000)
def slip_between(one: date, other: date) -> str:
    """The slip of the pen that makes one date of birth the other, in words; empty when there is none."""
    if one == other:
        return ""
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return Words("day and month exchanged")
    if abs((one - other).days) in (1, 10):
        return Words("one digit off")
    pairs = [(a, b) for a, b in zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True) if a != b]
    return Words("one digit off") if len(pairs) == 1 else ""


def near_dob(one: Face, other: Face) -> bool:
    """Dates of birth the same, or one slip apart; both known."""
    if one.dob is None or other.dob is None:
        return False
    return one.dob == other.dob or bool(slip_between(one.dob, other.dob))


def shared_ids(one: Face, other: Face) -> tuple[str, ...]:
    """The schemes in which both hold the same number."""
    return tuple(sorted({scheme for scheme, _ in set(one.ids) & set(other.ids)}))


def one_digit_off(one: str, other: str) -> bool:
    """Two numbers of one length that differ in one character."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def ids_conflict(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    """Both hold numbers of one scheme, none the same, and not by a slip of one digit: two people."""
    for scheme in {s for s, _ in one} & {s for s, _ in other}:
        mine, theirs = {v for s, v in one if s == scheme}, {v for s, v in other if s == scheme}
        if not mine & theirs and not any(one_digit_off(a, b) for a in mine for b in theirs):
            return True
    return False


def sexes_conflict(one: Face, other: Face) -> bool:
    """Both known, and different."""
    return bool(one.sex and other.sex and one.sex != other.sex)


def bears_out(one: Face, other: Face) -> bool:
    """Whether what else is known bears out that a shared number means one person.

    A number mistyped into somebody else's must not join two people: another date of birth together with another
    given name speaks against it, whatever else agrees.
    """
    if same_name(one, other) or near_dob(one, other):
        return True
    known = one.dob is not None and other.dob is not None
    if given_alike(one, other) or swapped_alike(one, other):
        return True
    if known or not (one.given or one.family) or not (other.given or other.family):
        return not known
    return family_alike(one, other) or bool(one.postcode and one.postcode == other.postcode)
