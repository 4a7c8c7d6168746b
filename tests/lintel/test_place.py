"""Taking a place folder in: every row accounted for, every file written, and the same again from the same folder."""

import csv
import json
import random
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from cases.intake.profile import school_terms
from lintel.demo.files import write_files
from lintel.demo.households import Home, make_homes
from lintel.places.folder import FolderRefused, read_folder
from lintel.places.making import make_place

FIRST, LAST = date(2023, 9, 1), date(2026, 8, 31)
BEGAN, ENDED = date(2025, 1, 13), date(2025, 7, 14)
FILES = ("costs_from_true_events.csv", "records.csv", "referrals.csv", "costs.csv", "run.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place of sixty households: two supported, one referred twice, one that nobody knows referred once."""
    dice = random.Random(5)
    homes = make_homes(dice, 60, LAST)
    place = tmp_path / "a-place"
    (place / "extracts").mkdir(parents=True)
    (place / "truth").mkdir()
    write_files(place / "extracts", dice, homes, list(school_terms().values()), (FIRST, LAST))
    troubled = sorted((home for home in homes if home.adults), key=lambda home: -len(home.troubles))
    _write_support(place, troubled[:2])
    _write_truth(place, homes, troubled[0])
    stranger = make_homes(random.Random(99), 1, LAST)[0]
    sent = [(1, troubled[2]), (2, stranger), (3, troubled[2])]
    lines = [json.dumps(_referral(number, home)) for number, home in sent]
    (place / "referrals.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def _write_support(place: Path, homes: list[Home]) -> None:
    supports = [
        [f"S{number:04d}", home.members[0].given, home.members[0].family, home.members[0].born,
         home.members[0].nhs_number, home.postcode, BEGAN, ENDED, "intensive", "kw01"]
        for number, home in enumerate(homes, 1)
    ]  # fmt: skip
    _table(
        place / "support.csv",
        "support_ref,lead_given_name,lead_family_name,lead_date_of_birth,lead_nhs_number,postcode,start,end,tier,worker",
        supports,
    )
    weeks = [[row[0], "kw01", BEGAN + timedelta(days=7 * week), 90] for row in supports for week in range(20)]
    _table(place / "activity.csv", "support_ref,worker,week_beginning,minutes", weeks)


def _write_truth(place: Path, homes: list[Home], supported: Home) -> None:
    people = [
        [f"P{home.number}-{n}", f"H{home.number}", one.given, one.family, one.born, one.nhs_number, home.postcode]
        for home in homes
        for n, one in enumerate(home.members)
    ]
    _table(place / "truth/people.csv", "person,household,given,surname,dob,nhs,postcode", people)
    event = [f"H{supported.number}", f"P{supported.number}-0", "health.ed_attendance", date(2024, 6, 1), ""]
    _table(place / "truth/events.csv", "household,person,code,from,to", [event])


def _referral(number: int, home: Home) -> dict[str, object]:
    return {
        "id": f"R{number:05d}",
        "received_at": f"2026-08-{number:02d}T10:00:00+01:00",
        "source": "school",
        "consent": "given",
        "immediate_danger": False,
        "needs": ["work"],
        "concern": "Money is short.",
        "people": [
            {"given_name": one.given, "family_name": one.family, "date_of_birth": one.born.isoformat(), "sex": one.sex,
             "role": one.role, "nhs_number": one.nhs_number, "address": home.address, "postcode": home.postcode}
            for one in home.members
        ],
    }  # fmt: skip


def _table(path: Path, header: str, rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.slow
def test_every_row_of_a_place_is_accounted_for_and_a_second_run_says_the_same(
    db: None, folder: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    outs = [tmp_path / "first", tmp_path / "second"]
    for out in outs:
        with transaction.atomic():
            make_place(folder, out, say=said.append)
            with pytest.raises(CommandError, match="There is a place in this database already"):
                call_command("make_place", str(folder), str(out))
            transaction.set_rollback(True)
    assert all((out / name).exists() for out in outs for name in FILES)

    records = _rows(outs[0] / "records.csv")
    lines = {
        (path.stem, str(line))
        for path in (folder / "extracts").glob("*.csv")
        if path.stem != "manifest"
        for line in range(2, 2 + len(path.read_bytes().splitlines()) - 1)
    }
    assert {(row["extract"], row["line"]) for row in records} == lines
    assert all(row["person"] and row["family"] for row in records if row["status"] == "in")
    assert all(row["reason"] and not row["person"] for row in records if row["status"] == "set_aside")

    first, stranger, again = _rows(outs[0] / "referrals.csv")
    known = {row["family"] for row in records}
    assert first["band"] == again["band"] == "link" and first["family"] == again["family"] in known
    assert stranger["band"] == "new" and stranger["family"] not in known

    assert {row["support_ref"] for row in _rows(outs[0] / "costs.csv")} == {"S0001", "S0002"}
    assert [row["window"] for row in _rows(outs[0] / "costs_from_true_events.csv")] == ["before"]
    run = json.loads((outs[0] / "run.json").read_text(encoding="utf-8"))
    assert run["extracts"]["rows"] == len(lines) and all(stage["peak_mib"] > 0 for stage in run.values())
    assert len(said) == 2 * len(set(said))

    assert _told(outs[0]) == _told(outs[1])


def _told(out: Path) -> tuple[object, ...]:
    """What a run said, without the names that it gave to people and families."""
    people: dict[str, set[tuple[str, str]]] = defaultdict(set)
    families: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in _rows(out / "records.csv"):
        people[row["person"]].add((row["extract"], row["line"]))
        families[row["family"]].add((row["extract"], row["line"]))
    bands = [(row["referral"], row["band"], row["family"] in families) for row in _rows(out / "referrals.csv")]
    costs = [tuple(row.values()) for row in _rows(out / "costs.csv")]
    return sorted(map(sorted, people.values())), sorted(map(sorted, families.values())), bands, sorted(costs)


def test_a_folder_that_is_no_place_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FolderRefused, match="it has no extracts"):
        read_folder(tmp_path)
    (tmp_path / "extracts").mkdir()
    header = "extract,supplier,covers_from,covers_to,supplied_on\n"
    (tmp_path / "extracts/manifest.csv").write_text(
        header + "jcp_claims,jobcentre_plus,2023-09-01,2026-08-31,2026-09-04\n", encoding="utf-8"
    )
    with pytest.raises(FolderRefused, match="there is no extracts/jcp_claims"):
        read_folder(tmp_path)
