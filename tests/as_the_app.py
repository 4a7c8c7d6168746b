"""Requests of tests work in the database as the app's role does, and find nothing open that the test itself opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from psycopg.pq import TransactionStatus

FORGET = "SELECT set_config('lintel.opened', '', true), set_config('lintel.work', '', true)"


@contextmanager
def working_as_the_app() -> Iterator[None]:
    """For one request, job or command: its role, and nothing opened yet. Nothing of this is counted as its query."""
    connection.ensure_connection()
    held = connection.connection
    before = held.execute("SELECT current_user").fetchone()[0]
    held.execute(FORGET)
    held.execute(f'SET ROLE "{settings.DATABASE_APP_ROLE}"')
    try:
        yield
    finally:
        # Where the database refused something, the role goes with the transaction that is rolled back.
        if not held.closed and held.info.transaction_status != TransactionStatus.INERROR:
            held.execute(f'SET ROLE "{before}"')


class AsTheApp:
    """Outermost: sessions, signing in and the view alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            connection.ensure_connection()
        except RuntimeError:  # the test is given no database
            return self.get_response(request)
        with working_as_the_app():
            return self.get_response(request)
