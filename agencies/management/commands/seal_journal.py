"""`manage.py seal_journal [--every SECONDS]`: seal what was written in the journal, once or for ever."""

import signal
from argparse import ArgumentParser
from threading import Event
from types import FrameType
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections, connection

from agencies.operations.seal_journal import seal_journal

log = structlog.get_logger("agencies.seals")


class Command(BaseCommand):
    """One runs beside the server. Two at once wait for each other."""

    help = "Put the journal's new entries under a signed root; with --every, again each so many seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often."""
        parser.add_argument("--every", type=float, help="seconds between two seals; without it, once")

    def handle(self, *args: Any, every: float | None = None, **given: Any) -> None:
        """Seal all that waits, late entries too; then, if told to, what comes."""
        sealed = 0
        while done := seal_journal(everything=True):
            sealed += done
        self.stdout.write(f"{sealed:,} entries sealed.")
        if every is None:
            return
        ended = Event()

        def end(number: int, frame: FrameType | None) -> None:
            ended.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        while not ended.wait(every):
            self._seal()
        connection.close()

    @staticmethod
    def _seal() -> None:
        """A database that is away for a while is waited for."""
        try:
            close_old_connections()
            while seal_journal():
                pass
        except Error as error:
            log.warning("journal.not_sealed", reason=type(error).__name__)
            connection.close()
