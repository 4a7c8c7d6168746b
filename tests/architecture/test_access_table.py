"""Every address stands in the access table, every row has an address, and each answers as its row says."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from agencies.access import USUAL_PURPOSE, Audience
from agencies.vocabulary import Role
from lintel.access import TABLE
from tests.architecture.addresses import a_share, addresses, closed_to, let_in, walk
from tests.cast import Cast


def test_every_address_stands_in_the_access_table() -> None:
    assert sorted(set(addresses()) - set(TABLE)) == []


def test_every_row_has_an_address() -> None:
    assert sorted(set(TABLE) - set(addresses())) == []


def test_every_address_has_a_name_of_its_own() -> None:
    names = [name for name, _path in walk(get_resolver(), "", "")]
    assert "None" not in {name.rpartition(":")[2] for name in names}
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_row_names_roles_and_every_role_has_a_usual_purpose() -> None:
    assert [name for name, row in TABLE.items() if row.audience is Audience.IN_POST and not row.purposes] == []
    assert [name for name, row in TABLE.items() if row.audience is not Audience.IN_POST and row.purposes] == []
    assert set(USUAL_PURPOSE) == set(Role)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_anonymous_is_led_to_sign_in_wherever_a_row_is_not_public(client: Client, db: Any, name: str) -> None:
    path = addresses().get(name)
    if path is None or TABLE[name].audience is Audience.PUBLIC:
        return
    for method in (client.get, client.post):
        answer = method(path)
        if path.startswith("/api/"):
            assert answer.status_code == 401 and answer["Content-Type"] == "application/problem+json"
        else:
            assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/"), path


def test_a_role_that_is_not_in_a_row_gets_403_in_words(cast: Cast) -> None:
    asked = a_share()
    assert {role for role, _ in asked} == {role for role in Role if closed_to(role)}
    assert let_in(cast, asked) == []
