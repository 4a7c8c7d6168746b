"""The linkage model is data: read, explained, refused when it does not fit, and the same for every engine."""

import json
import random
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cases.likeness import Identity
from cases.linkage import training
from cases.linkage.clustering import never
from cases.linkage.comparisons import settings
from cases.linkage.explain import band_words, in_words, reasons, weights_in_words
from cases.linkage.model import MODEL, read_model, shipped_model
from cases.linkage.nicknames import forms, one_name

LEVELS = {"given": "near", "kin": "home", "born": "same", "nhs_number": "missing", "upn": "missing", "nino": "missing"}


def test_nicknames_and_spellings_of_many_tongues_are_known() -> None:
    for one, other in (
        ("liz", "elizabeth"), ("peggy", "margaret"), ("mohd", "muhammad"), ("yousef", "yusuf"), ("kasia", "katarzyna"),
        ("chris", "krzysztof"), ("shevaun", "siobhan"), ("neve", "niamh"), ("emeka", "chukwuemeka"),
        ("fatma", "fatimah"), ("zosia", "zofia"), ("bill", "william"), ("umar", "omar"), ("jas", "jaswinder"),
    ):  # fmt: skip
        assert one_name(one, other), (one, other)


def test_two_names_that_share_a_short_form_are_still_two_names() -> None:
    assert one_name("alex", "alexander")
    assert one_name("alex", "alexandra")
    assert not one_name("alexander", "alexandra")
    assert not one_name("", "ann")
    assert forms("unheardof") == ("unheardof",)


def test_the_weights_say_what_speaks_for_and_against() -> None:
    model = shipped_model()
    weight = {(c.name, level.name): level.weight for c in model.comparisons for level in c.levels}
    assert weight["born", "same"] > weight["born", "turned"] > weight["born", "slip"] > 0 > weight["born", "different"]
    assert weight["kin", "family_home"] > weight["kin", "home"] > weight["kin", "family"] > weight["kin", "different"]
    assert weight["nhs_number", "same"] > 10
    assert weight["given", "different"] < 0


def test_reasons_are_in_plain_words() -> None:
    model = shipped_model()
    assert [reason.words for reason in reasons(model, LEVELS)] == [
        "same date of birth", "same address, another surname", "given name a letter off",
    ]  # fmt: skip
    assert in_words(model, LEVELS, 9.0).endswith("given name a letter off: likely")
    assert [band_words(model, weight) for weight in (20, 5, 0, -9)] == [
        "all but certain", "likely", "worth a look", "unlikely",
    ]  # fmt: skip
    assert "same NHS number" in weights_in_words(model)


def test_what_no_weight_outweighs() -> None:
    model = shipped_model()
    twins = LEVELS | {"given": "different"}
    assert never(model, twins) == "another given name, and no number in common"
    assert never(model, twins | {"nhs_number": "same"}) == ""
    assert never(model, twins | {"nhs_number": "same", "born": "different"}).startswith("a number in common, but")
    assert never(model, LEVELS) == ""


def test_weights_of_another_version_of_the_model_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"model": "2019-01", "comparisons": {}}), encoding="utf-8")
    with pytest.raises(ValueError, match="train again"):
        shipped_model(str(path))


def test_a_condition_that_the_model_does_not_know_is_refused() -> None:
    said = {
        "version": "x", "blocks": [], "bands": {"link": 1, "look": 0, "margin": 1}, "never": [],
        "training": {"blocks": [], "pairs": 1, "certain": [], "certain_recall": 0.7},
        "comparisons": [{"name": "given", "missing": ["given"], "levels": [
            {"name": "odd", "words": "odd", "when": ["sounds given"], "m": 0.5, "u": 0.5},
        ]}],
    }  # fmt: skip
    with pytest.raises(ValueError, match="sounds"):
        settings(read_model(said, {}), 0.001)


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_the_same_model_is_written_for_either_engine(engine: str) -> None:
    said = settings(shipped_model(), 0.001).create_settings_dict(engine)
    assert [one["output_column_name"] for one in said["comparisons"]] == [
        "given", "kin", "born", "nhs_number", "upn", "nino",
    ]  # fmt: skip
    overlap = "ARRAYS_OVERLAP" if engine == "spark" else "LIST_INTERSECT"
    conditions = [level["sql_condition"] for one in said["comparisons"] for level in one["comparison_levels"]]
    assert any(overlap.lower() in sql.lower() or "array_intersect" in sql.lower() for sql in conditions)


def test_training_learns_weights_from_the_records_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "FEWEST", 100)
    rng = random.Random(3)
    records = []
    for number in range(90):
        born = date(1990, 1, 1) + timedelta(rng.randrange(9_000))
        given, family = rng.choice(["Ann", "Omar", "Priya", "Callum"]), rng.choice(["Khan", "Holt", "Shah"])
        home = f"WX{number % 29 + 1} {number % 9 + 1}AF"
        records += [
            Identity((number, 0), given, family, born, home),
            Identity((number, 1), given, family, born, "WX30 1AA"),
            Identity((number, 2), given, f"{family}-Holt", born, home),
        ]
    model = shipped_model()
    model = replace(model, training=replace(model.training, pairs=20_000))
    trained = training.train(records, "a test", model)
    assert (trained["model"], trained["trained"], trained["records"]) == (model.version, "a test", 270)
    assert read_model(_shipped(), trained).comparison("born").levels[0].weight > 5
    monkeypatch.setattr(training, "FEWEST", 10_000)
    with pytest.raises(training.TooFew):
        training.train(records, "a test")


def _shipped() -> dict[str, object]:
    return tomllib.loads(MODEL.read_text(encoding="utf-8"))
