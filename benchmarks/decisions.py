"""Sharing decisions: 25 and 500 families × 40 sealed fields through the door, against a plain serializer.

Both read the same rows, decrypt the same values and write the same JSON of them; the door also finds the families that
are the reader's, decides on each field by agreements in force, restrictions and consents, and keeps what was shown.
The plain serializer is told beforehand which families, and decides nothing. The disclosure row is timed apart.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from uuid import UUID

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext

django.setup()

from agencies.models import Place
from agencies.vocabulary import AgencyKind
from benchmarks.figures import Times, keep, show, times
from datasharing import door
from datasharing.door import OpenFile
from datasharing.grants import give_grant
from datasharing.keys import ring
from datasharing.keys.ciphers import Sealed, seal, unseal
from datasharing.operations.anchors import anchor_subject, open_file
from datasharing.vocabulary import Category, Reach
from tests.agreements import sign_rulebook
from tests.cast import Cast, make_cast

BENCH = True
SIZES, FIELDS, PEOPLE = (25, 500), 40, 4
COLUMN = "bench_word.words"
TABLE = """
CREATE TABLE bench_word (
    file_id uuid NOT NULL, position smallint NOT NULL, category text NOT NULL, subject_id uuid, words bytea NOT NULL,
    PRIMARY KEY (file_id, position))
"""
READ = "SELECT file_id, position, category, subject_id, words FROM bench_word WHERE file_id = ANY(%s) ORDER BY 1, 2"
CATEGORIES = (
    Category.IDENTITY, Category.HOUSEHOLD, Category.NEEDS, Category.PLAN, Category.CONTACTS, Category.AGREEMENT,
    Category.WHEREABOUTS, Category.EDUCATION,
)  # fmt: skip
WORDS = "Reads with her every night since September; still late on Mondays."
Row = tuple[UUID, int, str, UUID | None, bytes]


def make(cast: Cast) -> list[UUID]:
    """So many families as the largest size, each the key worker's, with forty sealed words about four people."""
    place = Place.objects.get(path="ashworth/north")
    made = []
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        for _ in range(max(SIZES)):
            file = open_file(None, place=place)
            people = [anchor_subject(None).pk for _ in range(PEOPLE)]
            give_grant(None, file.pk, Reach.KEY_WORKER, post=cast.key_worker.post)
            key = ring.key_of(file.pk)
            assert key is not None
            cursor.executemany(
                "INSERT INTO bench_word VALUES (%s, %s, %s, %s, %s)",
                [
                    (
                        file.pk, number, str(CATEGORIES[number % len(CATEGORIES)]), people[number % PEOPLE],
                        seal(key, file.pk, COLUMN, _place(file.pk, number), f"{number}: {WORDS}".encode()),
                    )
                    for number in range(FIELDS)
                ],
            )  # fmt: skip
            made.append(file.pk)
        cursor.execute("ANALYZE")
    return made


def _place(file: UUID, number: int) -> bytes:
    return file.bytes + bytes([number])


def _rows(files: list[UUID]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(READ, [files])
        found: list[Row] = cursor.fetchall()
    for file in files:
        ring.want(file)
    return found


def _opened(row: Row) -> str:
    key = ring.key_of(row[0])
    assert key is not None
    return unseal(key, Sealed(bytes(row[4])), COLUMN, _place(row[0], row[1])).decode()


def plain(files: list[UUID]) -> str:
    """Everything of these families, decrypted, as JSON."""
    ring.forget()
    told: dict[str, list[str]] = {str(file): [] for file in files}
    for row in _rows(files):
        told[str(row[0])].append(_opened(row))
    return json.dumps(told)


def through_the_door(cast: Cast, size: int) -> str:
    """What the key worker may see of their first families, as JSON."""
    ring.forget()
    with door.open_many(cast.key_worker, size=size) as files:
        opened: dict[UUID, OpenFile] = {file.id: file for file in files.items}
        told: dict[str, list[str]] = {str(file): [] for file in opened}
        rows = _rows(list(opened))
        files.know(row[3] for row in rows if row[3])
        for row in rows:
            shown = opened[row[0]].show(
                _opened(row), category=Category(row[2]), supplier=cast.key_worker.agency,
                supplier_kind=AgencyKind.COUNCIL, subjects=(row[3],) if row[3] else (),
            )  # fmt: skip
            if shown.value:
                told[str(row[0])].append(shown.value)
        return json.dumps(told)


@contextmanager
def _unwritten() -> Iterator[None]:
    with patch.object(door.journal, "record"):
        yield


def _without_its_row(cast: Cast, size: int) -> str:
    with _unwritten():
        return through_the_door(cast, size)


def main() -> None:
    """Print and keep medians, ratios and the number of statements."""
    cast = make_cast()
    sign_rulebook()
    make(cast)
    figures: dict[str, Times | float] = {}
    for size in SIZES:
        with door.open_many(cast.key_worker, size=size) as files:
            here = [file.id for file in files.items]
        assert json.loads(plain(here)) == json.loads(through_the_door(cast, size)), "the same values are shown"
        with _unwritten(), CaptureQueriesContext(connection) as asked:
            through_the_door(cast, size)
        statements = [one["sql"] for one in asked if one["sql"].lstrip().startswith(("SELECT", "WITH", "EXECUTE"))]
        found = times(
            {
                "plain": lambda here=here: plain(here),
                "the door": lambda size=size: _without_its_row(cast, size),
                "the door with its disclosure row": lambda size=size: through_the_door(cast, size),
            }
        )
        show(f"{size} families x {FIELDS} fields; {len(statements)} statements by the door", found, "plain")
        figures |= {f"{size} families: {what}": taken for what, taken in found.items()}
        figures[f"{size} families: ratio"] = found["the door"].median / found["plain"].median
        figures[f"{size} families: statements"] = len(statements)
    keep("decisions", figures)


if __name__ == "__main__":
    main()
