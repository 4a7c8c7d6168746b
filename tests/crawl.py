"""Everywhere that one reader comes to by the links of the pages, from their first page on."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.test import Client
from django.urls import Resolver404, resolve

from agencies.actor import Actor
from tests.cast import sign_in

LINK = re.compile(r'<a [^>]*href="([^"#]+)')
OF_EACH = 4
"""So many addresses of one page are visited: other families and referrals look the same."""


@dataclass(frozen=True)
class Visited:
    """One address: the page's name in the access table, what it answered, and the address that led there.

    `is_page`: it answered a page to be read, and not a file or the way to another address.
    """

    name: str
    path: str
    status: int
    led_from: str
    is_page: bool = False


def crawl(actor: Actor, first: str = "/") -> Iterator[Visited]:
    """Every page that this reader reaches; signing out and what leaves the house are passed over."""
    client = sign_in(Client(), actor)
    waiting, known, times = [(first, "")], {first}, Counter[str]()
    while waiting:
        path, led_from = waiting.pop(0)
        try:
            name = resolve(path.partition("?")[0]).view_name
        except Resolver404:
            yield Visited("", path, 404, led_from)
            continue
        times[name] += 1
        if times[name] > OF_EACH or name == "account_logout":
            continue
        answer = client.get(path)
        is_page = answer.status_code == 200 and "html" in answer.get("Content-Type", "")
        yield Visited(name, path, answer.status_code, led_from, is_page)
        for found in _links(answer, path):
            if found not in known:
                known.add(found)
                waiting.append((found, path))


def _links(answer: object, path: str) -> Iterator[str]:
    """The addresses of this house to which an answer leads."""
    if location := answer.get("Location"):  # type: ignore[attr-defined]
        yield from [location] if location.startswith("/") else []
    elif "html" in answer.get("Content-Type", ""):  # type: ignore[attr-defined]
        for written in LINK.findall(answer.content.decode()):  # type: ignore[attr-defined]
            link = unescape(written)
            if link.startswith("?"):
                link = path.partition("?")[0] + link
            if link.startswith("/") and not link.startswith(("/static/", "//")):
                yield link
