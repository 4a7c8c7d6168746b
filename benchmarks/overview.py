"""The overview at the size of the first national programme: 120,000 families, ten million ledger lines.

What is timed: rolling up everything from nothing, which is the full recount; a refresh after one import that speaks of
500 families; counting the cube's tables from the rollups; the page, from a published edition; and, for comparison, one
grouping of the ledger itself (bearer by quarter, and how many families) in PostgreSQL and in DuckDB. The refreshed
rollups are held against a second full recount: every sum to the penny, before rounding.

FAMILIES and LINES set another size.
"""

import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import uuid4

import django
import duckdb
from django.db import connection, transaction
from django.test import Client

django.setup()

from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency, Place
from benchmarks.figures import Times, keep, show, times
from cases.models import Case, Extract, Family, FamilyMember, Person
from datasharing.keys.ring import make_keys
from datasharing.models import DataSubject, FamilyFile
from outcomes.cube import ALL, PLACE, TIER_BANDS
from outcomes.cube import TABLES as TABLES_OF_CUBE
from outcomes.models import Catalogue, Cell, CostRollup, Edition
from outcomes.operations.load_catalogue import load_catalogue
from outcomes.operations.refresh_rollups import refresh_rollups
from outcomes.selectors import overview_measures as measures
from outcomes.selectors.overview_money import CostTallies, costs
from outcomes.selectors.support_windows import last_day_of_data, shown_catalogue
from tests.cast import Cast, make_cast, sign_in

T = TypeVar("T")

BENCH = True
FAMILIES = int(os.environ.get("FAMILIES", "120000"))
LINES = int(os.environ.get("LINES", "10000000"))
IMPORTED = 500
"""Families of which the import speaks."""

BATCH = 5_000
LAST_DAY = date(2026, 8, 31)

OCCURRENCES = """
INSERT INTO cases_occurrence (subject_id, supplier_id, told_by, category, code, starts_on, ends_on, is_open, incident,
                              ordinal, posted_at)
SELECT people[1 + (n %% cardinality(people))], %(supplier)s, 'system', 'crime',
       CASE WHEN n %% 5 = 0 THEN 'health.mental_health_service' ELSE 'police.arrest' END, day,
       CASE WHEN n %% 5 = 0 THEN day + 60 END, false, '', 1, now()
FROM (SELECT %(people)s::uuid[] AS people) all_of_them,
     LATERAL (SELECT n, DATE '2022-01-01' + (random() * 1700)::int AS day FROM generate_series(1, %(number)s) n) AS told
"""
LINES_OF_THEM = """
INSERT INTO outcomes_ledgerline (occurrence_id, catalogue_id, unit_cost, bearer, basis, starts_on, ends_on, gbp,
                                 per_days)
SELECT told.id, %(catalogue)s, 'B' || part, bearers[1 + ((told.id + part) %% cardinality(bearers))],
       CASE WHEN told.ends_on IS NULL THEN 'each' ELSE 'per_day' END, told.starts_on, told.ends_on,
       round((10 + 990 * random())::numeric, 6), CASE WHEN told.ends_on IS NOT NULL THEN 7 END
FROM cases_occurrence told, (SELECT %(bearers)s::text[] AS bearers) all_of_them, generate_series(1, 2) part
WHERE told.id > %(after)s
"""
GROUPED = """
SELECT line.bearer, date_trunc('quarter', line.starts_on) AS quarter, sum(line.gbp), count(DISTINCT member.family_id)
FROM {line} line JOIN {told} told ON told.id = line.occurrence_id JOIN {member} member
     ON member.person_id = told.subject_id
GROUP BY 1, 2 ORDER BY 1, 2
"""
COLUMNS = {"line": "occurrence_id, bearer, starts_on, gbp", "told": "id, subject_id", "member": "family_id, person_id"}
TABLES = {"line": "outcomes_ledgerline", "told": "cases_occurrence", "member": "cases_familymember"}


def make(cast: Cast) -> None:
    """The families, two people each, all with a case; what partners told of them, and what it cost."""
    place, council = Place.objects.get(path="ashworth/north"), Agency.objects.get(reference="ashworth-council")
    now = timezone.now()
    Extract.objects.create(
        profile="bench", supplier=council, digest="bench", covers_from=date(2021, 9, 1), covers_to=LAST_DAY,
        supplied_on=LAST_DAY, state="posted", started_at=now, posted_at=now,
    )  # fmt: skip
    for first in range(0, FAMILIES, BATCH):
        _some_families(place, council, cast.key_worker.post, first, min(BATCH, FAMILIES - first))
    row, _ = load_catalogue(None)
    Catalogue.objects.filter(pk=row.pk).update(complete_at=now)
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    happened(row.pk, people, LINES // 2)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _some_families(place: Place, council: Agency, worker: int, first: int, number: int) -> None:
    files = FamilyFile.objects.bulk_create(
        FamilyFile(id=uuid4(), reference=f"B{first + n}", place=place, opened_at=timezone.now()) for n in range(number)
    )
    make_keys("family", [file.pk for file in files])
    families = Family.objects.bulk_create(
        Family(file=file, name="", supplier=council, formed_at=timezone.now()) for file in files
    )
    subjects = DataSubject.objects.bulk_create(DataSubject(id=uuid4()) for _ in range(2 * number))
    people = Person.objects.bulk_create(Person(subject=one, supplier=council) for one in subjects)
    FamilyMember.objects.bulk_create(
        FamilyMember(family=families[n // 2], person=one, role="parent", joined_on=date(2024, 1, 1))
        for n, one in enumerate(people)
    )
    begun = datetime(2024, 1, 1, tzinfo=UTC)
    Case.objects.bulk_create(
        Case(
            family=family, key_worker_id=worker, level_of_need=3, intensity="intensive", opened_at=begun,
            allocated_at=begun,
            state="closed" if n % 3 else "allocated", outcome="partly" if n % 3 else "",
            closed_at=begun.replace(year=2025) if n % 3 else None,
        )
        for n, family in enumerate(families)
    )  # fmt: skip


def happened(catalogue: int, people: Sequence[object], number: int) -> None:
    """So many occurrences of these people, two lines each, as a posting leaves them."""
    police = Agency.objects.get(reference="ashworth-police").pk
    bearers = ["council", "police", "health", "dwp", "education"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM cases_occurrence")
        after = cursor.fetchone()
        cursor.execute(OCCURRENCES, {"people": list(people), "supplier": police, "number": number})
        cursor.execute(LINES_OF_THEM, {"catalogue": catalogue, "bearers": bearers, "after": after[0] if after else 0})


def timed(of: Callable[[], T]) -> tuple[T, float]:
    """What it returns, and its seconds."""
    began = time.perf_counter()
    found = of()
    return found, time.perf_counter() - began


def tallies() -> CostTallies:
    """What the cube's tables of costs are made of, from the rollups."""
    here, catalogue, last_day = Place.objects.get(path="ashworth"), shown_catalogue(), last_day_of_data("ashworth")
    assert catalogue and last_day
    standing = measures.standings(here)
    return costs(standing, catalogue, last_day, list(standing))


def in_duckdb() -> float:
    """Seconds of the same grouping in DuckDB, over the same rows in memory."""
    beside = duckdb.connect()
    for name, columns in COLUMNS.items():
        path = f"/tmp/lintel-bench-{os.getpid()}-{name}.csv"
        rows = f"COPY (SELECT {columns} FROM {TABLES[name]}) TO STDOUT (FORMAT csv, HEADER)"
        with connection.cursor() as cursor, open(path, "wb") as file, cursor.copy(rows) as copy:
            for block in copy:
                file.write(block)
        beside.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{path}')")
        os.unlink(path)
    return timed(lambda: beside.execute(GROUPED.format(line="line", told="told", member="member")).fetchall())[1]


def page_of(cast: Cast, edition: Edition) -> Times:
    """Milliseconds of the overview's page from a published edition of the declared cells."""
    client = sign_in(Client(SERVER_NAME="127.0.0.1"), cast.commissioner)
    address = reverse("outcomes:overview")
    assert client.get(address).status_code == 200
    return times({"page": lambda: client.get(address)})["page"]


def published() -> Edition:
    """An edition with every declared cell, as one is frozen."""
    catalogue = Catalogue.objects.get()
    edition = Edition.objects.create(
        place=Place.objects.get(path="ashworth"), published_at=timezone.now(), covers_to=LAST_DAY, catalogue=catalogue
    )
    parts = [f"{PLACE}ashworth/north", f"{PLACE}ashworth/south"]
    Cell.objects.bulk_create(
        Cell(edition=edition, table=table.name, band=band, row=row, column=column, value=1000 * (1 + n))
        for table in TABLES_OF_CUBE
        for band in (ALL, *(parts if table.by else ()), *(TIER_BANDS if len(table.by) > 1 else ()))
        for n, row in enumerate(table.rows or [LAST_DAY.isoformat()])
        for column in table.columns
    )
    return edition


def main() -> None:
    """Print and keep seconds, how many families a refresh touched, and whether it equals a full recount."""
    cast = make_cast()
    _, made = timed(lambda: make(cast))
    catalogue = Catalogue.objects.get()
    print(f"{FAMILIES:,} families, {LINES:,} ledger lines, made in {made:.0f} s (load {os.getloadavg()[0]:.1f})")
    whole, first = timed(lambda: refresh_rollups(None, "ashworth"))
    idle = timed(lambda: refresh_rollups(None, "ashworth"))
    people = list(FamilyMember.objects.order_by("pk").values_list("person_id", flat=True)[: IMPORTED * 2 : 2])
    happened(catalogue.pk, people, IMPORTED * 4)
    touched, after_import = timed(lambda: refresh_rollups(None, "ashworth"))
    counted, counting = timed(tallies)
    CostRollup.objects.all().delete()
    _, again = timed(lambda: refresh_rollups(None, "ashworth"))
    equal = counted == tallies()
    assert (whole.touched, idle[0].touched, touched.touched) == (FAMILIES, 0, IMPORTED) and equal, "to the penny"
    with connection.cursor() as cursor:
        _, grouped = timed(lambda: cursor.execute(GROUPED.format(**TABLES)))
    duck = in_duckdb()
    page = page_of(cast, published())
    print(f"  everything from nothing (a full recount)        {first:9.1f} s, and again {again:.1f} s")
    print(f"  a refresh when nothing changed                  {idle[1]:9.1f} s")
    print(f"  a refresh after an import: {touched.touched} families touched  {after_import:9.1f} s")
    print(f"  the cube's tables of costs, from the rollups    {counting:9.1f} s; equal to a full recount: {equal}")
    print(f"  the ledger grouped by bearer and quarter        {grouped:9.1f} s in PostgreSQL, {duck:.1f} s in DuckDB")
    show("The page, from a published edition", {"page": page}, "page")
    keep(
        "overview",
        {
            "families": FAMILIES, "lines": LINES, "full recount s": first, "full recount again s": again,
            "nothing changed s": idle[1], "refresh after an import s": after_import, "touched": touched.touched,
            "counting s": counting, "equal": equal, "grouped in postgresql s": grouped, "grouped in duckdb s": duck,
            "page": page,
        },
    )  # fmt: skip


if __name__ == "__main__":
    main()
