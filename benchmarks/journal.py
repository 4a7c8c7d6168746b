"""The journal: entries a second through the operation, sealed meanwhile, against plain append-only rows; and checking.

The plain rows are written in the same way, by the same library, without leaf and seal.

1 and 16 writers, each entry a transaction, in a database of its own. The sealer is the command that runs beside the
server, in a process of its own, each second.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.utils import timezone

django.setup()

from agencies.models import JournalEntry
from agencies.operations import journal
from agencies.operations.check_journal import check_journal
from agencies.operations.seal_journal import seal_journal
from agencies.vocabulary import Event
from benchmarks.figures import keep

BENCH = True
SECONDS, TURNS = 4.0, 3


class PlainEntry(models.Model):
    """The journal's columns but the leaf, in a table that nothing seals."""

    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=10)
    event = models.CharField(max_length=60)
    post_id = models.BigIntegerField(null=True)
    practitioner_id = models.UUIDField(null=True)
    agency_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=20, blank=True)
    families = ArrayField(models.UUIDField(), default=list)
    subjects = ArrayField(models.UUIDField(), default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        app_label = "agencies"
        managed = False
        db_table = "plain_entry"


def _plain() -> None:
    with transaction.atomic():
        PlainEntry.objects.create(
            recorded_at=timezone.now(), kind="change", event=str(Event.POST_CHOSEN), detail={"of": 1}
        )


def _recorded() -> None:
    with transaction.atomic():
        journal.record(None, Event.POST_CHOSEN, detail={"of": 1})


def _rate(write: Callable[[], None], writers: int) -> float:
    """Entries a second of so many writers at once."""
    end = time.perf_counter() + SECONDS
    done = [0] * writers

    def work(number: int) -> None:
        while time.perf_counter() < end:
            write()
            done[number] += 1
        connection.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


@contextmanager
def _sealer() -> Iterator[None]:
    """`manage.py seal_journal --every 1`, for as long as the block lasts; it has begun when the block does."""
    words = [sys.executable, "manage.py", "seal_journal", "--every", "1"]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as beside:
        assert beside.stdout is not None
        beside.stdout.readline()
        yield
        beside.terminate()


def main() -> None:
    """Print and keep entries a second, their ratio, and how fast a journal is checked."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS plain_entry")
        cursor.execute("CREATE TABLE plain_entry (LIKE agencies_journalentry INCLUDING ALL)")
        cursor.execute("ALTER TABLE plain_entry DROP COLUMN leaf")
    figures: dict[str, float] = {}
    for writers in (1, 16):
        rates: dict[str, list[float]] = {"plain": [], "sealed": []}
        for _ in range(TURNS):
            rates["plain"].append(_rate(_plain, writers))
            with _sealer():
                rates["sealed"].append(_rate(_recorded, writers))
        plain, sealed = sorted(rates["plain"])[TURNS // 2], sorted(rates["sealed"])[TURNS // 2]
        figures |= {f"plain, {writers} writers": plain, f"sealed, {writers} writers": sealed}
        figures[f"ratio, {writers} writers"] = sealed / plain
        print(f"{writers:>3} writers: plain {plain:,.0f} a second, sealed {sealed:,.0f} ({sealed / plain:.2f})")
    while seal_journal():
        pass
    began = time.perf_counter()
    checked = check_journal()
    took = time.perf_counter() - began
    print(f"checked {checked.entries:,} entries in {took:.1f} s; whole: {checked.is_whole}")
    figures |= {"entries checked": checked.entries, "seconds to check": took}
    assert checked.is_whole and JournalEntry.objects.exists()
    keep("journal", figures)


if __name__ == "__main__":
    main()
