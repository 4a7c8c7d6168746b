"""The second belt: a belted table is empty without the door, and shows what was opened; each work reads what is its."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.db.utils import ProgrammingError

from agencies.models import Place
from cases.belted import BELTED as OF_CASES
from cases.belted import OPENED
from cases.models import Contact, Draft
from datasharing import door, grants
from datasharing.belt import Work, open_also, working
from datasharing.models import FamilyFile
from datasharing.operations import open_file
from datasharing.vocabulary import Reach
from outcomes.belted import BELTED as OF_OUTCOMES
from tests.cast import Cast

BELTED = OF_CASES | OF_OUTCOMES

pytestmark = pytest.mark.django_db

BY_GRANT = "says whose a family is: the door itself reads it to decide"
BEFORE = "is read at the front door and by the panel before any family is opened: referrals are matched, asked, decided"
LISTS = "is read by the lists of a team, a manager and the front door, over families of which few are opened"
MONEY = "is posted, summed and claimed for over whole places; no words of the family's lie in it"
OF_THE_RECORD = "says what became of a record, which the door needs to find the one that goes on"
OF_PROTECTION = "is read to protect, whatever is open: who keeps out, what is watched, what is due"
BY_LINK = "is found by the secret in a link before it is known whose it is; what it leads to is belted"
BY_A_SERVICE = "is read by the service itself, by its own link, and by the desk of services"

LEFT_OUT = {
    "datasharing_familyfile": BY_GRANT,
    "datasharing_grant": BY_GRANT,
    "datasharing_live_grant": BY_GRANT,
    "datasharing_accessask": BY_GRANT,
    "datasharing_emergencyaccess": BY_GRANT,
    "datasharing_emergencyreview": BY_GRANT,
    "datasharing_safetyinstruction": OF_PROTECTION,
    "datasharing_hold": OF_PROTECTION,
    "datasharing_dutyquestion": OF_PROTECTION,
    "datasharing_retentionline": OF_PROTECTION,
    "cases_stepup": OF_PROTECTION,
    "cases_accessrequest": "is kept by those who answer it, to whom the family is not opened",
    "cases_heldbackrecord": "is kept by those who answer an access request, to whom the family is not opened",
    "cases_family": LISTS,
    "cases_familymember": LISTS,
    "cases_case": LISTS,
    "cases_keyworker": LISTS,
    "cases_casemember": LISTS,
    "cases_cover_grants": LISTS,
    "cases_referral": BEFORE,
    "cases_referredperson": BEFORE,
    "cases_rejection": BEFORE,
    "cases_sealedmatch": BEFORE,
    "cases_informationrequest": BEFORE,
    "cases_informationrequest_about": BEFORE,
    "cases_answerpart": BEFORE,
    "cases_answerpart_about": BEFORE,
    "cases_agendaitem": BEFORE,
    "cases_conflict": BEFORE,
    "cases_triagedecision": BEFORE,
    "cases_triagedecision_present": BEFORE,
    "cases_merging": OF_THE_RECORD,
    "cases_separation": OF_THE_RECORD,
    "cases_outsiderecord": OF_THE_RECORD,
    "cases_handoff": "waits for a job, which sends it to the council's own system and opens nothing",
    "cases_transfer": "leads a referral of another authority to its sender",
    "cases_servicereferral": BY_A_SERVICE,
    "cases_servicenews": BY_A_SERVICE,
    "cases_planlink": BY_LINK,
    "cases_support": MONEY,
    "outcomes_fundpurchase": MONEY,
    "outcomes_claim": MONEY,
    "outcomes_supportcost": MONEY,
    "outcomes_costrollup": MONEY,
}
"""Tables that lead to a family and are not belted, each with why."""


def leads_to_a_family(model: type[Model]) -> bool:
    """Whether a row points at a family's file, however many steps away."""
    seen: set[object] = {model}
    waiting = [model]
    while waiting:
        one = waiting.pop()
        if one is FamilyFile:
            return True
        found = {field.related_model for field in one._meta.concrete_fields if field.is_relation} - seen
        seen |= found
        waiting += found
    return False


def test_every_table_that_leads_to_a_family_is_belted_or_says_why_not() -> None:
    every = {one._meta.db_table for one in apps.get_models(include_auto_created=True) if leads_to_a_family(one)}
    assert every == set(BELTED) | set(LEFT_OUT)
    assert not set(BELTED) & set(LEFT_OUT)


def test_the_database_holds_the_policies_that_are_written_down() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, qual, cmd, with_check FROM pg_policies WHERE policyname = 'belt'")
        found = {table: (qual, *rest) for table, qual, *rest in cursor.fetchall()}
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace")
        bound = {table for (table,) in cursor.fetchall()}
    assert set(found) == bound == set(BELTED)
    for table, held in BELTED.items():
        qual, command, check = found[table]
        works = set(re.findall(r"'(\w+)'::text", qual)) - {"lintel"}
        assert works == {str(one) for one in held.works}, table
        assert f"lintel_opened_{held.of}()" in qual and held.column in qual
        assert (command, check) == ("ALL", None)


@dataclass(frozen=True)
class Two:
    """Two families, each with one row in every belted table."""

    one: UUID
    other: UUID


@pytest.fixture
def two(db: None) -> Iterator[Two]:
    """Rows that are nothing but where they hang: within the test, columns need no values and nothing is checked."""
    made = Two(uuid4(), uuid4())
    keys: dict[str, dict[UUID, object]] = {"files": {one: one for one in (made.one, made.other)}}
    tables = {table: (column, of) for table, column, of in OPENED.values()}
    tables |= {table: (held.column, held.of) for table, held in BELTED.items()}
    names = {table: name for name, (table, _column, _of) in OPENED.items()}
    with connection.cursor() as cursor:
        for table in tables:
            _loosen(cursor, table)
        while tables:
            for table, (column, of) in list(tables.items()):
                if of in keys:
                    del tables[table]
                    found = {file: _row(cursor, table, column, above) for file, above in keys[of].items()}
                    if table in names:
                        keys[names[table]] = found
    yield made


def _loosen(cursor: Any, table: str) -> None:
    """For the length of this test, nothing is asked of a row but its key."""
    cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'f')", [table])
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute(
        "SELECT attname FROM pg_attribute a WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull "
        "AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary "
        "AND a.attnum = ANY(i.indkey))",
        [table],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} ALTER COLUMN "{name}" DROP NOT NULL')


def _row(cursor: Any, table: str, column: str, above: object) -> object:
    cursor.execute(f"INSERT INTO {table} ({column}) VALUES (%s) RETURNING id", [above])
    return cursor.fetchone()[0]


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def seen() -> dict[str, int]:
    """How many rows of each belted table are there."""
    return {table: rows(table) for table in BELTED}


def test_without_the_door_every_belted_table_is_empty(two: Two, as_the_app: None) -> None:
    assert seen() == dict.fromkeys(BELTED, 0)


def test_the_owner_is_not_bound(two: Two) -> None:
    assert seen() == dict.fromkeys(BELTED, 2)


def test_what_is_opened_is_there_and_nothing_else(two: Two, as_the_app: None) -> None:
    open_also([two.one])
    assert seen() == dict.fromkeys(BELTED, 1)
    open_also([two.one, two.other])
    assert seen() == dict.fromkeys(BELTED, 2)


@pytest.mark.parametrize("work", Work)
def test_a_work_reads_the_tables_that_list_it_and_no_other(work: Work, two: Two, as_the_app: None) -> None:
    with working(work):
        assert seen() == {table: 2 if work in held.works else 0 for table, held in BELTED.items()}
    assert seen() == dict.fromkeys(BELTED, 0)


def test_every_work_is_said_why_and_read_by_some_table() -> None:
    assert set(Work) == {one for held in BELTED.values() for one in held.works}


def test_nothing_is_changed_or_taken_out_without_the_door(two: Two, as_the_app: None) -> None:
    with connection.cursor() as cursor:
        for table, held in BELTED.items():
            cursor.execute(f"UPDATE {table} SET {held.column} = {held.column}")
            assert cursor.rowcount == 0
            cursor.execute(f"DELETE FROM {table}")
            assert cursor.rowcount == 0


def test_nothing_is_put_with_a_family_that_is_not_open(two: Two, as_the_app: None) -> None:
    open_also([two.one])
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Draft.objects.bulk_create([Draft(family_id=two.other)])
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Draft.objects.filter(family=two.one).update(family_id=two.other)


def test_a_work_within_a_work_gives_way_to_the_first(two: Two, as_the_app: None) -> None:
    with working(Work.SUBJECT_ACCESS):
        with working(Work.REMINDERS):
            assert (rows("cases_task"), rows("cases_contact")) == (2, 0)
        assert (rows("cases_task"), rows("cases_contact")) == (2, 2)


def test_a_work_that_fails_is_over(two: Two, as_the_app: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), working(Work.SUBJECT_ACCESS):
        raise IntegrityError
    assert rows("cases_contact") == 0
    with pytest.raises(ProgrammingError), transaction.atomic(), working(Work.SUBJECT_ACCESS):
        rows("no_such_table")
    assert rows("cases_contact") == 0


def test_what_is_undone_is_open_no_more(two: Two, as_the_app: None) -> None:
    open_also([two.one])
    with pytest.raises(IntegrityError), transaction.atomic():
        open_also([two.other])
        assert rows("cases_contact") == 2
        raise IntegrityError
    assert rows("cases_contact") == 1


def opened() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_to_array(current_setting('lintel.opened', true), ',')")
        return set(cursor.fetchone()[0] or ())


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lintel.opened', '', true)")


def a_family_of(cast: Cast) -> FamilyFile:
    file = open_file(None, place=Place.objects.get(path="ashworth/north"))
    grants.give_grant(None, file.pk, Reach.KEY_WORKER, post=cast.key_worker.post)
    return file


def test_the_door_says_what_it_opens_by_every_way(signed: Cast) -> None:
    files = [a_family_of(signed) for _ in range(3)]
    ids = {str(one.pk) for one in files}
    forget()
    with door.open_one(signed.key_worker, files[0].reference):
        assert opened() == {str(files[0].pk)}
    door.take(signed.key_worker, files[1].reference, kinds={Reach.KEY_WORKER})
    assert opened() == {str(one.pk) for one in files[:2]}
    forget()
    with door.open_many(signed.key_worker, size=2) as page:
        assert page.has_more and opened() == {str(one.id) for one in page.items} and len(opened()) == 2
    with door.open_many(signed.key_worker):
        assert opened() == ids


def test_the_door_opens_nothing_to_an_outsider(signed: Cast) -> None:
    file = a_family_of(signed)
    forget()
    with pytest.raises(door.NotFound), door.open_one(signed.outsider, file.reference):
        pass
    with pytest.raises(door.NotFound):
        door.take_any(signed.outsider, file.reference)
    assert opened() == set()


def test_a_view_that_forgets_the_door_finds_nothing(two: Two, as_the_app: None) -> None:
    assert list(Contact.objects.all()) == []
    assert not Contact.objects.filter(case__family=two.one).exists()
