"""Who is who at the front door, among a million people: one look-up from what was said to candidates with reasons.

`PEOPLE` (1,000,000) people are made with names as common as they are, an NHS number for most and an address; their
finding keys are built and timed. Then `LOOKUPS` people are looked for as referrals write them: as they are, with a
slip in the name or the birth date, moved, without a number, and some who are nobody. Each look-up begins, as a request
does, without any data key at hand. Printed: median and 95th percentile, the share found, memory, size on disk.
"""

import os
import random
import resource
import time
from dataclasses import replace
from datetime import date, timedelta

import django
from django.db import connection, transaction

django.setup()

from agencies.models import Agency
from agencies.operations.agencies import add_agency
from agencies.operations.places import add_place
from agencies.vocabulary import AgencyKind, PlaceKind
from benchmarks.figures import keep, summed
from cases.intake.operations.keep_finding_keys import keep_finding_keys
from cases.intake.selectors.known import match_identity
from cases.likeness import Identity
from cases.linkage.nicknames import known_forms
from cases.models import Person, Whereabouts
from datasharing.keys import ring
from datasharing.operations.anchors import anchor_subjects

BENCH = True
PEOPLE = int(os.environ.get("PEOPLE", "1000000"))
LOOKUPS = int(os.environ.get("LOOKUPS", "500"))
AT_ONCE = 10_000
GOAL = 50.0
COMMON = (
    "Smith Jones Khan Williams Taylor Patel Brown Davies Evans Ahmed Wilson Ali Thomas Singh Roberts Hussain".split()
)
PARTS = "ash bar cole den field fen gate ham hill hol kirk ley mar more nor pen ridge ston thorn wood worth".split()


def main() -> None:
    """Make the people, build, look up, print."""
    dice = random.Random(20261127)
    supplier = _supplier()
    made, sample = time.perf_counter(), []
    for first in range(0, PEOPLE, AT_ONCE):
        sample += _make(dice, first, min(AT_ONCE, PEOPLE - first), supplier)
    made = time.perf_counter() - made
    building = time.perf_counter()
    everybody = list(Person.objects.values_list("pk", flat=True))
    for first in range(0, len(everybody), AT_ONCE):
        keep_finding_keys(everybody[first : first + AT_ONCE])
    building = time.perf_counter() - building
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_total_relation_size('cases_findingkeys'), pg_indexes_size('cases_findingkeys')")
        table, index = cursor.fetchone()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, asked, taken, most = 0, 0, [], 0
    for turn in range(LOOKUPS + 20):
        known, identity = _said(dice, sample, turn)
        ring.forget()
        began = time.perf_counter()
        match = match_identity(identity)
        if turn < 20:
            continue
        taken.append((time.perf_counter() - began) * 1000)
        most = max(most, len(match.candidates))
        if known is not None:
            asked += 1
            found += bool(match.candidates) and match.candidates[0].key == known
    one = summed(taken)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"\nMatch at the front door among {PEOPLE:,} people (load {os.getloadavg()[0]:.1f})")
    print(f"  people made in {made:.0f} s; keys built in {building:.0f} s ({PEOPLE / building:,.0f} people a second)")
    print(f"  keys on disk {table / 2**20:,.0f} MB, of them index {index / 2**20:,.0f} MB; none in the process")
    print(f"  one look-up: median {one.median:.1f} ms, 95th {one.p95:.1f} ms (goal {GOAL:.0f}), most {one.most:.1f} ms")
    print(f"  {found} of {asked} people known put first; at most {most} candidates; {one.runs} look-ups")
    print(
        f"  peak memory of the process {after / 1024:,.0f} MB, of it by the look-ups {(after - before) / 1024:,.1f} MB"
    )
    keep(
        "live_match",
        {
            "people": PEOPLE, "lookup": one, "put_first": found, "of": asked, "build_seconds": building,
            "disk_bytes": table, "index_bytes": index, "peak_kilobytes": after, "load": os.getloadavg()[0],
        },
    )  # fmt: skip


def _supplier() -> int:
    add_place(None, "ashworth", name="Ashworth", kind=PlaceKind.AUTHORITY)
    add_agency(
        None,
        "ashworth-council",
        name="Ashworth Council",
        kind=AgencyKind.COUNCIL,
        place="ashworth",
        contact="The front door",
    )
    return Agency.objects.get().pk


def _make(dice: random.Random, first: int, count: int, supplier: int) -> list[Identity]:
    """People in one transaction; a thousandth of them, to be looked for."""
    given, surnames = _names()
    sample = []
    with transaction.atomic():
        people, places = [], []
        for number, subject in enumerate(anchor_subjects(count), first):
            home = number // 3
            known = Identity(
                subject,
                dice.choice(given),
                dice.choice(COMMON) if dice.random() < 0.3 else dice.choice(surnames),
                date(1935, 1, 1) + timedelta(days=dice.randrange(90 * 365)),
                _postcode(home // 12),
                (("nhs_number", _nhs_number(number)),) if dice.random() < 0.8 else (),
                dice.choice("FM"),
                f"{home % 12 + 1} High Street",
            )
            people.append(
                Person(
                    subject_id=subject, given_name=known.given, family_name=known.family, date_of_birth=known.dob,
                    sex=known.sex, nhs_number=known.ids[0][1] if known.ids else "", supplier_id=supplier,
                )
            )  # fmt: skip
            places.append(
                Whereabouts(
                    person_id=subject, address=known.address, postcode=known.postcode, supplier_id=supplier,
                    seen_on=date(2026, 1, 1),
                )
            )  # fmt: skip
            if dice.random() < max(0.001, 2_000 / PEOPLE):
                sample.append(known)
        Person.objects.bulk_create(people, 2_000)
        Whereabouts.objects.bulk_create(places, 2_000)
    return sample


def _names() -> tuple[list[str], list[str]]:
    given = sorted({whole.title() for forms in known_forms().values() for whole in forms})
    return given, [one.title() + other for one in PARTS for other in PARTS] + [
        one.title() + other + last for one in PARTS for other in PARTS[::2] for last in PARTS[::3]
    ]


def _postcode(number: int) -> str:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    rest, last = divmod(number, 400)
    area, digit = divmod(rest, 10)
    return f"WX{area} {digit}{letters[last // 20]}{letters[last % 20]}"


def _nhs_number(number: int) -> str:
    """A valid number for each person: the next stem whose check digit is not ten."""
    stem = 400_000_000 + number * 11 // 10 * 3
    while True:
        digits = f"{stem:09d}"
        check = 11 - sum(int(one) * weight for one, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return digits + str(check % 11)
        stem += 1


def _said(dice: random.Random, sample: list[Identity], turn: int) -> tuple[object, Identity]:
    """Somebody as a referral writes them, and who they are; None for nobody known."""
    known = dice.choice(sample)
    said = replace(known, key="?", ids=())
    born = known.dob or date(2000, 1, 1)
    way = turn % 7
    if way == 0:
        return None, replace(
            said, given="Zebedee", family="Nottingley", dob=born + timedelta(days=9), postcode="ZE1 1ZZ"
        )
    if way == 1:
        return known.key, replace(said, ids=known.ids)
    if way == 2:
        exchanged = date(born.year, born.day, born.month) if born.day <= 12 else born
        return known.key, replace(said, dob=exchanged)
    if way == 3:
        return known.key, replace(said, family=known.family + "e", postcode="ZE1 1ZZ")
    if way == 4:
        return known.key, replace(said, given=known.family, family=known.given)
    if way == 5:
        return known.key, replace(said, given=known.given[:4], postcode="")
    return known.key, said


if __name__ == "__main__":
    main()
