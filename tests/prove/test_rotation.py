"""Wrapping every data key anew, killed half-way twenty times: nothing unreadable, and the next run goes on."""

import multiprocessing
import os
import random
import signal
import time
from base64 import urlsafe_b64encode
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from datasharing.keys import ring
from datasharing.keys.rotation import by_version, rewrap

KILLS, OWNERS = 20, 4000


def _wrap_until_killed(keys: str) -> None:
    settings.LINTEL_KEYS = keys
    connection.close()
    for _ in rewrap(batch=100):
        pass


def _wait_for(version: int, wrapped: int) -> None:
    """Until so many data keys are wrapped under this version; the worker wraps at most 100 in a statement."""
    for _ in range(10_000):
        if by_version().get(version, 0) >= wrapped:
            return
        time.sleep(0.001)
    raise AssertionError("the worker wraps nothing")


def _readable(owners: list) -> int:
    ring.forget()
    for owner in owners:
        ring.want(owner)
    return sum(ring.key_of(owner) is not None for owner in owners)


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_rotation_killed_half_way_leaves_nothing_unreadable(settings) -> None:
    chance = random.Random(2011)
    owners = [uuid4() for _ in range(OWNERS)]
    ring.make_keys("subject", owners)
    fork = multiprocessing.get_context("fork")
    half_way = 0
    for version in range(2, KILLS + 2):
        settings.LINTEL_KEYS += f",{version}:" + urlsafe_b64encode(os.urandom(32)).decode()
        connection.close()
        worker = fork.Process(target=_wrap_until_killed, args=[settings.LINTEL_KEYS])
        worker.start()
        _wait_for(version, chance.randrange(1, OWNERS // 2))
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        done = by_version().get(version, 0)
        half_way += 0 < done < OWNERS
        assert _readable(owners) == OWNERS
    for _ in rewrap():
        pass
    newest = max(by_version())
    assert by_version() == {newest: OWNERS} and newest == KILLS + 1
    settings.LINTEL_KEYS = settings.LINTEL_KEYS.rpartition(",")[2]
    assert _readable(owners) == OWNERS
    assert half_way == KILLS
    print(f"\nrotation: killed {KILLS} times, {half_way} of them half-way; unreadable 0 of {OWNERS}")
