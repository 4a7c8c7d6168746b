"""The addresses of the house, and who is let in where their row of the access table has no place for them."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from uuid import uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from agencies.access import Audience
from agencies.vocabulary import Role
from lintel.access import TABLE
from tests.cast import Cast, sign_in

SAMPLES = {"uuid": str(uuid4()), "int": "1", "slug": "x", "str": "x", "path": "x"}


@cache
def addresses() -> dict[str, str]:
    """The path of every address by its view name, with made-up words in place of its variables."""
    return dict(walk(get_resolver(), "", ""))


def walk(resolver: URLResolver, before: str, names: str) -> Iterator[tuple[str, str]]:
    for item in resolver.url_patterns:
        route = before + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from walk(item, route, f"{names}{item.namespace}:" if item.namespace else names)
        elif isinstance(item, URLPattern):
            yield f"{names}{item.name}", "/" + re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]], route)


Refusals = list[tuple[Role, str]]


def closed_to(role: Role) -> list[str]:
    """The addresses that are not for this role."""
    return [
        name
        for name, row in TABLE.items()
        if row.audience is Audience.IN_POST and role not in row.purposes and name in addresses()
    ]


def a_share() -> Refusals:
    """Every address asked by one role that it is not for; every role at one address of each set of roles."""
    asked: Refusals = []
    turns = cycle(Role)
    for name in dict.fromkeys(name for role in Role for name in closed_to(role)):
        asked.append((next(role for role in turns if name in closed_to(role)), name))
    for role in Role:
        one_of_each = {frozenset(TABLE[name].purposes): name for name in closed_to(role)}
        asked += [(role, name) for name in one_of_each.values()]
    return asked


def let_in(cast: Cast, asked: Refusals) -> list[tuple[str, str, int]]:
    """Those that were not refused in words; whatever the address names, the role is asked first."""
    actors = {actor.role: actor for actor in cast.everybody().values()}
    clients = {role: sign_in(Client(), actors[role]) for role in dict.fromkeys(role for role, _ in asked)}
    found = []
    for role, name in asked:
        answer = clients[role].get(addresses()[name])
        if answer.status_code != 403 or b"You act as" not in answer.content:
            found.append((str(role), name, answer.status_code))
    return found
