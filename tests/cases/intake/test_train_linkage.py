"""Weights trained on a place's own records, and the linkage that goes by them."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cases.intake.operations.import_extract import import_extract
from cases.intake.operations.join_records import join_records
from cases.linkage import training
from tests.cases.intake.extracts import COVER, health, health_file
from tests.cases.intake.suppliers import Suppliers

pytestmark = pytest.mark.django_db


def _take_in(count: int) -> None:
    families, givens = ("Khan", "Holt", "Shah"), ("Ann", "Omar", "Priya", "Callum")
    rows = [
        health(f",{families[n % 3]},{givens[n % 4]},{1980 + n % 10}0{1 + n % 3}11,WX4 {n % 9}AF") for n in range(count)
    ]
    import_extract(None, "health_events", cover=COVER, file=health_file(*rows))


def test_too_few_records_are_not_trained_on(place: Suppliers, tmp_path: Path) -> None:
    _take_in(5)
    with pytest.raises(CommandError, match="too little to learn from"):
        call_command("train_linkage", out=tmp_path / "weights.json")


def test_the_linkage_goes_by_weights_trained_here(
    place: Suppliers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(training, "FEWEST", 10)
    _take_in(40)
    said = StringIO()
    call_command("train_linkage", out=tmp_path / "weights.json", stdout=said)
    assert "Trained on" in said.getvalue()
    settings.LINKAGE_WEIGHTS = str(tmp_path / "weights.json")
    assert json.loads((tmp_path / "weights.json").read_text())["model"] == "2026-11"
    assert join_records(None).people > 1
