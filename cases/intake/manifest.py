"""The manifest beside a partner's files: which days each covers, and when it was supplied. Pure."""

import csv
from datetime import date
from pathlib import Path

from cases.intake.happenings import Cover
from cases.intake.reading import FileRefused


def manifest_cover(folder: Path, profile: str) -> Cover | None:
    """What `manifest.csv` in this folder says of the extract; None when there is no such file or row.

    Columns: extract, supplier, covers_from, covers_to, supplied_on (ISO days, both ends included).
    """
    path = folder / "manifest.csv"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            if row.get("extract") != profile:
                continue
            try:
                return Cover(*(date.fromisoformat(row[name]) for name in ("covers_from", "covers_to", "supplied_on")))
            except (KeyError, TypeError, ValueError) as wrong:
                raise FileRefused(f"The manifest does not say in days what {profile} covers.") from wrong
    return None
