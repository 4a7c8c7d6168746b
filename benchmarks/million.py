"""A region's records through import and linkage: rows a second, minutes to link, and the most memory of each.

    PLACE=DIR ONLY=million make bench

`DIR` is a folder with `extracts/` of the shipped profiles, as `make_place.py --households N --out DIR` makes one: some
150,000 households are a million rows. Without it nothing is measured. Memory is that of this process (DuckDB's in it)
and not the database's. The second joining, with nothing new, is what a nightly run costs.
"""

import os
import secrets
from pathlib import Path

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
    began = stages.by_name["start"].peak_mib
    print(f"\nA region's records; goals: {LEAST_A_SECOND:,} rows a second imported, {MOST_MIB} MiB above the start")
    with stages.stage("import") as stage:
        done = take_extracts(folder)
        stage.rows = sum(one.rows_in + one.rows_set_aside for one in done.values())
    _tell("import", stage, began)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with stages.stage("link") as stage:
        joined = join_records(None)
        stage.rows = joined.records
    _tell("link", stage, began)
    with stages.stage("link again") as stage:
        stage.rows = join_records(None).records
    _tell("link again", stage, began)
    print(f"  {joined.people:,} people in {joined.households:,} homes")
    figures = {name: vars(one) for name, one in stages.by_name.items()}
    keep("million", figures | {"people": joined.people, "households": joined.households, "load": os.getloadavg()[0]})


def _tell(name: str, one: Stage, began: float) -> None:
    """One stage, as soon as it is done."""
    print(f"  {name:<11}{_words(one, began)}, load {os.getloadavg()[0]:.1f}", flush=True)


def _words(one: Stage, began: float) -> str:
    speed = one.rows / one.seconds if one.seconds else 0
    return (
        f"{one.rows:>10,} rows in {one.seconds / 60:6.1f} minutes, {speed:8,.0f} a second, "
        f"{one.peak_mib:7,.0f} MiB at most, {one.peak_mib - began:7,.0f} above the start"
    )


if __name__ == "__main__":
    main()
