"""How long each stage of a run took, how many rows it had, and the most memory that this process held meanwhile."""

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

STATUS = Path("/proc/self/status")
FORGET = Path("/proc/self/clear_refs")
KIB_IN_MIB = 1024


@dataclass
class Stage:
    """One stage: seconds, rows, and the peak of resident memory in MiB (the database's own memory is not in it)."""

    seconds: float = 0.0
    rows: int = 0
    peak_mib: float = 0.0


@dataclass
class Stages:
    """Every stage of a run by name, in order."""

    by_name: dict[str, Stage] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """Measure what happens inside; whoever works there sets `rows`."""
        _forget_peak()
        one, started = Stage(), perf_counter()
        yield one
        one.seconds, one.peak_mib = round(perf_counter() - started, 2), round(_peak_mib(), 1)
        self.by_name[name] = one


def _forget_peak() -> None:
    """Have the kernel count the peak anew, where it can; elsewhere a stage's peak is the run's so far."""
    try:
        FORGET.write_text("5", encoding="ascii")
    except OSError:
        return


def _peak_mib() -> float:
    if STATUS.exists():
        for line in STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / KIB_IN_MIB
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / KIB_IN_MIB / (KIB_IN_MIB if sys.platform == "darwin" else 1)
