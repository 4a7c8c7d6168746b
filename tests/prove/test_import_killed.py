"""The import killed at random twenty times: finishing it gives the same database as one clean run."""

import random

import pytest

from datasharing.models import DataSubject
from tests.cases.intake.killed import CLEAN, KILLED, contents, counted, kill_at_random, pupils, take_in
from tests.cases.intake.suppliers import AGENCIES, Suppliers, make_suppliers, sign

KILLS, ROWS = 20, 4_000


@pytest.fixture
def place(db: None) -> Suppliers:
    """The suppliers of files, with every agreement signed."""
    made = make_suppliers()
    sign(*AGENCIES)
    return made


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_an_import_killed_twenty_times_is_finished_by_running_it_again(
    place: Suppliers, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(2011)
    file, before = pupils(ROWS, chance), DataSubject.objects.count()
    ends = kill_at_random(file, ROWS, KILLS, chance, monkeypatch)
    assert DataSubject.objects.count() == before
    assert not take_in(file, KILLED).already
    subjects = DataSubject.objects.count() - before
    take_in(file, CLEAN)
    killed, clean = contents(KILLED), contents(CLEAN)
    assert killed == clean
    assert DataSubject.objects.count() - before == 2 * subjects
    print(f"\nimport: killed {len(ends)} times, after row {min(ends)} to {max(ends)} of {ROWS}, each left nothing;")
    print(f"after finishing: {counted(killed)};")
    print(f"after one clean run: {counted(clean)}; subjects {subjects} either way; differences 0")
