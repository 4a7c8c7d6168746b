"""Who is who at the front door: one identity against those known, by rules in the open. Pure.

Callers know `match_one` and give it an index to look in. Records by the million are linked by `cases.linkage`.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Protocol

from agencies.words import Words
from cases.likeness import (
    Face,
    Identity,
    bears_out,
    face,
    family_alike,
    given_alike,
    ids_conflict,
    name_alike,
    same_name,
    sexes_conflict,
    shared_ids,
    slip_between,
    swapped_alike,
)

_SAME = {
    "nhs_number": Words("same NHS number"),
    "upn": Words("same pupil number"),
    "nino": Words("same National Insurance number"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone already known who may be the person asked about. `band` is `link` or `look`; reasons in plain words."""

    key: Hashable
    band: str
    reasons: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one identity: its band (`link`, `look` or `new`) and the candidates, likeliest first."""

    band: str
    candidates: tuple[Candidate, ...]


class Index(Protocol):
    """What `match_one` looks in: a store that finds the known identities that share a block key."""

    def sharing(self, keys: Iterable[tuple[str, ...]]) -> Iterable[Identity]:
        """The known identities under any of these block keys, each once."""


def block_keys(identity: Identity) -> tuple[tuple[str, ...], ...]:
    """The keys under which an index holds an identity, and under which it is looked for: its kind, then its words.

    Between them they meet one slip anywhere: a number alone; both names with the year, or with day and month; the
    birth date with the postcode, or with the first letter of a name; any name with the postcode.
    """
    one = face(identity)
    keys: list[tuple[str, ...]] = [("number", *number) for number in one.ids]
    born = one.dob.isoformat() if one.dob else ""
    if born and one.given and one.family:
        keys += [("name and year", *one.name, born[:4]), ("name and day", *one.name, born[5:])]
    if born and one.postcode:
        keys.append(("birth and postcode", born, one.postcode))
    if born:
        keys += [
            ("birth and letter", born, letter) for letter in {word[0] for word in (one.given, *one.families) if word}
        ]
    if one.postcode and one.family:
        keys += [("name and postcode", word, one.postcode) for word in {one.family, one.given, *one.families} if word]
    return tuple(keys)


class MemoryIndex:
    """An index of identities held in memory."""

    def __init__(self, identities: Iterable[Identity]) -> None:
        self._held: dict[tuple[str, ...], list[Identity]] = defaultdict(list)
        for identity in identities:
            for key in block_keys(identity):
                self._held[key].append(identity)

    def sharing(self, keys: Iterable[tuple[str, ...]]) -> Iterable[Identity]:
        """The identities under any of these keys, each once."""
        return {identity: None for key in keys for identity in self._held.get(key, ())}


def match_one(identity: Identity, index: Index, *, without: Collection[Hashable] = ()) -> Match:
    """Who of those known this may be. `link` only when exactly one person is beyond reasonable doubt.

    `without` are the keys of those of whom somebody said: not the same.
    """
    mine = face(identity)
    best: dict[Hashable, Candidate] = {}
    for known in index.sharing(block_keys(identity)):
        if known.key in without:
            continue
        found = weigh(known.key, mine, face(known))
        if found and (known.key not in best or found.weight > best[known.key].weight):
            best[known.key] = found
    candidates = sorted(best.values(), key=lambda c: (-c.weight, repr(c.key)))
    linked = [c for c in candidates if c.band == "link"]
    if len(linked) > 1 and linked[0].weight == linked[1].weight:
        candidates = [
            Candidate(c.key, "look", (*c.reasons, Words("more than one person fits")), c.weight) for c in candidates
        ]
    elif linked:
        candidates = [c if c is linked[0] else Candidate(c.key, "look", c.reasons, c.weight) for c in candidates]
    return Match(candidates[0].band if candidates else "new", tuple(candidates))


def at_home(named: Collection[Identity], known: Iterable[Identity]) -> tuple[Candidate, ...]:
    """Of those known, who bears the family name of somebody named where that person lives: likeliest first.

    None of them need be anybody who was named: they may be the rest of the family. Never more than `look`.
    """
    mine = [one for one in map(face, named) if one.postcode and one.family]
    best: dict[Hashable, Candidate] = {}
    for identity in known:
        theirs = face(identity)
        here = [one for one in mine if one.postcode == theirs.postcode and family_alike(one, theirs)]
        same = sum(bool(one.address) and one.address == theirs.address for one in here)
        weight = len(here) + len(mine) * same
        if here and (identity.key not in best or weight > best[identity.key].weight):
            reason = Words("same surname at the same address") if same else Words("same surname at the same postcode")
            best[identity.key] = Candidate(identity.key, "look", (reason,), weight)
    return tuple(sorted(best.values(), key=lambda c: (-c.weight, repr(c.key))))


def weigh(key: Hashable, mine: Face, theirs: Face) -> Candidate | None:
    """How far two faces may be one person, with the reasons; None when too little speaks for it."""
    numbers = shared_ids(mine, theirs)
    conflict = ids_conflict(frozenset(mine.ids), frozenset(theirs.ids))
    here = bool(mine.postcode) and mine.postcode == theirs.postcode
    born = mine.dob is not None and mine.dob == theirs.dob
    slip = slip_between(mine.dob, theirs.dob) if mine.dob and theirs.dob else ""
    same, alike = same_name(mine, theirs), name_alike(mine, theirs)
    undated = mine.dob is None or theirs.dob is None
    reasons: list[str] = [_SAME.get(scheme, Words("same reference")) for scheme in numbers]
    reasons += _reasons_of_name(mine, theirs)
    if born or slip:
        reasons.append(Words("same date of birth") if born else Words("date of birth with %(slip)s", slip=slip))
    if mine.postcode and theirs.postcode:
        reasons.append(Words("same postcode") if here else Words("different postcode"))
    against: list[str] = [Words("different NHS, pupil or National Insurance number")] if conflict else []
    against += [Words("different sex recorded")] if sexes_conflict(mine, theirs) else []
    if mine.dob and theirs.dob and not born and not slip:
        against.append(Words("different date of birth"))
    sure = (numbers and bears_out(mine, theirs)) or (same and (born or (here and slip)))
    sure = sure or (born and here and (alike or given_alike(mine, theirs)))
    likely = numbers or (alike and (born or slip or (here and undated)))
    likely = likely or (born and here and family_alike(mine, theirs))
    if not (sure or likely):
        return None
    weight = 8 * len(numbers) + 4 * born + 2 * bool(slip) + 3 * same + 2 * alike + 2 * here - 4 * len(against)
    band = "link" if sure and not conflict and not sexes_conflict(mine, theirs) else "look"
    return Candidate(key, band, (*reasons, *against), weight)


def _reasons_of_name(mine: Face, theirs: Face) -> list[str]:
    if same_name(mine, theirs):
        return [
            Words("same name") if mine.given == theirs.given else Words("same name, given and family name exchanged")
        ]
    if swapped_alike(mine, theirs):
        return [Words("name alike, given and family name exchanged")]
    found: list[str] = []
    if mine.given and mine.given == theirs.given:
        found.append(Words("same given name"))
    elif given_alike(mine, theirs):
        found.append(Words("given name a letter off or shortened"))
    if mine.family and mine.family == theirs.family:
        found.append(Words("same surname"))
    elif family_alike(mine, theirs):
        found.append(Words("surname a letter off, or part of a double name"))
    return found
