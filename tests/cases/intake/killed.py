"""An import that is killed again and again: one process reads, another kills it, and the database is looked at."""

import multiprocessing
import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection

from agencies.models import JournalEntry
from cases.intake.models import Extract, ExtractRow, Occurrence
from cases.intake.operations import import_extract as importing
from cases.vocabulary import Event
from datasharing.models.sealed import opened
from tests.cases.intake.extracts import COVER, file_of

PROFILE, KILLED, CLEAN = "council_education", "ashworth-council", "brindle-council"
BATCH, PATIENCE = 50, 60.0
ROW = tuple(
    field.attname for field in ExtractRow._meta.concrete_fields if field.attname not in ("id", "seal", "extract_id")
)
TERMS = ("2023-24 Autumn", "2023-24 Spring", "2024-25 Autumn", "2025-26 Autumn")


def pupils(rows: int, chance: random.Random) -> BytesIO:
    """A file of pupils: some twice alike, one in fifty with a day that cannot be, one in ten suspended."""
    lines: list[str] = []
    for number in range(rows):
        born = "31/02/2012" if number % 50 == 7 else f"{1 + number % 28:02}/{1 + number % 12:02}/20{8 + number % 9:02}"
        again = number % 40 == 3
        line = (
            f",Ann{number},Khan{number % 97},{born},F,{number} High Street,WX4 3AF,{chance.choice(TERMS)},130,"
            f"{chance.randrange(40)},0,{int(number % 10 == 0)},N"
        )
        lines.append(lines[-1] if again else line)
    return file_of(PROFILE, *lines)


def take_in(file: BytesIO, supplier: str, progress: Callable[[int], None] | None = None) -> importing.ImportedExtract:
    """The import as the command line does it."""
    file.seek(0)
    return importing.import_extract(None, PROFILE, file=file, cover=COVER, supplier=supplier, progress=progress)


def kill_at_random(
    file: BytesIO, rows: int, kills: int, chance: random.Random, monkeypatch: pytest.MonkeyPatch
) -> list[int]:
    """Begin the import and kill it, `kills` times, each after another row; nothing of it may be there afterwards.

    Returns the rows that each had written when its end began. None gets as far as its commit.
    """
    monkeypatch.setattr(importing, "BATCH", BATCH)
    fork, ends = multiprocessing.get_context("fork"), []
    for _ in range(kills):
        reached, target = fork.Semaphore(0), chance.randrange(BATCH, rows + 1)
        connection.close()
        worker = fork.Process(target=_take_in_until, args=[file, rows, target, reached])
        worker.start()
        assert reached.acquire(timeout=PATIENCE), "the worker reads nothing"
        worker.join(chance.random() * 0.02)
        assert worker.is_alive(), "the import ended before it was killed"
        os.kill(worker.pid or 0, signal.SIGKILL)
        worker.join()
        assert not contents(KILLED)["rows"], "a killed import left rows behind"
        ends.append(target)
    return ends


def _take_in_until(file: BytesIO, rows: int, target: int, reached: Any) -> None:
    def told(written: int) -> None:
        if written >= target:
            reached.release()
        if written >= rows:
            signal.pause()

    connection.close()
    take_in(file, KILLED, told)


def contents(supplier: str) -> dict[str, Any]:
    """All that an import of this supplier wrote, without the keys that every run makes anew."""
    rows = ExtractRow.objects.filter(extract__supplier__reference=supplier)
    faces: dict[Any, int] = {}
    kept = []
    for values in opened(rows.order_by("line"), *ROW):
        row = dict(zip(ROW, values, strict=True))
        subject = row["subject_id"]
        kept.append({**row, "subject_id": subject and faces.setdefault(subject, len(faces))})
    told = Occurrence.objects.filter(supplier__reference=supplier).order_by("row__line", "code", "ordinal")
    extracts = Extract.objects.filter(supplier__reference=supplier)
    entries = JournalEntry.objects.filter(event=Event.EXTRACT_IMPORTED, detail__supplier=supplier)
    return {
        "rows": kept,
        "occurrences": [
            {**one, "subject_id": faces[subject]}
            for one in told.values(
                "row__line", "category", "code", "starts_on", "ends_on", "is_open", "incident", "ordinal", "told_by",
                "subject_id", "posted_at",
            )
            for subject in [one["subject_id"]]
        ],
        "extracts": list(extracts.values("profile", "digest", "state", "rows_in", "rows_set_aside", "refusal")),
        "journal": [{k: v for k, v in e.detail.items() if k not in ("extract", "supplier")} for e in entries],
    }  # fmt: skip


def counted(held: dict[str, Any]) -> str:
    """The counts, for printing."""
    states = Counter(row["status"] for row in held["rows"])
    return f"{len(held['rows'])} rows ({dict(states)}), {len(held['occurrences'])} occurrences"
