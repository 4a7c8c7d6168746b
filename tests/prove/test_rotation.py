"""Wrapping every key anew, killed half-way twenty times: nothing unreadable, and the next run goes on.

Keys of people and of partners' files, and the secrets of second factors, which have no key of their own.
"""

import multiprocessing
import os
import random
import signal
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection

from agencies.models import Practitioner
from cases.intake.models import Extract, ExtractRow
from cases.intake.operations.copying import copy_in
from datasharing.keys import ring
from datasharing.keys.outside import FACTOR, is_newest, open_words, seal_words
from datasharing.keys.rotation import by_version
from datasharing.models import DataKey
from datasharing.models.sealed import opened
from datasharing.operations.rotate_keys import rotate_keys
from tests.cases.intake.suppliers import make_suppliers

KILLS, PEOPLE, FILES, FACTORS, BATCH = 20, 3_000, 300, 300, 20


def _wrap_until_killed(keys: str) -> None:
    settings.LINTEL_KEYS = keys
    connection.close()
    for _ in rotate_keys(batch=BATCH):
        pass


def _factors() -> list[str]:
    held = Authenticator.objects.order_by("pk").values_list("data", flat=True)
    return [data["secret"] for data in held]


def _done(version: int) -> int:
    """How much stands under this version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mfa_authenticator WHERE data->>'secret' LIKE %s", [f"{version}:%"])
        return int(cursor.fetchone()[0]) + by_version().get(version, 0)


def _wait_for(version: int, done: int) -> None:
    for _ in range(30_000):
        if _done(version) >= done:
            return
        time.sleep(0.001)
    raise AssertionError("the worker wraps nothing")


@contextmanager
def _running(keys: str) -> Iterator[None]:
    """A run of the command in a process of its own, killed at the end."""
    connection.close()
    worker = multiprocessing.get_context("fork").Process(target=_wrap_until_killed, args=[keys])
    worker.start()
    yield
    os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()


def _unreadable(people: list[UUID]) -> int:
    """Of people's keys, names in partners' files and second factors, those that do not open as they were."""
    ring.forget()
    for owner in people:
        ring.want(owner)
    lost = sum(ring.key_of(owner) is None for owner in people)
    lost += sum(name != f"Name {line}" for name, line in opened(ExtractRow.objects.all(), "family_name", "line"))
    lost += sum(open_words(FACTOR, held) != f"SECRET{at}" for at, held in enumerate(_factors()))
    return lost + PEOPLE + FILES + FACTORS - len(people) - ExtractRow.objects.count() - len(_factors())


def _make_people() -> list[UUID]:
    owners = [uuid4() for _ in range(PEOPLE)]
    ring.make_keys("subject", owners)
    return owners


def _make_files() -> None:
    """Files of one row each, sealed under keys of their own."""
    supplier = make_suppliers().health.agency
    first, at = date(2026, 1, 1), "2026-01-01T00:00Z"
    for number in range(FILES):
        made = Extract.objects.create(
            profile="health_events", supplier_id=supplier, digest=str(number), covers_from=first, covers_to=first,
            supplied_on=first, started_at=at,
        )  # fmt: skip
        ring.make_keys("extract", [made.seal])
        row = (made.pk, number, "in", b"", 1, f"Name {number}", *[""] * 10)
        copy_in(
            ExtractRow,
            ("extract_id", "line", "status", "fingerprint", "occurrence", "family_name", "given_name", "nhs_number",
             "upn", "nino", "address", "postcode", "uprn", "sex", "column", "reason"),
            [row],
            owner=made.seal,
        )  # fmt: skip


def _make_factors() -> None:
    made = Practitioner.objects.bulk_create(
        [Practitioner(email=f"{number}@example.test", name=str(number)) for number in range(FACTORS)]
    )
    Authenticator.objects.bulk_create(
        [
            Authenticator(user=user, type="totp", data={"secret": seal_words(FACTOR, f"SECRET{at}")})
            for at, user in enumerate(made)
        ]
    )


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_rotation_killed_half_way_leaves_nothing_unreadable(settings) -> None:
    chance = random.Random(2011)
    people = _make_people()
    _make_files()
    _make_factors()
    everything = DataKey.objects.count() + FACTORS
    half_way = among_factors = 0
    for version in range(2, KILLS + 2):
        settings.LINTEL_KEYS += f",{version}:" + urlsafe_b64encode(os.urandom(32)).decode()
        target = chance.randrange(1, FACTORS // 2) if version % 3 == 0 else chance.randrange(FACTORS, everything // 2)
        with _running(settings.LINTEL_KEYS):
            _wait_for(version, target)
        done = _done(version)
        half_way += 0 < done < everything
        among_factors += 0 < sum(map(is_newest, _factors())) < FACTORS
        assert _unreadable(people) == 0
    for _ in rotate_keys():
        pass
    assert by_version() == {KILLS + 1: everything - FACTORS} and all(map(is_newest, _factors()))
    settings.LINTEL_KEYS = settings.LINTEL_KEYS.rpartition(",")[2]
    assert _unreadable(people) == 0
    assert half_way == KILLS and among_factors
    print(f"\nrotation: killed {KILLS} times, {half_way} of them half-way, {among_factors} amid the second factors;")
    print(f"unreadable 0 of {PEOPLE} people, {FILES} partners' files, {FACTORS} second factors")
