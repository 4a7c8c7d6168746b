#!/usr/bin/env python3
"""Does the interval of the compared estimate hold the truth? Over synthetic places, each with its seed.

    python benchmarks/effect.py --make TOOL [--first-seed 1] [--number 20] [--households 2600] [--json FILE]
                                    places that TOOL makes (--seed --households --out), by their true events
    python benchmarks/effect.py PLACE [PLACE ...] [--json FILE]
                                    places that are there, by their true events
    python benchmarks/effect.py PLACE --made OUT
                                    a place that `make place` took in: OUT/effect.json, from the extracts' ledger

The truth is the mean, over the supported families whose support ended with 90 days or more of records after it, of
what they would have cost a year unhelped less what they cost. The estimate never sees it.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.true_histories import true_place
from outcomes.catalogues import shipped_catalogue
from outcomes.costing.effect import estimate_effect

COLUMNS = ("place", "supported", "others", "truth", "before-after", "compared", "low", "high")
WIDTHS = (12, 9, 6, 8, 12, 9, 8, 8)


def estimated(place: Path, name: str) -> dict[str, object]:
    """One place by its true events: the truth, before and after, and the compared estimate, in pounds."""
    started = time.perf_counter()
    truth = true_place(place, shipped_catalogue())
    read = time.perf_counter()
    effect = estimate_effect(truth.supported, truth.others, records=truth.records, left_out=truth.left_out)
    done = time.perf_counter()
    row: dict[str, object] = {"place": name, "families": len(truth.supported), "truth": float(truth.true_mean)}
    row["before_and_after"] = float(effect.before_and_after.saved) if effect.before_and_after else None
    if effect.compared:
        together = effect.compared.together
        row |= {
            "matched": effect.compared.supported,
            "others": effect.compared.others,
            "mean": together.mean,
            "low": together.low,
            "high": together.high,
            "holds_the_truth": together.low <= float(truth.true_mean) <= together.high,
        }
    return row | {"why_not": effect.why_no_compared, "read_s": read - started, "estimate_s": done - read}


def made(place: Path, out: Path) -> dict[str, object]:
    """One place as it was taken in: the truth beside what was written of it."""
    truth = true_place(place, shipped_catalogue())
    said = json.loads((out / "effect.json").read_text(encoding="utf-8"))["saved_a_year"]
    holds = said["mean"] is not None and said["low"] <= float(truth.true_mean) <= said["high"]
    families = {"families": len(truth.supported), "matched": said["families"]}
    return {"place": place.name, **families, "truth": float(truth.true_mean), **said, "holds_the_truth": holds}


def generated(tool: Path, seeds: range, households: int) -> Iterator[dict[str, object]]:
    """One place after another, each thrown away once it was estimated."""
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, str(tool), "--seed", str(seed), "--households", str(households), "--out", folder]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            yield estimated(Path(folder), f"seed {seed}")


def shown(row: dict[str, object]) -> str:
    """One line of the table."""
    pounds = (row.get(key) for key in ("truth", "before_and_after", "mean", "low", "high"))
    truth, raw, mean, low, high = (f"{value:,.0f}" if isinstance(value, float) else "-" for value in pounds)
    verdict = row.get("why_not") or ("holds" if row.get("holds_the_truth") else "DOES NOT HOLD")
    cells = (row["place"], row["families"], row.get("others", "-"), truth, raw, mean, low, high)
    return f"{laid_out(cells)}  {verdict}"


def laid_out(cells: Iterable[object]) -> str:
    """Cells under their columns."""
    return " ".join(f"{cell!s:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))


def say(line: str) -> None:
    """A line at once, so that a long run can be watched."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("places", nargs="*", type=Path, metavar="PLACE")
    ask.add_argument("--make", type=Path, metavar="TOOL")
    ask.add_argument("--first-seed", type=int, default=1)
    ask.add_argument("--number", type=int, default=20, help="how many places to make")
    ask.add_argument("--households", type=int, default=2600)
    ask.add_argument("--made", type=Path, metavar="OUT")
    ask.add_argument("--json", type=Path, metavar="FILE")
    given = ask.parse_args()
    if given.made:
        rows: Iterator[dict[str, object]] = (made(place, given.made) for place in given.places[:1])
    elif given.make:
        rows = generated(given.make, range(given.first_seed, given.first_seed + given.number), given.households)
    else:
        rows = (estimated(place, place.name) for place in given.places)
    say(laid_out(COLUMNS))
    done = []
    for row in rows:
        done.append(row)
        say(shown(row))
    held = sum(bool(row.get("holds_the_truth")) for row in done)
    say(f"The interval holds the truth in {held} of {len(done)} places.")
    if given.json:
        given.json.write_text(json.dumps({"held": held, "of": len(done), "places": done}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
