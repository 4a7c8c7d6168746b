"""Who is who in bulk: one linkage of many small scenes, each in a town, a decade and with numbers of its own."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from cases.likeness import Identity
from cases.linkage.engine import Linked, link

Scene = Callable[["Town"], list[Identity]]


NAMES = ("Ann", "Priya", "Chloe", "Tariq", "Blessing", "Ioana", "Callum", "Heather", "Noor", "Gavin", "Mei", "Declan")


class Town:
    """Where one scene plays: nobody here shares a name, a day, a postcode or a number with another scene."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.born = date(1950 + 2 * number, 3, 9)
        self.here, self.there, self.far = (f"WX{number + 1} {digit}AF" for digit in (3, 5, 9))
        letters = "abcdefghijklmnoprstuvwyz"
        self.family = f"{letters[number % 23]}orth{letters[number * 7 % 23]}wick"
        self.given = NAMES[number % len(NAMES)]
        self.nhs, self.other_nhs = ((("nhs_number", f"9{number:03d}{digit * 6}"),) for digit in "37")

    def one(self, key: str, **changed: object) -> Identity:
        """Somebody of the town's usual names; `key` is theirs within the scene."""
        said: dict[str, object] = {"given": self.given, "family": self.family, "dob": self.born, "postcode": self.here}
        return Identity((self.number, key), **(said | changed))  # type: ignore[arg-type]


TOGETHER: dict[str, Scene] = {
    "one number, the name written differently": lambda t: [
        t.one("a", ids=t.nhs),
        t.one("b", given=f"{t.given}ie", postcode=t.far, dob=None, ids=t.nhs),
        t.one("c", family="Barlow", ids=t.nhs),
    ],
    "the same name and birth date at another address": lambda t: [t.one("a"), t.one("b", postcode=t.far)],
    "names given in reverse": lambda t: [t.one("a"), t.one("b", given=t.family.upper(), family=t.given, postcode="")],
    "a spreadsheet formula in front": lambda t: [t.one("a"), t.one("b", given=f'=HYPERLINK("x")&{t.given}')],
    "no birth date, the only one of the name there": lambda t: [t.one("a"), t.one("b", dob=None)],
    "day and month exchanged": lambda t: [t.one("a"), t.one("b", dob=t.born.replace(month=9, day=3))],
    "ten days off": lambda t: [t.one("a"), t.one("b", dob=t.born + timedelta(10))],
    "one day off, over the end of a month": lambda t: [
        t.one("a", dob=t.born.replace(month=1, day=31)),
        t.one("b", dob=t.born.replace(month=2, day=1)),
    ],
    "two letters exchanged": lambda t: [
        t.one("a"),
        t.one("b", family=f"{t.family[:2]}{t.family[3:1:-1]}{t.family[4:]}"),
    ],
    "a double name": lambda t: [t.one("a"), t.one("b", family=f"{t.family}-Holt")],
    "a married name": lambda t: [t.one("a"), t.one("b", family="Barlow")],
    "a nickname": lambda t: [t.one("a", given="Elizabeth"), t.one("b", given="Liz")],
    "a nickname and another address": lambda t: [
        t.one("a", given="Margaret"),
        t.one("b", given="Peggy", postcode=t.far),
    ],
    "another transliteration": lambda t: [t.one("a", given="Muhammad"), t.one("b", given="Mohd")],
    "an Irish name by ear": lambda t: [t.one("a", given="Siobhan"), t.one("b", given="Shevaun")],
    "a Polish short form": lambda t: [t.one("a", given="Katarzyna"), t.one("b", given="Kasia")],
    "a number one digit off": lambda t: [
        t.one("a", ids=(("nino", "AB123456C"),)),
        t.one("b", ids=(("nino", "AB123466C"),)),
    ],
    "where the family used to live, undated": lambda t: [
        *(t.one(f"a{n}", given=name, dob=t.born + timedelta(400 * n)) for n, name in enumerate(("Ann", "Omar", "Zoe"))),
        *(
            t.one(f"b{n}", given=name, dob=t.born + timedelta(400 * n), postcode=t.far)
            for n, name in enumerate(("Ann", "Omar"))
        ),
        t.one("lost", given="Zoe", dob=None, postcode=t.far),
    ],
    "decided by a practitioner, whatever the evidence": lambda t: [
        t.one("a", anchor=f"one {t.number}"),
        t.one(
            "b", given="Wayne", family="Holt", dob=t.born + timedelta(9000), postcode=t.far, anchor=f"one {t.number}"
        ),
    ],
}
APART: dict[str, Scene] = {
    "a number mistyped into a stranger's": lambda t: [
        t.one("a", ids=t.nhs),
        t.one("b", given="Wayne", family="Holt", dob=t.born + timedelta(9000), postcode=t.far, ids=t.nhs),
    ],
    "twins": lambda t: [t.one("a"), t.one("b", given="Beth")],
    "siblings under one mistyped number": lambda t: [
        t.one("a", ids=t.nhs, dob=t.born + timedelta(700)),
        t.one("b", given="Wayne", ids=t.nhs),
    ],
    "one name and birth date, two numbers": lambda t: [
        t.one("a", ids=t.nhs),
        t.one("b", postcode=t.far, ids=t.other_nhs),
    ],
    "father and son of one name, and a record of either": lambda t: [
        t.one("father", dob=t.born - timedelta(9000)),
        t.one("son"),
        t.one("undated", dob=None),
    ],
    "no birth date and another address": lambda t: [t.one("a"), t.one("b", dob=None, postcode=t.far)],
    "one digit off, and another address": lambda t: [
        t.one("a"),
        t.one("b", dob=t.born + timedelta(10), postcode=t.far),
    ],
    "different sex": lambda t: [t.one("a", given="Ali", sex="F"), t.one("b", given="Ali", sex="M")],
    "two people dealt with, of one number": lambda t: [
        t.one("a", ids=t.nhs, anchor=f"one {t.number}"),
        t.one("b", ids=t.nhs, anchor=f"two {t.number}"),
    ],
    "a record that fits two people dealt with": lambda t: [
        t.one("a", anchor=f"one {t.number}"),
        t.one("b", anchor=f"two {t.number}"),
        t.one("c", postcode=t.far),
    ],
    "three letters are too few to mistype": lambda t: [t.one("a", given="Lee"), t.one("b", given="Leo")],
    "two dates of birth, each on two records": lambda t: [
        t.one("a", rows=2),
        t.one("b", dob=t.born.replace(month=9, day=3), rows=2),
    ],
}
TOWNS = {name: Town(number) for number, name in enumerate([*TOGETHER, *APART])}
EVERYBODY = [one for name, scene in (TOGETHER | APART).items() for one in scene(TOWNS[name])]


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(EVERYBODY)


def _people(linked: Linked, name: str) -> list[int]:
    return [number for key, number in linked.people.items() if key[0] == TOWNS[name].number]  # type: ignore[index]


@pytest.mark.parametrize("name", [name for name in TOGETHER if name != "where the family used to live, undated"])
def test_records_of_one_person_are_joined(linked: Linked, name: str) -> None:
    assert len(set(_people(linked, name))) == 1


@pytest.mark.parametrize("name", APART)
def test_records_of_different_people_stay_apart(linked: Linked, name: str) -> None:
    numbers = _people(linked, name)
    assert len(set(numbers)) == len(numbers)


def test_a_record_at_a_former_address_finds_its_person_through_the_family(linked: Linked) -> None:
    town = TOWNS["where the family used to live, undated"].number
    assert linked.people[town, "lost"] == linked.people[town, "a2"]
    assert len({linked.people[town, key] for key in ("a0", "a1", "a2")}) == 3


def test_nobody_is_joined_across_scenes(linked: Linked) -> None:
    towns: dict[int, set[object]] = {}
    for key, number in linked.people.items():
        towns.setdefault(number, set()).add(key[0])  # type: ignore[index]
    assert all(len(found) == 1 for found in towns.values())


def test_what_was_alike_and_not_joined_is_left_to_look_at_with_the_reason(linked: Linked) -> None:
    said = {doubt.why for doubt in linked.doubts}
    assert {"more than one person fits", "two dates of birth, each on two records or more"} <= said
    assert "a practitioner has dealt with them as two people" in said


def test_the_order_of_records_makes_no_difference(linked: Linked) -> None:
    shuffled = list(EVERYBODY)
    random.Random(4).shuffle(shuffled)
    assert link(shuffled).people == linked.people


def test_nobody_and_one_person_are_linked_to_nobody() -> None:
    assert link([]).people == {}
    assert link(EVERYBODY[:1]).people == {EVERYBODY[0].key: 0}
