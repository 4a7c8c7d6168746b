"""One person as their records together write them: the commonest of each, in its best spelling. Reads nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cases.intake.names import plain_name, without_formula
from datasharing.keys.blinding import blind

MATCHING = "cases_person.match_key"


@dataclass(frozen=True, slots=True)
class Written:
    """How a number of records write a person; numbers are checked ones or empty."""

    given_name: str
    family_name: str
    date_of_birth: date | None
    sex: str
    nhs_number: str
    upn: str
    nino: str
    records: int = 1


@dataclass(frozen=True, slots=True)
class Portrait:
    """The person that the records agree on; empty where none says."""

    given_name: str
    family_name: str
    date_of_birth: date | None
    sex: str
    nhs_number: str
    upn: str
    nino: str


def portrait(records: Sequence[Written]) -> Portrait:
    """The commonest value of each; of equals the longer name, the smaller value. Order makes no difference."""
    born = _commonest((r.date_of_birth.isoformat(), r.records) for r in records if r.date_of_birth)
    return Portrait(
        given_name=_name([(r.given_name, r.records) for r in records]),
        family_name=_name([(r.family_name, r.records) for r in records]),
        date_of_birth=date.fromisoformat(born) if born else None,
        sex=_commonest((r.sex, r.records) for r in records),
        nhs_number=_commonest((r.nhs_number, r.records) for r in records),
        upn=_commonest((r.upn, r.records) for r in records),
        nino=_commonest((r.nino, r.records) for r in records),
    )


def match_key(given_name: str, family_name: str, date_of_birth: date | None) -> str:
    """A keyed hash of plain name (in either order) and birth date, 10 hexadecimal digits; empty without all three.

    Keyed, since whoever holds the database could try every name and birth date against a bare digest; and of 40 bits,
    so that it finds candidates and proves nothing.
    """
    given, family = plain_name(given_name), plain_name(family_name)
    if not (given and family and date_of_birth):
        return ""
    held = "\x1f".join((*sorted((given, family)), date_of_birth.isoformat()))
    return blind(MATCHING, held, bits=40).hex()


def _commonest(values: Iterable[tuple[str, int]], rank: Callable[[str], int] = lambda value: 0) -> str:
    counts: Counter[str] = Counter()
    for value, records in values:
        if value:
            counts[value] += records
    return min(counts, key=lambda value: (-counts[value], -rank(value), value)) if counts else ""


def _name(names: Sequence[tuple[str, int]]) -> str:
    """The commonest name, spelled with capitals and accents where some record does."""
    plain = _commonest(((plain_name(name), records) for name, records in names), len)
    if not plain:
        return ""
    spelled = [(without_formula(name), records) for name, records in names if plain_name(name) == plain]
    mixed = [(name, records) for name, records in spelled if not name.isupper() and not name.islower()]
    if not mixed:
        return _commonest(spelled).title()
    return _commonest([(name, records) for name, records in mixed if not name.isascii()] or mixed)
