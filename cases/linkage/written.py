"""Distinct written identities: what many records write alike is compared once; reversed names are turned. Pure."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import log

from cases.intake.names import name_parts, plain_postcode
from cases.likeness import Identity
from cases.linkage.nicknames import forms, known_forms

REVERSED = 3.5
"""Natural log of the odds, from how often each word stands as which name, beyond which names are taken as reversed."""
KNOWN_GIVEN = 3
"""A listed given name counts as if seen this often before."""


@dataclass(frozen=True, slots=True)
class Written:
    """One way of writing a person, and the keys of the records that write it. Names and postcode are plain ones."""

    given: str
    family: str
    families: tuple[str, ...]
    dob: date | None
    postcode: str
    ids: tuple[tuple[str, str], ...]
    sex: str
    anchor: str
    keys: tuple[Hashable, ...]
    rows: int

    @property
    def forms(self) -> tuple[str, ...]:
        """What the given name may stand for."""
        return forms(self.given)


_Names = tuple[tuple[str, ...], tuple[str, ...]]
_Rest = tuple[date | None, str, tuple[tuple[str, str], ...], str, str]


def distinct(identities: Iterable[Identity]) -> list[Written]:
    """The distinct ways in which these are written, in an order that does not depend on theirs."""
    raw: dict[tuple[object, ...], list[Identity]] = defaultdict(list)
    for one in identities:
        raw[one.given, one.family, one.dob, one.postcode, one.ids, one.sex, one.anchor].append(one)
    keys: dict[tuple[_Names, _Rest], list[Hashable]] = defaultdict(list)
    rows: Counter[tuple[_Names, _Rest]] = Counter()
    for alike in raw.values():
        one = alike[0]
        names = (name_parts(one.given), name_parts(one.family))
        place = (names, (one.dob, plain_postcode(one.postcode), tuple(sorted(one.ids)), one.sex, one.anchor))
        keys[place] += [same.key for same in alike]
        rows[place] += sum([same.rows for same in alike])
    turned = _turned({names for names, _ in keys}, keys)
    merged: dict[tuple[_Names, _Rest], list[Hashable]] = defaultdict(list)
    counts: Counter[tuple[_Names, _Rest]] = Counter()
    for (names, rest), held in keys.items():
        whole = ((names[1], names[0]) if (names, rest[0]) in turned else names, rest)
        merged[whole] += held
        counts[whole] += rows[names, rest]
    found = [
        Written("".join(given), "".join(family), family, *rest, tuple(held), counts[place])
        for place, held in merged.items()
        for (given, family), rest in (place,)
    ]
    return sorted(found, key=_order)


def _order(one: Written) -> tuple[str, ...]:
    born = one.dob.isoformat() if one.dob else ""
    return (one.family, one.given, born, one.postcode, one.sex, repr(one.ids), *one.families, one.anchor)


def _turned(names: set[_Names], keys: Mapping[tuple[_Names, _Rest], list[Hashable]]) -> set[tuple[_Names, date | None]]:
    """The names (with a date of birth) that stand in reverse: by how often each word is which; and where one date of
    birth has both orders, the less likely of the two.
    """
    given: Counter[str] = Counter()
    family: Counter[str] = Counter()
    seen: set[tuple[_Names, date | None]] = set()
    for (first, last), rest in keys:
        given["".join(first)] += 1
        family.update(last)
        seen.add(((first, last), rest[0]))
    listed = known_forms()

    def leaning(words: tuple[str, ...]) -> float:
        """How much a name leans to being a given one, from -inf to inf; a double name by its likeliest part."""
        whole = "".join(words)
        scores = [
            log((given[word] + KNOWN_GIVEN * (word in listed) + 0.5) / (family[word] + 0.5)) for word in {whole, *words}
        ]
        return max(scores, key=abs) if scores else 0.0

    lean = {words: leaning(words) for pair in names for words in pair}
    turned: set[tuple[_Names, date | None]] = set()
    for pair, born in seen:
        if not (pair[0] and pair[1]) or pair[0] == pair[1]:
            continue
        odds = lean[pair[1]] - lean[pair[0]]
        other = (pair[1], pair[0])
        both = born is not None and (other, born) in seen
        if odds > REVERSED or (both and (odds, other) > (0.0, pair)) or (both and odds == 0.0 and pair > other):
            turned.add((pair, born))
    return turned


def homes(written: Iterable[Written], largest: int) -> dict[str, str]:
    """For each postcode the one that stands for it and for those where the same people were seen before or after.

    Two postcodes are one family's when two people or more were certainly seen at both, or one with the same number
    at each; never more than `largest` together, the best borne out first.
    """
    seen: dict[Hashable, set[str]] = defaultdict(set)
    numbered: dict[Hashable, set[str]] = defaultdict(set)
    for one in written:
        if not one.postcode:
            continue
        if one.given and one.family and one.dob:
            seen[one.given, one.family, one.dob].add(one.postcode)
        for number in one.ids:
            numbered[number, forms(one.given)[:1]].add(one.postcode)
    support: Counter[tuple[str, str]] = Counter()
    for held, worth in ((seen, 1), (numbered, 2)):
        for codes in held.values():
            if 1 < len(codes) <= largest + 1:
                ordered = sorted(codes)
                support.update({(a, b): worth for place, a in enumerate(ordered) for b in ordered[place + 1 :]})
    above: dict[str, str] = {}
    size: Counter[str] = Counter()

    def root(code: str) -> str:
        while code in above:
            code = above[code]
        return code

    for (a, b), worth in sorted(support.items(), key=lambda item: (-item[1], item[0])):
        low, high = sorted((root(a), root(b)))
        if worth > 1 and low != high and size[low] + size[high] + 2 <= largest:
            above[high] = low
            size[low] += size[high] + 1
    return {code: root(code) for code in above}


def columns(written: list[Written], home_of: Mapping[str, str]) -> dict[str, list[object]]:
    """The table that is linked, by column: strings, whole numbers and lists of strings; None where nothing is known.

    `born` is YYYYMMDD, `turned` the same with day and month exchanged, `day` counts days; `form` is the first name
    that the given name may stand for.
    """
    found: dict[str, list[object]] = {name: [] for name in COLUMNS}
    for number, one in enumerate(written):
        ids = dict(one.ids)
        born = one.dob
        row: tuple[object, ...] = (
            number,
            one.given or None,
            one.forms or None,
            one.forms[0] if one.forms else None,
            one.given[:1] or None,
            one.family or None,
            one.families or None,
            f"{born:%Y%m%d}" if born else None,
            f"{born:%Y%d%m}" if born else None,
            born.toordinal() if born else None,
            born.year if born else None,
            home_of.get(one.postcode, one.postcode) or None,
            ids.get("nhs_number"),
            ids.get("upn"),
            ids.get("nino"),
        )
        for name, value in zip(COLUMNS, row, strict=True):
            found[name].append(value)
    return found


COLUMNS = (
    "unique_id", "given", "forms", "form", "initial", "family", "families", "born", "turned", "day", "year", "home",
    "nhs_number", "upn", "nino",
)  # fmt: skip
