"""Reading and writing where the database is."""

import pytest

from lintel.setup.address import Address, AddressRefused, read_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("postgres://o@/house?host=/run/pg", Address("house", "o", host="/run/pg")),
        ("postgresql:///house", Address("house")),
        (
            "postgres://o:p%40ss%2F@db.example:6543/house?sslmode=require",
            Address("house", "o", "p@ss/", "db.example", "6543", (("sslmode", "require"),)),
        ),
        ("postgres://o@[::1]:5432/house", Address("house", "o", host="::1", port="5432")),
        ("postgres://o@/house?host=/run/pg&port=5433", Address("house", "o", host="/run/pg", port="5433")),
    ],
)
def test_an_address_is_read_and_written_back(url, address):
    assert read_address(url) == address
    assert read_address(address.url()) == address


def test_the_app_works_under_the_name_of_its_database():
    address = read_address("postgres://o:secret@db.example/house")
    assert address.app_role == "house_app"
    assert address.as_role("house_app", "other").django()["PASSWORD"] == "other"
    assert address.for_database("next").app_role == "next_app"


def test_what_is_unset_is_left_to_the_library_and_quotes_are_escaped():
    assert read_address("postgres:///house").conninfo() == "dbname='house'"
    quoted = "dbname='house' user='o' password='it\\'s\\\\'"
    assert Address("house", "o", "it's\\").conninfo() == quoted


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://o:secret@h/house", "PostgreSQL and in nothing else"),
        ("", "must begin with postgres://"),
        ("postgres://o:secret@h/", "names no database"),
        ("postgres://o:secret@h:port/house", "not well formed"),
    ],
)
def test_a_wrong_address_is_refused_in_words_without_its_password(url, words):
    with pytest.raises(AddressRefused) as refused:
        read_address(url)
    assert words in str(refused.value)
    assert "secret" not in str(refused.value)
