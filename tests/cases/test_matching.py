"""Who is who at the front door, by rules in the open."""

from datetime import date

from cases.likeness import Identity
from cases.matching import MemoryIndex, match_one

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
