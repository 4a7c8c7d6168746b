"""Keyed hashes: the same for the same value and purpose, of no use for another, and shared when they are short."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from datasharing.keys.blinding import blind

BIRTH_DATES = [f"{year}-{month:02}-{day:02}" for year in range(1930, 2020) for month in (1, 7) for day in (1, 9, 21)]


def test_a_keyed_hash_is_hmac_sha_256_under_a_key_of_the_purpose() -> None:
    """Worked beforehand from the tests' own secret with openssl, so that nobody changes it unawares."""
    assert blind("person.upn", "A123").hex() == "32852a79d92d2a2d10bb6df82699847e11b0d0058bf4b624584b29e84ac9d190"


@given(st.text(min_size=1, max_size=40), st.integers(min_value=1, max_value=256))
def test_few_bits_are_the_first_of_the_whole_and_zeros_after(value: str, bits: int) -> None:
    whole, kept = blind("person.upn", value), blind("person.upn", value, bits=bits)
    spare = len(kept) * 8 - bits
    assert len(whole) == 32 and 0 <= spare < 8
    assert int.from_bytes(kept) >> spare == int.from_bytes(whole) >> 256 - bits
    assert int.from_bytes(kept) & (1 << spare) - 1 == 0


def test_hashes_of_two_purposes_two_values_and_two_secrets_differ(settings) -> None:
    found = {blind(purpose, value) for purpose in ("person.upn", "person.nino") for value in ("A123", "A124")}
    settings.LINTEL_BLINDING = "d" * 42 + "A"
    assert len(found | {blind("person.upn", "A123")}) == 5


def test_nothing_is_never_the_same_as_something() -> None:
    assert blind("person.upn", "") == blind("person.upn", "", bits=8) == b"" != blind("person.upn", "0", bits=8)


def test_a_short_hash_of_a_birth_date_is_shared_by_several() -> None:
    assert len({blind("person.date_of_birth", day, bits=6) for day in BIRTH_DATES}) <= 64 < len(BIRTH_DATES) / 8


@pytest.mark.parametrize("bits", [0, -8, 257])
def test_other_numbers_of_bits_are_refused(bits: int) -> None:
    with pytest.raises(ValueError, match="bits"):
        blind("person.upn", "A123", bits=bits)


@pytest.mark.parametrize("written", ["", "short", "~" * 43])
def test_a_secret_that_cannot_be_read_is_refused_in_words_without_it(settings, written: str) -> None:
    settings.LINTEL_BLINDING = written
    with pytest.raises(ImproperlyConfigured) as refused:
        blind("person.upn", "A123")
    assert "LINTEL_BLINDING" in str(refused.value) and "short" not in str(refused.value)
