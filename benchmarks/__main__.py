"""`python -m benchmarks NAME [words]`: one benchmark, in the database that the environment names.

A module with `BENCH = True` and a `main()` runs in `make bench` too, each in a scratch database. It prints a table of
medians, as ratios against a named rival or bound of the same run, and keeps its figures with `keep(name, figures)`.
"""

import importlib
import os
import sys

import django


def main() -> None:
    """Run the benchmark that the first word names."""
    name = sys.argv[1]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.settings")
    django.setup()
    sys.argv = [f"benchmarks {name}", *sys.argv[2:]]
    importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
