#!/usr/bin/env python3
"""Linkage of a synthetic place: Splink as its tutorial sets it up against Lintel's, on the same records.

    python benchmarks/linkage.py PLACE                          a place that is there (extracts/ and truth/records.csv)
    python benchmarks/linkage.py --make TOOL --seed 7 [--households 8000] [--noise FILE]
                                                                one that TOOL makes (--seed --households --out) first
    --json FILE writes the figures too; --times N runs each N times and shows the fastest.

Each runs in a process of its own. Seconds are wall time from records in memory to people, imports not counted; peak
is that of the whole process. Precision and recall are over all pairs of rows.
"""

import argparse
import csv
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import duckdb
import pyarrow
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from cases.intake.happenings import Cover
from cases.intake.profile import profile_names, shipped_profile
from cases.intake.reading import ReadRow, read_rows
from cases.likeness import Identity
from cases.linkage.engine import clusters

COVER = Cover(date(2023, 9, 1), date(2026, 8, 31), date(2026, 9, 4))
People = dict[Hashable, int]


def records(place: Path) -> tuple[list[Identity], dict[Hashable, str]]:
    """Every row that goes in, as Lintel reads it, and who it is in truth."""
    with (place / "truth/records.csv").open(encoding="utf-8", newline="") as handle:
        truth: dict[Hashable, str] = {(r["extract"], int(r["line"])): r["person"] for r in csv.DictReader(handle)}
    found = []
    for name in profile_names():
        path = place / "extracts" / f"{name}.csv"
        if not path.exists():
            continue
        with path.open("rb") as handle:
            for row in read_rows(handle, shipped_profile(name), COVER):
                if isinstance(row, ReadRow):
                    who = row.person
                    found.append(
                        Identity(
                            (name, row.line), who.given_name, who.family_name, who.date_of_birth, who.postcode,
                            who.ids, who.sex, who.address,
                        )
                    )  # fmt: skip
    return found, {one.key: truth[one.key] for one in found}


def tutorial(identities: list[Identity], threshold: float) -> People:
    """Splink's own tutorial, on these columns: its comparisons, its training, its clustering."""
    ids = [dict(one.ids) for one in identities]
    table = pyarrow.table(
        {
            "unique_id": list(range(len(identities))),
            "first_name": [one.given.strip().lower() or None for one in identities],
            "surname": [one.family.strip().lower() or None for one in identities],
            "dob": [one.dob.isoformat() if one.dob else None for one in identities],
            "postcode": [one.postcode or None for one in identities],
            **{scheme: [held.get(scheme) for held in ids] for scheme in ("nhs_number", "upn", "nino")},
        }
    )
    api = DuckDBAPI(duckdb.connect())
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.NameComparison("first_name"),
            compare.NameComparison("surname"),
            compare.DateOfBirthComparison("dob", input_is_string=True),
            compare.PostcodeComparison("postcode"),
            compare.ExactMatch("nhs_number"),
            compare.ExactMatch("upn"),
            compare.ExactMatch("nino"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "dob"),
            block_on("surname", "dob"),
            block_on("dob", "postcode"),
            block_on("postcode", "first_name"),
            block_on("nhs_number"),
            block_on("upn"),
            block_on("nino"),
        ],
    )
    linker = Linker(api.register(table), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("nhs_number"), block_on("upn"), block_on("first_name", "surname", "dob")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    scored = linker.inference.predict(threshold_match_probability=0.2, warning_mode="never")
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold)
    rows = api.duckdb_con.table(clustered.physical_name).project("unique_id, cluster_id").fetchall()
    return {identities[number].key: cluster for number, cluster in rows}


RUNS: dict[str, Callable[[list[Identity]], People]] = {
    "Splink tutorial, 0.95": lambda identities: tutorial(identities, 0.95),
    "Splink tutorial, 0.99": lambda identities: tutorial(identities, 0.99),
    "Lintel": clusters,
}


def _pairs(counts: Counter[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def score(people: People, truth: dict[Hashable, str]) -> dict[str, float]:
    """Precision, recall and F1 over all pairs of rows."""
    found: Counter[Hashable] = Counter(people.values())
    real: Counter[Hashable] = Counter(truth[key] for key in people)
    both: Counter[Hashable] = Counter((number, truth[key]) for key, number in people.items())
    precision, recall = _pairs(both) / _pairs(found), _pairs(both) / _pairs(real)
    return {
        "precision": round(precision, 5),
        "recall": round(recall, 5),
        "f1": round(2 * precision * recall / (precision + recall), 5),
    }


def run(name: str, place: Path) -> dict[str, object]:
    """One linkage, measured in this process."""
    identities, truth = records(place)
    started, worked = time.perf_counter(), time.process_time()
    people = RUNS[name](identities)
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    return {
        "run": name,
        "rows": len(identities),
        **score(people, truth),
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "load": round(os.getloadavg()[0], 1),
    }


def measured(place: Path, times: int) -> list[dict[str, object]]:
    """Every linkage in a process of its own, in turn, the fastest of `times` each."""
    found: dict[str, dict[str, object]] = {}
    for _ in range(times):
        for name in RUNS:
            done = subprocess.run(
                [sys.executable, __file__, str(place), "--only", name], check=True, capture_output=True, text=True
            )
            figures = json.loads(done.stdout.splitlines()[-1])
            if name not in found or figures["seconds"] < found[name]["seconds"]:
                found[name] = figures
    return list(found.values())


def show(figures: list[dict[str, object]]) -> None:
    """The table, on standard output."""
    columns = ("run", "rows", "precision", "recall", "f1", "seconds", "cpu_seconds", "peak_mib", "load")
    sys.stdout.write("  ".join(f"{name:>22}" if name == "run" else f"{name:>11}" for name in columns) + "\n")
    for one in figures:
        sys.stdout.write("  ".join(f"{one[n]:>22}" if n == "run" else f"{one[n]:>11}" for n in columns) + "\n")


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("place", type=Path, nargs="?")
    ask.add_argument("--make", type=Path, metavar="TOOL", help="a program that makes a place")
    ask.add_argument("--seed", default="7")
    ask.add_argument("--households", default="8000")
    ask.add_argument("--noise", type=Path)
    ask.add_argument("--times", type=int, default=1)
    ask.add_argument("--json", type=Path)
    ask.add_argument("--only", choices=list(RUNS), help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.only:
        sys.stdout.write(json.dumps(run(given.only, given.place)) + "\n")
        return
    if bool(given.place) == bool(given.make):
        ask.error("name a place, or a program that makes one")
    with tempfile.TemporaryDirectory() as folder:
        place = given.place or Path(folder)
        if given.make:
            noise = ["--noise", str(given.noise)] if given.noise else []
            command = [sys.executable, str(given.make), "--seed", given.seed, "--households", given.households]
            subprocess.run([*command, *noise, "--out", str(place)], check=True, stdout=subprocess.DEVNULL)
        figures = measured(place, given.times)
    show(figures)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
