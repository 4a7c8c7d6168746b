"""Wrapping every data key under the newest key from outside, batch after batch, each safe by itself."""

from collections.abc import Iterator
from itertools import chain

from allauth.mfa.models import Authenticator
from django.db import transaction

from agencies.operations import journal
from datasharing.keys.factors import sealed_anew
from datasharing.keys.rotation import BATCH, rewrap
from datasharing.keys.wrapping import newest
from datasharing.vocabulary import Event


def rotate_keys(batch: int = BATCH) -> Iterator[int]:
    """Wrap what is left, batch by batch; how many each wrapped. The journal is told at the end how many there were.

    The secrets of second factors, which have no data key, are sealed anew first. Sessions begin again.
    """
    wrapped = 0
    for done in chain(_reseal_factors(batch), rewrap(batch)):
        wrapped += done
        yield done
    if wrapped:
        _tell(wrapped)


def _reseal_factors(batch: int) -> Iterator[int]:
    everybody = list(Authenticator.objects.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(everybody), batch):
        if done := _reseal_some(everybody[first : first + batch]):
            yield done


@transaction.atomic
def _reseal_some(factors: list[int]) -> int:
    done = 0
    for factor in Authenticator.objects.select_for_update().filter(pk__in=factors).order_by("pk"):
        anew = sealed_anew(factor.data)
        if anew != factor.data:
            factor.data = anew
            factor.save(update_fields=["data"])
            done += 1
    return done


@transaction.atomic
def _tell(wrapped: int) -> None:
    journal.record(None, Event.KEYS_WRAPPED, detail={"wrapped": wrapped, "version": newest()[0]})
