"""What happens in the made-up households, as partners' systems would come to hold it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lintel.demo.households import Home, Member

POLICE = {
    "crime": (("ASB - NUISANCE", 2.2), ("ARREST", 0.5)),
    "domestic_abuse": (("DOMESTIC ABUSE - NON CRIME", 1.6),),
    "safety": (("MISSING PERSON", 0.6),),
}
HEALTH = {
    "health": (("ED attendance", 1.5), ("Ambulance conveyance", 0.4)),
    "substance": (("ED attendance", 0.7), ("Emergency admission", 0.2)),
}


@dataclass(frozen=True)
class Happening:
    """Something about one person: which file tells of it, in which words, from when to when (the end excluded)."""

    file: str
    home: Home
    person: Member
    words: str
    first: date
    end: date | None = None
    other: Member | None = None


def happenings(dice: random.Random, homes: list[Home], covers: tuple[date, date]) -> Iterator[Happening]:
    """Everything that happened in the days covered, household by household; pupils' terms are made elsewhere."""
    for home in homes:
        for one in (*_points(dice, home, covers), *_spells(dice, home, covers)):
            if not home.helped or one.first < home.helped[0]:
                yield _shortened(dice, one)
            elif dice.random() >= (0.35 if one.first < home.helped[1] else 0.6):
                yield one


def _shortened(dice: random.Random, one: Happening) -> Happening:
    """What was going on when help began; half of it ends sooner."""
    began = one.home.helped[0] if one.home.helped else None
    if began is None or one.end is None or one.end <= began or dice.random() < 0.5:
        return one
    return replace(one, end=min(one.end, began + timedelta(days=dice.randrange(30, 200))))


def _times(dice: random.Random, yearly: float, covers: tuple[date, date]) -> int:
    days = (covers[1] - covers[0]).days
    return sum(dice.random() < yearly / 365 * 7 for _ in range(days // 7))


def _day(dice: random.Random, covers: tuple[date, date]) -> date:
    return covers[0] + timedelta(days=dice.randrange((covers[1] - covers[0]).days))


def _born(people: list[Member], day: date) -> list[Member]:
    return [one for one in people if one.born <= day]


def _points(dice: random.Random, home: Home, covers: tuple[date, date]) -> Iterator[Happening]:
    chances: list[tuple[str, str, float]] = [("health_events", "ED attendance", 0.3)]
    for trouble in sorted(home.troubles):
        chances += [("police_incidents", words, yearly) for words, yearly in POLICE.get(trouble, ())]
        chances += [("health_events", words, yearly) for words, yearly in HEALTH.get(trouble, ())]
    if "housing" in home.troubles:
        chances += [("council_housing", "Notice seeking possession", 0.5), ("council_housing", "Eviction", 0.06)]
        chances += [("council_housing", "Homelessness application", 0.3)]
    for file, words, yearly in chances:
        for _ in range(_times(dice, yearly, covers)):
            day = _day(dice, covers)
            who = _who(dice, home, file, words, day)
            if who:
                others = [one for one in home.adults if one is not who]
                both = words.startswith("DOMESTIC") and others and dice.random() < 0.6
                yield Happening(file, home, who, words, day, other=dice.choice(others) if both else None)


def _who(dice: random.Random, home: Home, file: str, words: str, day: date) -> Member | None:
    people = home.adults
    if words == "MISSING PERSON":
        people = [one for one in home.children if 10 <= one.age(day) <= 17]
    elif words == "ASB - NUISANCE":
        people = [one for one in home.members if one.age(day) >= 10]
    elif file == "health_events":
        people = home.members
    able = _born(people, day)
    return dice.choice(able) if able else None


def _spells(dice: random.Random, home: Home, covers: tuple[date, date]) -> Iterator[Happening]:
    wanted: list[tuple[str, str, list[Member], tuple[int, int]]] = []
    if "safety" in home.troubles:
        wanted.append(("council_social_care", dice.choice(("CIN", "CIN", "CPP")), home.children, (120, 700)))
        if dice.random() < 0.08:
            wanted.append(("council_social_care", "CLA", home.children, (90, 500)))
    if "health" in home.troubles:
        wanted.append(("health_events", "Mental health service", home.members, (120, 500)))
    if "substance" in home.troubles:
        wanted.append(("health_events", "Substance misuse treatment", home.adults, (90, 400)))
    if "money" in home.troubles:
        for adult in home.adults:
            wanted.append(("jcp_claims", "UC - Searching for work", [adult], (300, 1200)))
    elif dice.random() < 0.15:
        wanted.append(("jcp_claims", "UC - Working no requirements", home.adults, (90, 700)))
    for file, words, people, (low, high) in wanted:
        first = _day(dice, covers)
        able = _born(people, first)
        if able:
            end = first + timedelta(days=dice.randrange(low, high))
            yield Happening(file, home, dice.choice(able), words, first, end if end <= covers[1] else None)
