"""A backup put back into an empty database: the journal verifies, what was shredded since stays unreadable.

The records are dumped each night without the table of data keys, which has a dump of its own, kept for a shorter time
and put back at its newest: that is what `docs/operations.md` asks for.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prove.apart import House

pytestmark = pytest.mark.prove
KEYS = "datasharing_datakey"
SEED = """
from tests.cast import make_cast
from tests.world import referral
cast = make_cast()
print(json.dumps([referral(cast, number=number).reference for number in range(6)]))
"""
SHRED = """
from cases.models import Referral
from datasharing.models import DataKey
from datasharing.operations import anchor_subject
from datasharing.operations.shred_subject import shred_subject
subject = anchor_subject(None).pk
shred_subject(None, subject)
file = Referral.objects.get(reference={reference!r}).file_id
print(json.dumps(DataKey.objects.filter(owner=file).update(wrapped=None, shredded_at="2026-11-01T00:00Z")))
"""
READ = """
from cases.models import Referral
print(json.dumps({one.reference: one.concern for one in Referral.objects.all()}))
"""
SEALS = "SELECT count(*) FROM agencies_journalseal"


@pytest.fixture
def house() -> Iterator[House]:
    """A house apart."""
    made = House()
    yield made
    made.close()


def test_a_backup_put_back_verifies_and_says_what_it_lacks(house: House, tmp_path: Path) -> None:
    references = house.python(SEED)
    house.manage("seal_journal")
    ((seals,),) = house.rows(SEALS)
    database = house.address.database
    records, keys = str(tmp_path / "records.dump"), str(tmp_path / "keys.dump")
    house.program("pg_dump", "-Fc", f"--exclude-table-data={KEYS}", "-f", records, database)
    gone = references[0]
    assert house.python(SHRED.format(reference=gone)) == 1
    for _ in range(3):
        house.python("from agencies.operations import journal\nfrom agencies.vocabulary import Event\n"
                     "journal.record(None, Event.PLACE_ADDED)\nprint(1)")  # fmt: skip
        house.manage("seal_journal")
    house.program("pg_dump", "-Fc", "--data-only", f"--table={KEYS}", "-f", keys, database)
    ((all_seals,),) = house.rows(SEALS)
    house.program("dropdb", database)
    house.program("createdb", database)
    house.program("pg_restore", "--exit-on-error", "-d", database, records)
    house.program("pg_restore", "--exit-on-error", "-d", database, keys)
    said = house.manage("verify_journal", "--restored")
    assert "is whole" in said
    lacking = all_seals - seals
    assert lacking == 3 and f"lacks {lacking} of the seals" in said
    assert "missing" in house.manage("verify_journal", fails=True)
    words = house.python(READ)
    assert words[gone] == "" and all(words[one] for one in references[1:])
    assert set(words) == set(references)
    print(
        f"\nrecovery: {seals} seals put back and whole, {lacking} said to be lacking; "
        f"1 shredded unreadable, {len(references) - 1} readable"
    )
