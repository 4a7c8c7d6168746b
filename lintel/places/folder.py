"""A place as a folder: extracts with their manifest, referrals, supported families and their minutes. Pure.

Never reads `truth/`. Raises FolderRefused, in words, for a folder that is no place.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cases.intake.happenings import Cover
from cases.intake.manifest import manifest_cover


class FolderRefused(Exception):
    """This folder cannot be taken for a place; says why."""


@dataclass(frozen=True)
class Supported:
    """A family that was helped: who led, from when to when (None: still), how much, by whom, and minutes by week."""

    reference: str
    given_name: str
    family_name: str
    date_of_birth: date
    nhs_number: str
    postcode: str
    starts_on: date
    ends_on: date | None
    tier: str
    worker: str
    weeks: tuple[tuple[str, date, int], ...]


@dataclass(frozen=True)
class PlaceFolder:
    """The folder, and for each extract in it the days that its manifest says it covers."""

    path: Path
    covers: dict[str, Cover]

    def extract(self, profile: str) -> Path:
        """Where an extract lies."""
        return self.path / "extracts" / f"{profile}.csv"

    def referrals(self) -> Iterator[dict[str, Any]]:
        """What arrived at the front door, in its order."""
        path = self.path / "referrals.jsonl"
        if path.exists():
            with path.open(encoding="utf-8") as handle:
                yield from (json.loads(line) for line in handle if line.strip())

    def supported(self) -> list[Supported]:
        """The families already helped, in the order of the file."""
        weeks: dict[str, list[tuple[str, date, int]]] = defaultdict(list)
        for row in _rows(self.path / "activity.csv"):
            day = date.fromisoformat(row["week_beginning"])
            weeks[row["support_ref"]].append((row["worker"], day, int(row["minutes"])))
        return [_supported(row, tuple(weeks[row["support_ref"]])) for row in _rows(self.path / "support.csv")]


def read_folder(path: Path) -> PlaceFolder:
    """Look at a folder; its extracts are those that the manifest names."""
    manifest = path / "extracts" / "manifest.csv"
    if not manifest.is_file():
        raise FolderRefused(f"{path} is no place: it has no extracts/manifest.csv.")
    names = [row["extract"] for row in _rows(manifest)]
    covers: dict[str, Cover] = {}
    for name in names:
        cover = manifest_cover(manifest.parent, name)
        if cover is None or not (manifest.parent / f"{name}.csv").is_file():
            raise FolderRefused(f"The manifest names {name}, but there is no extracts/{name}.csv.")
        covers[name] = cover
    return PlaceFolder(path, covers)


def _supported(row: dict[str, str], weeks: tuple[tuple[str, date, int], ...]) -> Supported:
    return Supported(
        reference=row["support_ref"],
        given_name=row["lead_given_name"],
        family_name=row["lead_family_name"],
        date_of_birth=date.fromisoformat(row["lead_date_of_birth"]),
        nhs_number=row["lead_nhs_number"],
        postcode=row["postcode"],
        starts_on=date.fromisoformat(row["start"]),
        ends_on=date.fromisoformat(row["end"]) if row["end"] else None,
        tier=row["tier"],
        worker=row["worker"],
        weeks=weeks,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))
