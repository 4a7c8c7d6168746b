"""What every benchmark needs: times in turn, medians and ratios, a table, and JSON in `.lintel/bench/`."""

import json
import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from lintel.setup.places import private_folder

RUNS = 15


@dataclass(frozen=True)
class Times:
    """Milliseconds over the runs of one thing."""

    median: float
    p95: float
    least: float
    most: float
    runs: int


def times(of: Mapping[str, Callable[[], object]], runs: int = RUNS, warm: int = 2) -> dict[str, Times]:
    """Time things in turn (A B A B …), so that a machine that drifts drifts for all. Milliseconds."""
    taken: dict[str, list[float]] = {name: [] for name in of}
    for turn in range(warm + runs):
        for name, do in of.items():
            began = time.perf_counter()
            do()
            if turn >= warm:
                taken[name].append((time.perf_counter() - began) * 1000)
    return {name: summed(found) for name, found in taken.items()}


def summed(milliseconds: list[float]) -> Times:
    """The median and the rest of a list of milliseconds."""
    ordered = sorted(milliseconds)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return Times(statistics.median(ordered), last, ordered[0], ordered[-1], len(ordered))


def show(title: str, found: Mapping[str, Times], bound: str) -> None:
    """A table of medians, each against the median of `bound`."""
    print(f"\n{title} (load {os.getloadavg()[0]:.1f})")
    against = found[bound].median
    for name, one in found.items():
        print(
            f"  {name:<44} median {one.median:9.3f} ms   95th {one.p95:9.3f}   {one.median / against:6.2f} x {bound}"
            f"   ({one.runs} runs)"
        )


def keep(name: str, figures: Mapping[str, object]) -> None:
    """Write the figures of one benchmark as JSON."""
    folder = private_folder() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    plain = {key: asdict(value) if isinstance(value, Times) else value for key, value in figures.items()}
    (folder / f"{name}.json").write_text(json.dumps(plain, indent=1, default=str) + "\n", encoding="utf-8")
