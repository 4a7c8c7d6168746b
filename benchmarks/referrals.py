#!/usr/bin/env python3
"""Referrals of a synthetic place against the truth: which were linked, which family was put first, which were missed.

    python benchmarks/referrals.py PLACE OUT        PLACE with truth/, OUT as `make place PLACE=… OUT=…` wrote it

*Linked* is what matching did by itself; *put first* is the first family that it suggested and left to the front door
(band `look`), which links nothing. A family is known when a partner's file or an earlier referral tells of it.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

Rows = list[dict[str, str]]


def read(path: Path) -> Rows:
    """A file of the place or of what was made of it."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def homes_of_families(place: Path, out: Path) -> dict[str, str]:
    """The household that each family found in the extracts is in truth: that of most of its rows."""
    home = {one["person"]: one["household"] for one in read(place / "truth/people.csv")}
    who = {(one["extract"], one["line"]): one["person"] for one in read(place / "truth/records.csv")}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read(out / "records.csv"):
        person = who.get((row["extract"], row["line"]), "")
        if row["family"] and person:
            votes[row["family"]][home[person]] += 1
    return {family: count.most_common(1)[0][0] for family, count in votes.items()}


def told(place: Path, out: Path) -> dict[str, int]:
    """How many referrals of each sort, in the order of arrival."""
    truth = {one["referral"]: one["household"] for one in read(place / "truth/referrals.csv")}
    families = homes_of_families(place, out)
    in_files = set(families.values())
    came: set[str] = set()
    found: Counter[str] = Counter()
    for row in read(out / "referrals.csv"):
        home = truth[row["referral"]]
        said = families.get(row["family"])
        known = home in in_files or home in came
        right, wrong = said == home, said is not None and said != home
        how = {"link": "linked", "look": "put first"}.get(row["band"], "taken for new")
        found["known" if known else "unknown"] += 1
        if how != "taken for new":
            found[
                f"{'known' if known else 'unknown'}: {how}, {'right' if right else 'wrong' if wrong else 'unseen'}"
            ] += 1
        elif known:
            found["known: taken for new"] += 1
        families.setdefault(row["family"], home)
        came.add(home)
    return dict(found)


def main() -> None:
    if len(sys.argv) != 3:
        raise SystemExit("Say which place and what was made of it: python benchmarks/referrals.py PLACE OUT")
    found = told(Path(sys.argv[1]), Path(sys.argv[2]))
    right = found.get("known: linked, right", 0) + found.get("known: put first, right", 0)
    share = right / found["known"] if found.get("known") else None
    print(json.dumps({"right_household_linked_or_put_first": share, **found}, indent=1))


if __name__ == "__main__":
    main()
