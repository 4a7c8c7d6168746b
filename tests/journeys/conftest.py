"""Journeys in a real browser, on a server of their own over tables that one file of tests shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.agreements import sign_rulebook
from tests.cast import make_cast
from tests.journeys.looking import TALLY
from tests.journeys.visit import HEIGHT, WAYS, Visit, Way
from tests.journeys.worlds import House


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser, over tables that are really written."""
    for item in items:
        if "tests/journeys" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The count: pages, states, widths, violations."""
    if TALLY.looks:
        terminalreporter.section("journeys")
        for line in TALLY.lines():
            terminalreporter.line(line)


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """Nothing is emptied between two tests of one file: `house` does that (pytest-django's own would)."""


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Tables filled once for a file of tests, and emptied after it."""
    with django_db_blocker.unblock():
        cache.clear()
        try:
            cast = make_cast()
            sign_rulebook()
            server = LiveServer("127.0.0.1")
            yield House(server.url, cast)
            server.stop()
        finally:
            empty_tables()


def empty_tables() -> None:
    """Empty the tables; what a stopped server left open of its sessions in this database of tests is ended first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


@pytest.fixture(params=WAYS, ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    """Each way of coming: both widths, and once without JavaScript."""
    return request.param


@pytest.fixture
def visit(
    house: House, way: Way, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Callable[[], Visit]]:
    """Opens browsers; when the test is over, nothing may have been wrong with any page that was looked at."""
    visits: list[Visit] = []

    def open_one() -> Visit:
        context = browser.new_context(
            **browser_context_args,
            viewport={"width": way.width, "height": HEIGHT[way.width]},
            java_script_enabled=way.with_script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        context.set_default_navigation_timeout(60_000)
        visits.append(Visit(context, house.server, way))
        return visits[-1]

    yield open_one
    for one in visits:
        one.context.close()
    wrong = [str(look) for one in visits for look in one.mistakes]
    assert not wrong, "\n".join(wrong)
