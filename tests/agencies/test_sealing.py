"""Seals of the journal: what waits goes under a signed root; what is not as it was signed is found and named."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies.models import JournalCheck, JournalEntry, JournalSeal, SealedEntry
from agencies.operations import journal
from agencies.operations.check_journal import check_journal
from agencies.operations.seal_journal import roots_file, seal_journal
from agencies.vocabulary import Event
from tests.agencies.tampering import KINDS, Named, cut_the_end, keep_roots_apart, run, sealed_journal


@pytest.fixture
def roots(settings: Any, tmp_path: Path, db: None) -> None:
    """Roots of this test's own."""
    settings.LINTEL_JOURNAL_ROOTS = keep_roots_apart(tmp_path)


@pytest.fixture
def sealed(roots: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal of five seals, each root kept outside at once (a test's transaction never commits)."""
    monkeypatch.setattr(transaction, "on_commit", lambda work: work())
    sealed_journal(random.Random(7))


def test_a_whole_journal_is_found_whole(sealed: None) -> None:
    found = check_journal()
    assert (found.is_whole, found.seals, found.waiting) == (True, 5, 0)
    assert found.entries == JournalEntry.objects.count() == SealedEntry.objects.count()
    assert JournalCheck.objects.get().fault == ""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_tampering_is_found_and_named(sealed: None, kind: Callable[[random.Random], Named]) -> None:
    named = kind(random.Random(1))
    found = check_journal()
    assert any(words in found.fault for words in named), (found.fault, named)
    assert JournalCheck.objects.get().fault == found.fault


def test_an_entry_put_in_among_sealed_ones_is_found(sealed: None) -> None:
    free = JournalEntry.objects.order_by("id")[3].pk
    run("UPDATE agencies_journalentry SET id = id + 100 WHERE id > %s", [free])
    run("UPDATE agencies_sealedentry SET entry_id = entry_id + 100 WHERE entry_id > %s", [free])
    run(
        "INSERT INTO agencies_journalentry (id, recorded_at, kind, event, purpose, families, subjects, detail, leaf)"
        " VALUES (%s, now(), 'change', 'place.added', '', '{}', '{}', '{}', '')",
        [free + 1],
    )
    found = check_journal(on=timezone.now() + timedelta(minutes=2))
    assert found.fault.startswith(f"entry {free + 1} was put in")


def test_what_waits_is_no_fault(sealed: None) -> None:
    journal.record(None, Event.PLACE_ADDED)
    found = check_journal(on=timezone.now() + timedelta(minutes=2))
    assert (found.is_whole, found.waiting) == (True, 1)
    assert (seal_journal(), seal_journal()) == (1, 0)


def test_an_entry_that_commits_late_is_taken_by_a_later_seal(sealed: None) -> None:
    last = JournalEntry.objects.latest("id").pk
    run("UPDATE agencies_journalentry SET id = %s WHERE id = %s", [last + 2, last])
    run("UPDATE agencies_sealedentry SET entry_id = %s WHERE entry_id = %s", [last + 2, last])
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('agencies_journalentry', 'id'), %s, false)", [last])
    journal.record(None, Event.PLACE_ADDED)
    assert JournalEntry.objects.filter(pk=last).exists()
    assert seal_journal() == 1
    assert check_journal().is_whole


def test_roots_are_kept_outside_the_database(sealed: None) -> None:
    lines = [json.loads(line) for line in roots_file().read_text("utf-8").splitlines()]
    assert [line["seal"] for line in lines] == [1, 2, 3, 4, 5]
    assert lines[-1]["chain"] == bytes(JournalSeal.objects.get(number=5).chain).hex()
    assert roots_file().stat().st_mode & 0o777 == 0o600


def test_a_restored_backup_says_how_many_seals_it_lacks(sealed: None, capsys: pytest.CaptureFixture[str]) -> None:
    cut_the_end(random.Random(1))
    lacking = 5 - JournalSeal.objects.count()
    assert check_journal(restored=True).lacking == lacking > 0
    call_command("verify_journal", "--restored")
    assert f"lacks {lacking} of the seals" in capsys.readouterr().out


def test_the_command_names_what_is_wrong_and_exits_with_1(sealed: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_journal")
    assert "The journal is whole" in capsys.readouterr().out
    named = KINDS[0](random.Random(3))
    with pytest.raises(SystemExit) as ended:
        call_command("verify_journal")
    assert ended.value.code == 1
    assert named.pop() in capsys.readouterr().err


@pytest.mark.parametrize("table", ["agencies_journalseal", "agencies_sealedentry", "agencies_journalcheck"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_seals_are_append_only_too(sealed: None, table: str, statement: str) -> None:
    check_journal()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement.format(table))


def test_the_app_seals_and_checks_by_its_own_rights(sealed: None, as_the_app: None) -> None:
    journal.record(None, Event.PLACE_ADDED)
    assert seal_journal() == 1
    assert check_journal().is_whole


def test_without_a_key_nothing_is_sealed_and_the_words_do_not_tell_it(roots: None, settings: Any) -> None:
    settings.LINTEL_JOURNAL_KEY = "short"
    with pytest.raises(ImproperlyConfigured) as refused:
        seal_journal()
    assert "LINTEL_JOURNAL_KEY" in str(refused.value) and "short" not in str(refused.value)


@pytest.mark.django_db(transaction=True)
def test_two_who_seal_at_once_seal_each_entry_once(settings: Any, tmp_path: Path) -> None:
    settings.LINTEL_JOURNAL_ROOTS = keep_roots_apart(tmp_path)
    for number in range(30):
        journal.record(None, Event.PLACE_ADDED, detail={"of": number})
    sealed: list[int] = []

    def seal() -> None:
        sealed.append(seal_journal())
        connection.close()

    threads = [Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sealed) == [0, 0, 0, 30]
    assert check_journal().is_whole
