"""Every page of the demo place, in every post that comes to it: no dead link, and nothing for axe to find."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from agencies.access import USUAL_PURPOSE
from agencies.actor import Actor
from agencies.models import Post
from agencies.selectors.actor import actor_for
from agencies.vocabulary import Role
from lintel.access import TABLE
from lintel.demo.building import build_demo
from lintel.demo.families import Size
from tests.architecture.addresses import addresses
from tests.cast import sign_in
from tests.crawl import Visited, crawl
from tests.journeys.conftest import empty_tables
from tests.journeys.visit import HEIGHT, WAYS, Visit, Way

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = Size(supported=12, received=4, matched=2, asked=3, listed=3, turned_away=2, own=10, others=2, closed=2)
HOMES = 800
NOT_LINKED = {
    "where nobody has signed in, or not wholly: the journeys look at it": {"account_login", "mfa_authenticate"},
    "for families, who sign in nowhere: the journeys look at it": {
        "cases:ask_for_help", "cases:go_on", "cases:help_asked", "cases:what_happened", "cases:linked_plan",
    },
    "a form is sent there from another page; asked for, it leads back": {
        "account_logout", "agencies:leave_team", "agencies:team_quorum", "cases:complete_action", "cases:draft",
        "cases:list_for_panel",
    },
    "after something was typed or chosen that nobody here has: tests of its own look at it": {
        "cases:merge_preview", "cases:sealed_match", "cases:upload", "datasharing:custodian",
        "datasharing:retention_list", "mfa_activate_totp", "mfa_download_recovery_codes", "mfa_view_recovery_codes",
        "outcomes:claim", "outcomes:suggested_household",
    },
    "a picture of a page, or a file that a form asks for": {
        "outcomes:business_case_chart", "outcomes:claims_return", "outcomes:overview_chart",
    },
    "the API in its own words": {"docs", "schema"},
}  # fmt: skip
"""Addresses that no link of a signed-in reader leads to, by why."""


@dataclass(frozen=True)
class Walk:
    """A server of the demo place, and what each post came to by links, with whoever acts in it."""

    server: str
    visited: tuple[tuple[Actor, Visited], ...]


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """Nothing is emptied between tests: `walk` does that."""


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Walk]:
    """The demo place, small, walked through in one post of each role and kind of agency."""
    with django_db_blocker.unblock():
        cache.clear()
        try:
            build_demo(say=lambda words: None, homes=HOMES, size=SMALL)
            posts: dict[tuple[str, str], int] = {}
            for post, role, kind in Post.objects.order_by("pk").values_list("pk", "role", "agency__kind"):
                posts.setdefault((role, kind), post)
            actors = [actor_for(post, USUAL_PURPOSE[Role(role)]) for (role, _), post in posts.items()]
            visited = [(actor, one) for actor in actors for one in crawl(actor)]
            server = LiveServer("127.0.0.1")
            yield Walk(server.url, tuple(visited))
            server.stop()
        finally:
            empty_tables()


def test_no_link_leads_its_reader_to_a_refusal(walk: Walk) -> None:
    dead = [(actor.role, actor.kind, one) for actor, one in walk.visited if one.status >= 400]
    posts, names = {actor.post for actor, _ in walk.visited}, {one.name for _, one in walk.visited}
    print(f"\n{len(posts)} posts, {len(walk.visited):,} addresses by links, {len(names)} pages: {len(dead)} refused")
    assert dead == []


def test_every_page_is_come_to_by_links(walk: Walk, client: Client) -> None:
    come_to = {one.name for _, one in walk.visited}
    left = {name for name in TABLE if "-api:" not in name and name not in come_to}
    pages = {name for name in left if _may_be_read(walk, client, name)}
    print(f"\n{len(come_to)} come to by links; not: {', '.join(sorted(pages))}; only written to: {len(left - pages)}")
    assert pages == {name for names in NOT_LINKED.values() for name in names}


def _may_be_read(walk: Walk, client: Client, name: str) -> bool:
    """Whether this address takes GET at all, asked by somebody who may come."""
    purposes = TABLE[name].purposes
    actor = next((actor for actor, _ in walk.visited if actor.role in purposes or not purposes), None)
    assert actor is not None, f"{name}: nobody of the demo place may come"
    return sign_in(client, actor).get(addresses()[name]).status_code != 405


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_axe_finds_nothing_on_any_page(
    walk: Walk, way: Way, browser: Browser, browser_context_args: dict[str, Any]
) -> None:
    pages: dict[str, tuple[Actor, str]] = {}
    for actor, one in walk.visited:
        if one.is_page:
            pages.setdefault(one.name, (actor, one.path))
    context = browser.new_context(
        **browser_context_args,
        viewport={"width": way.width, "height": HEIGHT[way.width]},
        java_script_enabled=way.with_script,
        reduced_motion="reduce",
    )
    context.set_default_navigation_timeout(60_000)
    me = Visit(context, walk.server, way)
    for name, (actor, path) in sorted(pages.items(), key=lambda item: item[1][0].post):
        me.arrive_as(actor)
        me.open(path)
        me.look(name)
    context.close()
    print(f"\n{len(pages)} pages, {way}: {len(me.mistakes)} with something wrong")
    assert me.mistakes == [], "\n".join(map(str, me.mistakes))
