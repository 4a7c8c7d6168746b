"""Nothing acknowledged is lost: server and database killed fifty times each while partners' systems send referrals.

Of the server mostly the workers are killed, which its first process starts again; each tenth time all of it, and the
sealer too.

A referral that was answered is there, once, with its entry in the journal; one that was not answered is sent again by
its own id and taken in once; and the journal verifies. (`kill -9` takes processes, not the machine: that what was
committed is on the disk is the database's promise, by `fsync`, which stays on.)
"""

import http.client
import json
import random
import threading
import time
from collections.abc import Iterator

import pytest

from tests.prove.apart import House
from tests.world import said

pytestmark = pytest.mark.prove
KILLS, WHOLE = 50, 10
SEED = """
from datetime import timedelta
from django.utils import timezone
from agencies.operations.tokens import issue_token
from tests.cast import make_cast
cast = make_cast()
end = timezone.now() + timedelta(days=1)
print(json.dumps([issue_token(None, one.post, label="x", ends_at=end) for one in (cast.school, cast.police)]))
"""
KEPT = """
SELECT referral.reference, referral.sender_reference, (
    SELECT count(*) FROM agencies_journalentry entry
    WHERE entry.event = 'referral.submitted' AND entry.detail->>'referral' = referral.reference)
FROM cases_referral referral
"""


class Sender(threading.Thread):
    """A partner's system: one referral after another, each sent again until it is answered."""

    def __init__(self, number: int, port: int, token: str) -> None:
        super().__init__(daemon=True)
        self.number, self.port, self.token = number, port, token
        self.answered: dict[str, str] = {}
        self.sent_again = 0
        self.wrong: list[str] = []
        self.ended = threading.Event()

    def run(self) -> None:
        count = 0
        while not self.ended.is_set():
            name = f"S{self.number}-{count}"
            tries = 0
            while name not in self.answered and not self.ended.is_set():
                tries += 1
                self._send(name, count)
            self.sent_again += tries > 1
            count += 1

    def _send(self, name: str, count: int) -> None:
        person = {"given_name": "Ann", "family_name": f"Orme{count}", "role": "parent", "sex": "F"}
        body = json.dumps(said(0, id=name, people=[person | {"date_of_birth": "1990-03-04"}]))
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request(
                "POST", "/api/v1/referrals/", body,
                {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
            )  # fmt: skip
            answer = line.getresponse()
            told = answer.read()
            if answer.status in (200, 201):
                self.answered[name] = json.loads(told)["reference"]
            elif answer.status < 500 and answer.status != 429:
                self.wrong.append(f"{answer.status}: {told[:300]!r}")
                self.ended.set()
            else:
                self.ended.wait(0.1)
        except (OSError, http.client.HTTPException, ValueError):
            self.ended.wait(0.1)
        finally:
            line.close()


@pytest.fixture
def house() -> Iterator[House]:
    """A house apart."""
    made = House()
    yield made
    made.close()


def test_nothing_acknowledged_is_lost(house: House) -> None:
    dice = random.Random(2011)
    tokens = house.python(SEED)
    house.start_server()
    senders = [Sender(number, house.port, tokens[number % len(tokens)]) for number in range(4)]
    for sender in senders:
        sender.start()
    workers = servers = databases = checks = 0
    for turn in range(KILLS):
        _wait_for_answers(senders)
        time.sleep(dice.uniform(0, 0.4))
        house.kill_database()
        databases += 1
        house.start_database()
        _lost_none(house, senders)
        _wait_for_answers(senders)
        time.sleep(dice.uniform(0, 0.4))
        if turn % WHOLE == WHOLE - 1:
            house.kill_server()
            servers += 1
            _lost_none(house, senders)
            assert "is whole" in house.manage("verify_journal")
            checks += 1
            house.start_server()
        else:
            house.kill_workers()
            workers += 1
            _lost_none(house, senders)
    for sender in senders:
        sender.ended.set()
    for sender in senders:
        sender.join()
    time.sleep(2.5)
    answered = _lost_none(house, senders)
    verified = house.manage("verify_journal")
    assert "is whole" in verified
    again = sum(sender.sent_again for sender in senders)
    print(
        f"\nfaults: server killed {workers + servers} times ({servers} of them whole, with the sealer), database "
        f"{databases} times; {answered:,} referrals answered, "
        f"{again} of them sent again; lost 0, twice 0. Checked {checks + 1} times: {verified.strip()}"
    )
    assert workers + servers == databases == KILLS and answered > KILLS * 2


def _wait_for_answers(senders: list[Sender], more: int = 2) -> None:
    """Until so many more were answered."""
    before = sum(len(sender.answered) for sender in senders)
    end = time.monotonic() + 60
    while sum(len(sender.answered) for sender in senders) < before + more:
        wrong = [words for sender in senders for words in sender.wrong]
        assert not wrong and time.monotonic() < end, wrong
        time.sleep(0.02)


def _lost_none(house: House, senders: list[Sender]) -> int:
    """Every referral that was answered is there once, with its one entry. Returns how many were answered."""
    answered = {name: reference for sender in senders for name, reference in list(sender.answered.items())}
    kept = house.rows(KEPT)
    by_reference = {reference: (name, entries) for reference, name, entries in kept}
    assert len({name for _, name, _ in kept}) == len(kept), "one was taken in twice"
    wrong = {name for name, reference in answered.items() if by_reference.get(reference) != (name, 1)}
    assert not wrong, f"answered and lost: {sorted(wrong)}"
    assert all(entries == 1 for _, _, entries in kept), "a change without its entry"
    return len(answered)
