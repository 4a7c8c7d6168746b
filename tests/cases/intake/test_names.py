"""Names made comparable, and values made safe for a spreadsheet."""

import pytest

from cases.intake.names import as_written, name_parts, neutralise, plain_address, plain_name, plain_postcode


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("O'Brien", "obrien"),
        ("O’BRIEN", "obrien"),
        ("Siân", "sian"),
        ("Zoë  ", "zoe"),
        ("Mc Donald", "mcdonald"),
        ("Ali-Khan", "alikhan"),
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ('=HYPERLINK("x")&Olivia', "olivia"),
        ('=HYPERLINK("X")&JAACK', "jaack"),
        ('\'=HYPERLINK("x")&Siân', "sian"),
        ("+Ann", "ann"),
        ("@Ann", "ann"),
        ("-Ann", "ann"),
        ("Not known", ""),
        ("N/A", ""),
        ("", ""),
        ("Омар", "омар"),
    ],
)
def test_a_name_is_compared_by_its_letters(written: str, plain: str) -> None:
    assert plain_name(written) == plain


def test_a_double_name_has_two_parts() -> None:
    assert name_parts("Ali-Khan O'Brien") == ("ali", "khan", "obrien")


def test_postcodes_and_addresses_are_compared_without_case_and_space() -> None:
    assert plain_postcode(" wx4 3af") == plain_postcode("WX43AF") == "WX43AF"
    assert plain_postcode("not one") == ""
    assert plain_address("12, St. Mary's  Road") == plain_address("12 ST MARYS ROAD") == "12 st marys road"


@pytest.mark.parametrize("risky", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_a_value_that_a_spreadsheet_would_run_is_neutralised_and_comes_back(risky: str) -> None:
    safe = neutralise(risky)
    assert safe == "'" + risky
    assert as_written(safe) == risky


@pytest.mark.parametrize("harmless", ["Ann", "", "O'Neil", "'Tis", "12 Mill Lane", "a=b"])
def test_a_harmless_value_stays_as_it_is(harmless: str) -> None:
    assert neutralise(harmless) == harmless
    assert as_written(harmless) == harmless
