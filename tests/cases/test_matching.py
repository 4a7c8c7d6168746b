"""Who is who at the front door, by rules in the open."""

from datetime import date

from cases.likeness import Identity
from cases.matching import MemoryIndex, at_home, match_one

BORN = date(2010, 3, 9)
NHS = ("nhs_number", "9434765919")


def ann(key: str, **changed: object) -> Identity:
    held: dict[str, object] = {"given": "Ann", "family": "Khan", "dob": BORN, "postcode": "WX4 3AF"}
    return Identity(key, **(held | changed))  # type: ignore[arg-type]


def test_at_the_front_door_a_known_person_is_linked_with_reasons() -> None:
    match = match_one(ann("?"), MemoryIndex([ann("known", ids=(NHS,)), ann("sibling", given="Beth")]))
    assert match.band == "link"
    assert match.candidates[0].key == "known"
    assert match.candidates[0].reasons == ("same name", "same date of birth", "same postcode")
    assert [c.band for c in match.candidates[1:]] == ["look"]


def test_a_number_with_another_name_and_birth_date_is_only_looked_at() -> None:
    stranger = Identity("stranger", "Wayne", "Holt", date(1980, 5, 5), "WX1 1AA", (NHS,))
    match = match_one(ann("?", ids=(NHS,)), MemoryIndex([stranger]))
    assert match.band == "look"
    assert match.candidates[0].reasons == ("same NHS number", "different postcode", "different date of birth")


def test_a_slip_and_another_address_is_only_looked_at() -> None:
    known = ann("known", dob=date(2010, 9, 3), ids=(NHS,), postcode="WX9 9ZZ")
    match = match_one(ann("?", ids=(NHS,)), MemoryIndex([known]))
    assert match.band == "link"
    father = ann("father", dob=date(1980, 3, 9))
    assert match_one(ann("?", dob=None), MemoryIndex([father, ann("son")])).band == "look"


def test_when_two_fit_equally_nobody_is_linked() -> None:
    match = match_one(ann("?", postcode=""), MemoryIndex([ann("one"), ann("two", postcode="WX9 9ZZ")]))
    assert match.band == "look"
    assert all("more than one person fits" in c.reasons for c in match.candidates)


def test_nobody_alike_is_new() -> None:
    match = match_one(ann("?"), MemoryIndex([Identity("x", "Wayne", "Holt", date(1980, 5, 5), "WX1 1AA")]))
    assert (match.band, match.candidates) == ("new", ())


def test_a_short_form_of_the_name_is_the_same_name_at_the_front_door() -> None:
    known = Identity("known", "Elizabeth", "Khan", BORN, "WX4 3AF")
    match = match_one(Identity("?", "Liz", "Khan", BORN, "WX4 3AF"), MemoryIndex([known]))
    assert match.band == "link"


def test_at_home_are_those_of_the_name_where_it_lives_and_the_same_address_comes_first() -> None:
    named = [
        Identity("0", "Wayne", "Orme", None, "WX10 8QB", address="1 High Street"),
        Identity("1", "Zoe", "Holt", None, "", address="1 High Street"),
    ]
    known = [
        Identity("a", "Ruth", "Orme", None, "wx108qb", address="9 High Street"),
        Identity("b", "Ruth", "Orme-Bell", None, "WX108QB", address="1, High Street."),
        Identity("b", "Ruth", "Bell", None, "WX108QB", address="1 High Street"),
        Identity("c", "Tia", "Holt", None, "WX108QB", address="1 High Street"),
        Identity("d", "Omar", "Orme", None, "WX1 1AA"),
        Identity("e", "Omar", "Orme", None, ""),
    ]
    found = at_home(named, known)
    assert [(one.key, one.band, one.reasons) for one in found] == [
        ("b", "look", ("same surname at the same address",)),
        ("a", "look", ("same surname at the same postcode",)),
    ]
    assert at_home([], known) == at_home(named, []) == ()


def test_the_order_of_those_known_makes_no_difference_to_who_is_at_home() -> None:
    named = [Identity("0", "Wayne", "Orme", None, "WX10 8QB")]
    known = [Identity(key, "Ruth", "Orme", None, "WX108QB") for key in "cab"]
    assert at_home(named, known) == at_home(named, known[::-1])
