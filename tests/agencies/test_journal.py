"""The journal takes rows and gives them; nobody changes, deletes or empties it, whatever their rights."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError

from agencies.models import JournalEntry
from agencies.operations import journal
from agencies.operations.places import add_place
from agencies.refusals import Refused
from agencies.vocabulary import Event
from tests.cast import Cast

STATEMENTS = (
    "UPDATE agencies_journalentry SET event = 'nothing.happened'",
    "DELETE FROM agencies_journalentry",
    "TRUNCATE agencies_journalentry CASCADE",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_app_may_not_rewrite_the_journal(cast: Cast, as_the_app: None, statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(statement)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_triggers_refuse_the_owner_too(cast: Cast, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement)
    assert JournalEntry.objects.exists()


def test_the_app_writes_and_reads_the_journal(cast: Cast, as_the_app: None) -> None:
    journal.record(cast.key_worker, Event.POST_CHOSEN, detail={"post": 1})
    entry = JournalEntry.objects.latest("id")
    assert (entry.post_id, entry.agency_id) == (cast.key_worker.post, cast.key_worker.agency)
    assert entry.practitioner_id == cast.key_worker.practitioner


def test_the_app_may_not_switch_the_triggers_off(cast: Cast, as_the_app: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE agencies_journalentry DISABLE TRIGGER USER")


def test_a_refused_operation_leaves_no_entry(cast: Cast) -> None:
    before = JournalEntry.objects.count()
    with pytest.raises(Refused):
        add_place(cast.administrator, "ashworth/north", name="Again", kind="neighbourhood")
    assert JournalEntry.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_tests_of_several_transactions_can_still_empty_it() -> None:
    journal.record(None, Event.PLACE_ADDED)
    assert JournalEntry.objects.count() == 1
