"""Who lives together, from where people were seen: found, not assumed. Pure.

A person's home is where they were seen most; of places seen as often, where most others live, and lately. Someone seen
by postcode alone joins the home there that bears their name. Someone seen only where a family used to be joins that
family where the name agrees.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from cases.intake.names import name_parts, plain_address, plain_postcode

Home = tuple[str, str]
"""Plain postcode and plain address; the address may be empty."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One record that says where a person was. `on` is a day of that record; None when it has none."""

    person: Hashable
    postcode: str
    address: str = ""
    family: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """People who share a home, in a steady order; the postcode and address are plain ones."""

    people: tuple[Hashable, ...]
    postcode: str
    address: str


@dataclass(slots=True)
class _Seen:
    """Where one person was seen: how often and when last at each home, and under which family names."""

    homes: Counter[Home]
    last: dict[Home, date]
    names: frozenset[str]


def households(sightings: Iterable[Sighting]) -> list[Household]:
    """Every person of the sightings in exactly one household. The order of the sightings makes no difference."""
    seen = _gather(sightings)
    named = {home for one in seen.values() for home in one.homes if home[1]}
    at_postcode: dict[str, list[Home]] = defaultdict(list)
    for home in sorted(named):
        at_postcode[home[0]].append(home)
    living: dict[Home, list[Hashable]] = defaultdict(list)
    waiting: list[tuple[Hashable, str]] = []
    company = _company(seen)
    for person in sorted(seen, key=repr):
        place = _most_seen(seen[person], company)
        if place is None:
            living["", repr(person)].append(person)
        elif place[1]:
            living[place].append(person)
        else:
            waiting.append((person, place[0]))
    _place_by_postcode(waiting, seen, at_postcode, living)
    _follow_moves(seen, living)
    return [
        Household(tuple(sorted(people, key=repr)), home[0], home[1] if home[0] else "")
        for home, people in sorted(living.items())
        if people
    ]


def _gather(sightings: Iterable[Sighting]) -> dict[Hashable, _Seen]:
    homes: dict[Hashable, Counter[Home]] = defaultdict(Counter)
    last: dict[Hashable, dict[Home, date]] = defaultdict(dict)
    names: dict[Hashable, set[str]] = defaultdict(set)
    for one in sightings:
        names[one.person].update(name_parts(one.family))
        postcode = plain_postcode(one.postcode)
        found = homes[one.person]
        if not postcode:
            continue
        home: Home = (postcode, plain_address(one.address))
        found[home] += 1
        if one.on is not None:
            last[one.person][home] = max(one.on, last[one.person].get(home, one.on))
    return {person: _Seen(found, last[person], frozenset(names[person])) for person, found in homes.items()}


def _company(seen: dict[Hashable, _Seen]) -> Counter[str]:
    """How many people certainly live at each postcode: seen there more often than anywhere else."""
    company: Counter[str] = Counter()
    for one in seen.values():
        codes = _codes(one)
        most = [code for code in codes if codes[code] == max(codes.values())]
        if len(most) == 1:
            company[most[0]] += 1
    return company


def _codes(seen: _Seen) -> Counter[str]:
    codes: Counter[str] = Counter()
    for home, count in seen.homes.items():
        codes[home[0]] += count
    return codes


def _most_seen(seen: _Seen, company: Counter[str]) -> Home | None:
    """The postcode most seen, with the address most seen there; of equals that of most people, then the latest."""
    codes = _codes(seen)
    if not codes:
        return None
    latest = {
        code: max((day for home, day in seen.last.items() if home[0] == code), default=date.min) for code in codes
    }
    postcode = max(codes, key=lambda code: (codes[code], company[code], latest[code], code))
    addresses = [home for home in seen.homes if home[0] == postcode and home[1]]
    if not addresses:
        return postcode, ""
    return max(addresses, key=lambda home: (seen.homes[home], seen.last.get(home, date.min), home))


def _place_by_postcode(
    waiting: list[tuple[Hashable, str]],
    seen: dict[Hashable, _Seen],
    at_postcode: dict[str, list[Home]],
    living: dict[Home, list[Hashable]],
) -> None:
    """Those known by postcode alone join the home there: the only one, or the only one that bears their name.

    Several who bear one name that the only home there does not are a home of their own.
    """
    bearers = Counter((postcode, name) for person, postcode in waiting for name in seen[person].names)
    names = {home: _names(people, seen) for home, people in living.items()}
    for person, postcode in waiting:
        homes = [home for home in at_postcode.get(postcode, []) if living.get(home)]
        bearing = [home for home in homes if names.get(home, set()) & seen[person].names]
        if len(bearing) == 1:
            living[bearing[0]].append(person)
        elif len(homes) == 1 and all(bearers[postcode, name] == 1 for name in seen[person].names):
            living[homes[0]].append(person)
        else:
            living[postcode, ""].append(person)


def _names(people: Iterable[Hashable], seen: dict[Hashable, _Seen]) -> set[str]:
    return {name for person in people for name in seen[person].names}


def _follow_moves(seen: dict[Hashable, _Seen], living: dict[Home, list[Hashable]]) -> None:
    """People at a place where another household used to be join that one, if it alone bears their name."""
    once: dict[str, set[Home]] = defaultdict(set)
    for home, people in living.items():
        for person in people:
            for other in seen[person].homes:
                if other[0] != home[0]:
                    once[other[0]].add(home)
    moves: list[tuple[Home, Home]] = []
    for home, people in sorted(living.items()):
        former = sorted(once.get(home[0], set()) - {home}) if home[0] else []
        bearing = [other for other in former if _names(people, seen) & _names(living[other], seen)]
        if len(bearing) == 1:
            moves.append((home, bearing[0]))
    gone: set[Home] = set()
    for home, target in moves:
        if target not in gone and living[home]:
            living[target] += living[home]
            living[home] = []
            gone.add(home)
