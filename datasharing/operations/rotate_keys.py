"""Wrapping every data key under the newest key from outside, batch after batch, each safe by itself."""

from collections.abc import Iterator

from django.db import transaction

from agencies.operations import journal
from datasharing.keys.rotation import BATCH, by_version, rewrap
from datasharing.vocabulary import Event


def rotate_keys(batch: int = BATCH) -> Iterator[int]:
    """Wrap what is left, batch by batch; how many each wrapped. The journal is told at the end how many there were."""
    wrapped = 0
    for done in rewrap(batch):
        wrapped += done
        yield done
    if wrapped:
        _tell(wrapped)


@transaction.atomic
def _tell(wrapped: int) -> None:
    journal.record(None, Event.KEYS_WRAPPED, detail={"wrapped": wrapped, "version": max(by_version())})
