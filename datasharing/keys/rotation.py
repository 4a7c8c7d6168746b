"""Wrapping every data key anew under the newest key from outside: in batches, stopped and run again at will.

Nothing sealed is touched and nobody waits: a data key opens before and after, as long as both versions are known.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction

from datasharing.keys.ciphers import unwrap, wrap
from datasharing.keys.wrapping import newest, wrapping_key

BATCH = 500
NEXT = (
    "SELECT owner, version, wrapped FROM datasharing_datakey WHERE version <> %s AND wrapped IS NOT NULL "
    "ORDER BY owner LIMIT %s FOR UPDATE SKIP LOCKED"
)
REWRAP = (
    "UPDATE datasharing_datakey AS held SET version = %s, wrapped = new.wrapped "
    "FROM unnest(%s::uuid[], %s::bytea[]) AS new (owner, wrapped) WHERE held.owner = new.owner"
)
LEFT = "SELECT version, count(*) FROM datasharing_datakey WHERE wrapped IS NOT NULL GROUP BY version ORDER BY version"


def rewrap(batch: int = BATCH) -> Iterator[int]:
    """Wrap what is not yet under the newest key; the number of each batch, once it is safe."""
    while done := _rewrap_some(batch):
        yield done


@transaction.atomic
def _rewrap_some(batch: int) -> int:
    version, wrapping = newest()
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [version, batch])
        found = cursor.fetchall()
        anew = [wrap(wrapping, owner, unwrap(wrapping_key(old), owner, bytes(held))) for owner, old, held in found]
        if found:
            cursor.execute(REWRAP, [version, [owner for owner, _, _ in found], anew])
    return len(found)


def by_version() -> dict[int, int]:
    """How many data keys are wrapped under each version."""
    with connection.cursor() as cursor:
        cursor.execute(LEFT)
        return dict(cursor.fetchall())
