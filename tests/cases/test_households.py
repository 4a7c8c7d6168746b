"""Who lives together, from where people were seen."""

import random
from datetime import date

from cases.households import Sighting, households


def found(*sightings: Sighting) -> set[frozenset[object]]:
    return {frozenset(home.people) for home in households(sightings)}


def at(person: str, postcode: str, address: str = "", family: str = "Khan", on: date | None = None) -> Sighting:
    return Sighting(person, postcode, address, family, on)


MILL, MOOR = "12 Mill Lane", "3 Moor Road"


def test_people_at_one_address_are_a_household() -> None:
    assert found(at("a", "WX4 3AF", MILL), at("b", "wx43af", "12 MILL LANE"), at("c", "WX4 3AF", MOOR, "Holt")) == {
        frozenset("ab"),
        frozenset("c"),
    }


def test_a_person_seen_by_postcode_alone_joins_the_home_there() -> None:
    assert found(at("a", "WX4 3AF", MILL), at("b", "WX4 3AF", family="Holt")) == {frozenset("ab")}


def test_where_two_homes_share_a_postcode_the_name_decides() -> None:
    assert found(at("a", "WX4 3AF", MILL), at("b", "WX4 3AF", MOOR, "Holt"), at("c", "WX4 3AF", family="Holt")) == {
        frozenset("a"),
        frozenset("bc"),
    }
    assert frozenset("d") in found(
        at("a", "WX4 3AF", MILL), at("b", "WX4 3AF", MOOR, "Holt"), at("d", "WX4 3AF", family="Barlow")
    )


def test_several_of_one_other_name_are_a_home_of_their_own() -> None:
    assert found(at("a", "WX4 3AF", MILL), at("b", "WX4 3AF", family="Holt"), at("c", "WX4 3AF", family="Holt")) == {
        frozenset("a"),
        frozenset("bc"),
    }


def test_a_home_is_where_a_person_was_seen_most_and_last() -> None:
    assert found(
        at("a", "WX4 3AF", MILL),
        at("b", "WX4 3AF", MILL),
        at("b", "WX4 3AF", MILL),
        at("b", "WX9 9ZZ", MOOR),
    ) == {frozenset("ab")}
    old, new = date(2024, 1, 1), date(2025, 1, 1)
    assert found(at("a", "WX4 3AF", MILL), at("b", "WX9 9ZZ", MOOR, on=old), at("b", "WX4 3AF", MILL, on=new)) == {
        frozenset("ab")
    }


def test_of_places_seen_as_often_home_is_where_most_others_live() -> None:
    old, new = date(2024, 1, 1), date(2025, 1, 1)
    family = [at("a", "WX4 3AF", MILL), at("b", "WX4 3AF", MILL)]
    child = [at("c", "WX4 3AF", MILL, "Holt", on=old), at("c", "WX9 9ZZ", MOOR, "Holt", on=new)]
    assert found(*family, *child) == {frozenset("abc")}
    assert found(*child, at("d", "WX9 9ZZ", MOOR), at("e", "WX4 3AF", MILL, "Bell")) == {
        frozenset("cd"),
        frozenset("e"),
    }


def test_somebody_seen_only_where_a_family_used_to_be_joins_it_when_the_name_agrees() -> None:
    family = [at("a", "WX4 3AF", MILL), at("a", "WX4 3AF", MILL), at("a", "WX9 9ZZ", MOOR)]
    assert found(*family, at("b", "WX9 9ZZ", MOOR)) == {frozenset("ab")}
    assert found(*family, at("b", "WX9 9ZZ", MOOR, "Holt")) == {frozenset("a"), frozenset("b")}


def test_people_without_a_postcode_are_households_of_their_own() -> None:
    assert found(at("a", ""), at("b", "")) == {frozenset("a"), frozenset("b")}


def test_the_order_of_sightings_makes_no_difference() -> None:
    sightings = [
        at(f"p{n % 9}", ("WX4 3AF", "WX9 9ZZ", "WX1 1AA")[n % 3], (MILL, MOOR, "")[n % 4 % 3], ("Khan", "Holt")[n % 2])
        for n in range(40)
    ]
    first = households(sightings)
    for seed in range(5):
        random.Random(seed).shuffle(sightings)
        assert households(sightings) == first
