"""An import killed half-way leaves nothing, and running it again finishes it; twenty kills are in tests/prove."""

import random

import pytest

from datasharing.models import DataSubject
from tests.cases.intake.killed import CLEAN, KILLED, contents, kill_at_random, pupils, take_in
from tests.cases.intake.suppliers import Suppliers


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_twice_and_run_again_is_one_clean_run(
    place: Suppliers, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(4)
    file, before = pupils(300, chance), DataSubject.objects.count()
    kill_at_random(file, 300, 2, chance, monkeypatch)
    assert DataSubject.objects.count() == before
    assert not take_in(file, KILLED).already
    assert take_in(file, KILLED).already
    take_in(file, CLEAN)
    held = contents(KILLED)
    assert len(held["rows"]) == 300
    assert held == contents(CLEAN)
