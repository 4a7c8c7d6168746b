"""A thousand events with the worker killed ten times: a thousand letters, none twice, none with a name in it."""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.prove.apart import House

pytestmark = pytest.mark.prove
EVENTS, KILLS = 1_000, 10
SEED = f"""
from agencies.operations.choose_mail import choose_mail
from agencies.operations.notify import notify
from agencies.vocabulary import NoticeKind
from datasharing.models import FamilyFile
from cases.models import Person
from agencies.models import Practitioner
from tests.agreements import sign_rulebook
from tests.cast import make_cast
from tests.world import matched_referral
cast = make_cast()
sign_rulebook()
files = [FamilyFile.objects.get(reference=matched_referral(cast, number=number).file).pk for number in range(4)]
for who in (cast.screener, cast.duty_manager):
    choose_mail(who.practitioner, "at_once")
for number in range({EVENTS}):
    notify(
        [(cast.screener, cast.duty_manager)[number % 2].post], NoticeKind.ACCESS_ASKED, event=f"x:{{number}}",
        leads_to="datasharing:ask", reference=str(number), family=files[number % 4],
    )
names = [name for one in Person.objects.all() for name in (one.given_name, one.family_name)]
names += [one.name for one in Practitioner.objects.all()]
print(json.dumps(sorted(set(names))))
"""
ASK = """
import logging
import uuid
logging.disable(logging.CRITICAL)
from datasharing.jobs import send_the_letters
for number in range(2):
    send_the_letters.configure(queueing_lock=f"proof-{uuid.uuid4()}").defer(timestamp=number)
print(json.dumps(True))
"""
STATE = "SELECT count(*), count(sent_at), coalesce(sum(tries), 0) FROM agencies_letter"


@pytest.fixture
def house() -> Iterator[House]:
    """A house apart."""
    made = House()
    yield made
    made.close()


def test_a_thousand_events_are_told_once_each_though_the_worker_is_killed(house: House) -> None:
    dice = random.Random(2011)
    names = house.python(SEED)
    folder = house.home / "mail" / "new"
    worker: subprocess.Popen[bytes] | None = None
    killed_at = []
    for turn in range(KILLS + 1):
        house.python(ASK)
        worker = house.beside(["manage.py", "procrastinate", "worker", "--concurrency", "2"])
        goal = EVENTS if turn == KILLS else (turn + 1) * EVENTS // (KILLS + 2)
        end = time.monotonic() + 180
        while _sent(house, folder) < goal:
            assert worker.poll() is None and time.monotonic() < end, (house.home / "house.log").read_text("utf-8")
            time.sleep(0.02)
        if turn < KILLS:
            time.sleep(dice.uniform(0, 0.2))
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
            killed_at.append(_count(folder))
    assert worker is not None
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    [(letters, sent, tries)] = house.rows(STATE)
    told = [message_from_bytes(path.read_bytes()) for path in folder.iterdir()]
    numbers = Counter(one["Subject"] for one in told)
    keys = Counter(one["Message-ID"] for one in told)
    said = [str(one["Subject"]) + one.get_payload() for one in told]
    named = [words for words in said if any(name in words for name in names)]
    twice = [one for counted in (numbers, keys) for one, times in counted.items() if times > 1]
    print(
        f"\nletters: {EVENTS:,} events, worker killed {len(killed_at)} times (after {killed_at} letters); "
        f"{len(told):,} delivered, {sent:,} marked sent, {tries - letters} tried again; twice {len(twice)}; "
        f"with one of {len(names)} names in them {len(named)}"
    )
    assert (letters, sent, len(told), len(numbers)) == (EVENTS, EVENTS, EVENTS, EVENTS)
    assert not twice and not named and len(killed_at) == KILLS and len(names) > 10


def _count(folder: Path) -> int:
    return len(list(folder.iterdir())) if folder.exists() else 0


def _sent(house: House, folder: Path) -> int:
    """What the folder holds; at the end of all, what is marked too."""
    count = _count(folder)
    return min(count, house.rows(STATE)[0][1]) if count == EVENTS else count
