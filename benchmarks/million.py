"""A region's records through import and linkage: rows a second, minutes to link, and the most memory of each.

    PLACE=DIR ONLY=million make bench

`DIR` is a folder with `extracts/` of the shipped profiles, as `make_place.py --households N --out DIR` makes one: some
150,000 households are a million rows. Without it nothing is measured. Memory is that of this process (DuckDB's in it)
and not the database's. The second joining, with nothing new, is what a nightly run costs.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import django

django.setup()

from django.db import connection

from agencies.vocabulary import Role
from benchmarks.figures import keep
from cases.intake.operations.join_records import join_records
from lintel.places.folder import read_folder
from lintel.places.house import build_house, sign_rulebook
from lintel.places.making import describe
from lintel.places.stages import Stage, Stages
from lintel.places.steps import take_extracts

BENCH = True
LEAST_A_SECOND, MOST_MIB = 5_000, 300
"""The goals: rows a second imported, and memory above where it began."""


def main() -> None:
    """Take the folder in, link, link again; print and keep."""
    place = os.environ.get("PLACE", "")
    if not place:
        print("\nA million rows: not measured, since PLACE names no folder of extracts.")
        return
    folder, stages = read_folder(Path(place)), Stages()
    first = min(cover.first_day for cover in folder.covers.values())
    actors = build_house(describe("region", []), password=secrets.token_urlsafe(24), since=first)
    sign_rulebook(actor for actor in actors if actor.role == Role.GOVERNANCE_LEAD)
    with stages.stage("start"):
        pass
    print(f"\nA region's records; goals: {LEAST_A_SECOND:,} rows a second imported, {MOST_MIB} MiB above the start")
    with _told(stages, "import") as stage:
        done = take_extracts(folder)
        stage.rows = sum(one.rows_in + one.rows_set_aside for one in done.values())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with _told(stages, "link") as stage:
        joined = join_records(None)
        stage.rows = joined.records
    with _told(stages, "link again") as stage:
        stage.rows = join_records(None).records
    print(f"  {joined.people:,} people in {joined.households:,} homes")
    figures = {name: vars(one) for name, one in stages.by_name.items()}
    keep("million", figures | {"people": joined.people, "households": joined.households, "load": os.getloadavg()[0]})


@contextmanager
def _told(stages: Stages, name: str) -> Iterator[Stage]:
    """One stage, told as soon as it is done, with this process's own seconds, which others at work do not lengthen."""
    own = process_time()
    with stages.stage(name) as one:
        yield one
    own = process_time() - own
    above = one.peak_mib - stages.by_name["start"].peak_mib
    speed = one.rows / one.seconds
    print(
        f"  {name:<11}{one.rows:>10,} rows in {one.seconds / 60:6.1f} minutes, {speed:8,.0f} a second, "
        f"{own:7,.0f} s of processor, {one.peak_mib:7,.0f} MiB at most, {above:7,.0f} above the start, "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
