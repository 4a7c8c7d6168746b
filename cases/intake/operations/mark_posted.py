"""The ledger took occurrences up: each says when, so that the next run takes up only what is new or has changed."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

MARK = """
UPDATE cases_occurrence occurrence SET posted_at = %s
FROM unnest(%s::bigint[]) AS taken (id) WHERE occurrence.id = taken.id
"""


def mark_posted(occurrences: Collection[int], *, at: datetime) -> int:
    """Mark these occurrences as taken up; returns how many. The caller's own journal entry speaks of them."""
    with connection.cursor() as cursor:
        cursor.execute(MARK, [at, list(occurrences)])
        return int(cursor.rowcount)
