"""Ashworth's directory of services, all of it made up, read in as an Open Referral UK feed would be."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from agencies.actor import Actor
from cases.operations.import_directory import import_directory
from lintel.demo.house import HERE

FILE = Path(__file__).parent / "directory" / "services.json"
FEED = "ashworth-family-services"


def read_directory(administrator: Actor, now: datetime) -> int:
    """Read it in; how many services it offers. `days_ago` of each becomes the day on which it was checked."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))["contents"]
    for row in rows:
        row["assured_date"] = (now - timedelta(days=row.pop("days_ago"))).date().isoformat()
    read = import_directory(administrator, FEED, rows, place=HERE, source=FILE.name, on=now - timedelta(days=2))
    return read.new
