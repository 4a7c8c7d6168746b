"""What can be there once only, when two people add it in the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from agencies.refusals import Refused


@contextmanager
def refused_if_there(words: str, field: str) -> Iterator[None]:
    """Raise Refused, in these words, when the database finds that what is made inside is there already."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(words, field) from error
