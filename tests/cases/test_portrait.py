"""One person as their records together write them."""

from datetime import date

from cases.portrait import Written, match_key, portrait


def written(
    given: str = "Ann", family: str = "Khan", born: date | None = None, records: int = 1, **numbers: str
) -> Written:
    held = {"sex": "", "nhs_number": "", "upn": "", "nino": ""} | numbers
    return Written(given, family, born, **held, records=records)


def test_the_commonest_of_each_is_taken() -> None:
    found = portrait([
        written("Rob", born=date(1980, 1, 2), records=2, nhs_number="1"),
        written("Robert", born=date(1980, 2, 1), records=3, sex="M"),
        written("Robert", "Holt", nhs_number="2", records=2),
    ])  # fmt: skip
    assert (found.given_name, found.family_name) == ("Robert", "Khan")
    assert (found.date_of_birth, found.sex, found.nhs_number) == (date(1980, 2, 1), "M", "1")


def test_of_equals_the_longer_name_is_taken_and_order_makes_no_difference() -> None:
    records = [written("Rob"), written("Robert"), written("Bob")]
    assert portrait(records) == portrait(records[::-1])
    assert portrait(records).given_name == "Robert"


def test_a_name_is_spelled_with_capitals_and_accents_where_somebody_does() -> None:
    assert portrait([written("SIAN", records=5), written("Siân"), written("Sian")]).given_name == "Siân"
    assert portrait([written("ANN", "O'BRIEN")]).family_name == "O'Brien"
    assert portrait([written('=HYPERLINK("x")&Ann')]).given_name == "Ann"


def test_where_nobody_says_it_is_empty() -> None:
    found = portrait([written("", "Unknown")])
    assert (found.given_name, found.family_name, found.date_of_birth) == ("", "", None)


def test_a_match_key_is_the_same_for_swapped_names_and_empty_without_all_three() -> None:
    born = date(2010, 3, 9)
    assert match_key("Ann", "O'Brien", born) == match_key("OBRIEN", "ann", born) != ""
    assert match_key("Ann", "", born) == match_key("Ann", "Khan", None) == ""


def test_a_match_key_cannot_be_guessed_without_the_secret(settings) -> None:
    born = date(2010, 3, 9)
    ours = match_key("Ann", "Khan", born)
    settings.LINTEL_BLINDING = "d" * 42 + "A"
    assert len(ours) == 10 and match_key("Ann", "Khan", born) != ours
