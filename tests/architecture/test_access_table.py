"""Every address stands in the access table, every row has an address, and each answers as its row says."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from agencies.access import USUAL_PURPOSE, Audience
from agencies.vocabulary import Role
from lintel.access import TABLE
from tests.cast import Cast, sign_in

SAMPLES = {"uuid": str(uuid4()), "int": "1", "slug": "x", "str": "x", "path": "x"}


def addresses() -> dict[str, str]:
    """The path of every address by its view name, with made-up words in place of its variables."""
    return dict(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, before: str, names: str) -> Iterator[tuple[str, str]]:
    for item in resolver.url_patterns:
        route = before + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _walk(item, route, f"{names}{item.namespace}:" if item.namespace else names)
        elif isinstance(item, URLPattern):
            yield f"{names}{item.name}", "/" + re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]], route)


def test_every_address_stands_in_the_access_table() -> None:
    assert sorted(set(addresses()) - set(TABLE)) == []


def test_every_row_has_an_address() -> None:
    assert sorted(set(TABLE) - set(addresses())) == []


def test_every_address_has_a_name_of_its_own() -> None:
    names = [name for name, _path in _walk(get_resolver(), "", "")]
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
    """Every role at every address that is not its own; whatever the address names, the role is asked first."""
    let_in = []
    paths = addresses()
    for role in Role:
        actor = next(one for one in cast.everybody().values() if one.role == role)
        client = sign_in(Client(), actor)
        for name, row in TABLE.items():
            if row.audience is not Audience.IN_POST or role in row.purposes or name not in paths:
                continue
            answer = client.get(paths[name])
            if answer.status_code != 403 or b"You act as" not in answer.content:
                let_in.append((str(role), name, answer.status_code))
    assert let_in == []
