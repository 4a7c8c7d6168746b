"""A thousand journals tampered with, in every way there is: each found, and the first wrong row named."""

import random
from collections import Counter
from pathlib import Path

import pytest
from django.db import transaction

from agencies.operations.check_journal import check_journal
from tests.agencies.tampering import KINDS, keep_roots_apart, sealed_journal

pytestmark = pytest.mark.prove
TIMES = 1_000


def test_a_thousand_tamperings_are_found(
    db: None, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LINTEL_JOURNAL_ROOTS = keep_roots_apart(tmp_path)  # type: ignore[attr-defined]
    monkeypatch.setattr(transaction, "on_commit", lambda work: work())
    sealed_journal(random.Random(20261126))
    assert check_journal().is_whole
    found, named = 0, 0
    kinds: Counter[str] = Counter()
    roots = next(tmp_path.iterdir())
    before = roots.read_bytes()
    for seed in range(TIMES):
        dice = random.Random(seed)
        kind = KINDS[seed % len(KINDS)]
        with transaction.atomic():
            expected = kind(dice)
            checked = check_journal()
            transaction.set_rollback(True)
        roots.write_bytes(before)
        found += not checked.is_whole
        named += any(words in checked.fault for words in expected)
        kinds[kind.__name__] += 1
    print(f"\n{TIMES:,} tamperings of {len(kinds)} kinds: {found:,} found, the first wrong row named in {named:,}")
    assert (found, named) == (TIMES, TIMES)
    assert check_journal().is_whole
