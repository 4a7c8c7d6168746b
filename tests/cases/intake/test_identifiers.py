"""Which numbers may join people."""

import pytest

from cases.intake.identifiers import read_nhs_number, read_nino, read_upn, read_uprn


@pytest.mark.parametrize(
    ("written", "usable"),
    [
        ("9434765919", True),
        ("943 476 5919", True),
        ("943-476-5919", True),
        ("9434765918", False),
        ("943476591", False),
        ("0000000000", False),
        ("94347659١9", False),
        ("", False),
    ],
)
def test_an_nhs_number_has_ten_digits_and_a_right_check_digit(written: str, usable: bool) -> None:
    assert read_nhs_number(written).usable is usable


@pytest.mark.parametrize(
    ("written", "usable", "why"),
    [
        ("R201100018042", True, ""),
        ("r201100018042", True, ""),
        ("R201100018043", False, "check letter"),
        ("S201100018042", False, "a letter and twelve digits"),
        ("R20110001804", False, "a letter and twelve digits"),
    ],
)
def test_a_pupil_number_has_a_right_check_letter(written: str, usable: bool, why: str) -> None:
    number = read_upn(written)
    assert number.usable is usable
    assert why in number.why


def test_a_temporary_pupil_number_joins_nobody() -> None:
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    body = "20110001804A"
    total = sum(int(digit) * weight for weight, digit in enumerate(body[:11], 2))
    number = read_upn(letters[total % 23] + body)
    assert not number.usable
    assert "temporary" in number.why


@pytest.mark.parametrize(
    ("written", "usable"),
    [
        ("AB123456C", True),
        ("ab 12 34 56 c", True),
        ("BG123456C", False),
        ("TN123456C", False),
        ("QQ123456C", False),
        ("AO123456C", False),
        ("AB123456E", False),
        ("AB12345C", False),
    ],
)
def test_a_national_insurance_number_follows_the_pattern(written: str, usable: bool) -> None:
    assert read_nino(written).usable is usable


def test_a_uprn_has_up_to_twelve_digits() -> None:
    assert read_uprn("000010001234567").value == "10001234567"
    assert not read_uprn("1234567890123").usable
    assert not read_uprn("12A").usable
