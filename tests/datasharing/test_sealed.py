"""Sealed fields: nothing plain in the database, and a value opens only where it was put."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from agencies.models import JournalEntry
from agencies.refusals import Refused
from cases.models import Family, Referral, ReferredPerson
from datasharing.keys import ring
from datasharing.keys.ciphers import Sealed, Unreadable, seal, unseal, unwrap, wrap
from datasharing.keys.rotation import by_version, rewrap
from datasharing.keys.wrapping import read_keys
from datasharing.models import DataKey
from datasharing.models.sealed import opened
from datasharing.operations import anchor_subject
from datasharing.operations.anchors import anchor_subjects
from datasharing.operations.shred_subject import shred_subject
from tests.cast import Cast
from tests.world_casework import allocated

OWNER = UUID(int=7)
ROW = UUID(int=8).bytes


@pytest.fixture
def families(cast: Cast) -> list[Family]:
    """Two families, each with a referral that names people."""
    for number in range(2):
        allocated(cast, intensity="advice", people=2, number=number)
    families = list(Family.objects.order_by("pk"))
    now = timezone.now()
    for number, one in enumerate(families):
        referral = Referral.objects.create(
            file_id=one.pk, reference=f"R{number}", source="school", received_at=now, due_at=now,
            said_consent="given", concern=f"Zebedee {number} told his teacher of the noise at night.",
        )  # fmt: skip
        ReferredPerson.objects.create(referral=referral, position=1, given_name="Zebedee", telephone="01632 960001")
    ring.forget()
    return families


@given(st.binary(max_size=200), st.integers(min_value=0))
def test_a_value_opens_where_it_was_put_and_not_when_a_bit_of_it_was_changed(value: bytes, at: int) -> None:
    key = AESGCM(b"k" * 32)
    sealed = seal(key, OWNER, "t.c", ROW, value)
    assert unseal(key, Sealed(sealed), "t.c", ROW) == value
    bit = at % (len(sealed) * 8)
    changed = bytearray(sealed)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unreadable):
        unseal(key, Sealed(bytes(changed)), "t.c", ROW)


@pytest.mark.parametrize(
    ("column", "row"),
    [("t.other", ROW), ("other.c", ROW), ("t.c", UUID(int=9).bytes)],
    ids=["table and column", "table", "row"],
)
def test_a_value_moved_to_another_table_column_or_row_does_not_open(column: str, row: bytes) -> None:
    key = AESGCM(b"k" * 32)
    with pytest.raises(Unreadable):
        unseal(key, Sealed(seal(key, OWNER, "t.c", ROW, b"words")), column, row)


def test_a_data_key_opens_for_its_owner_and_under_its_wrapping_alone() -> None:
    wrapped = wrap(b"w" * 32, OWNER, b"k" * 32)
    assert unwrap(b"w" * 32, OWNER, wrapped) == b"k" * 32
    for wrapping, owner in ((b"x" * 32, OWNER), (b"w" * 32, uuid4())):
        with pytest.raises(Unreadable):
            unwrap(wrapping, owner, wrapped)


@pytest.mark.parametrize("written", ["", "1:short", "one:" + "a" * 43, "1:" + "a" * 43 + ",1:" + "b" * 43])
def test_keys_that_cannot_be_read_are_refused_in_words_without_the_key(written: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read_keys(written)
    assert "LINTEL_KEYS" in str(refused.value) and "short" not in str(refused.value)


def test_the_database_holds_no_word_of_what_was_written(families: list[Family]) -> None:
    referral = Referral.objects.first()
    person = ReferredPerson.objects.filter(referral=referral).first()
    written = [families[0].name, referral.concern, person.given_name]
    assert all(written)
    with connection.cursor() as cursor:
        for table in ("cases_family", "cases_referral", "cases_referredperson"):
            cursor.execute(f"SELECT * FROM {table}")
            held = b"|".join(
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for row in cursor.fetchall()
                for value in row
            )
            assert [word for word in written if word.encode() in held] == []


def test_a_value_swapped_between_two_rows_is_refused(families: list[Family]) -> None:
    one, other = families
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_family SET name = (SELECT name FROM cases_family WHERE file_id = %s) WHERE file_id = %s",
            [one.pk, other.pk],
        )
    assert Family.objects.get(pk=one.pk).name == one.name
    with pytest.raises(Unreadable):
        _ = Family.objects.get(pk=other.pk).name


def test_a_page_of_rows_takes_one_statement_for_its_keys(families: list[Family]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as made:
        assert all(one.name for one in list(Family.objects.all()))
    assert len(made) == 2


def test_days_nothing_and_lists_of_values_come_back_as_they_were(families: list[Family]) -> None:
    person = ReferredPerson.objects.first()
    person.date_of_birth, person.telephone = date(2010, 3, 9), ""
    person.save()
    again = ReferredPerson.objects.get(pk=person.pk)
    assert (again.date_of_birth, again.telephone) == (date(2010, 3, 9), "")
    one = ReferredPerson.objects.filter(pk=person.pk)
    assert list(opened(one, "pk", "date_of_birth", "telephone")) == [(person.pk, date(2010, 3, 9), "")]
    assert isinstance(one.values_list("date_of_birth", flat=True).get(), Sealed)


def test_a_sealed_field_cannot_be_searched_or_written_plain(families: list[Family]) -> None:
    with pytest.raises(FieldError):
        Family.objects.filter(name__icontains="a").exists()
    with pytest.raises(TypeError):
        Family.objects.filter(name="Khan").exists()
    with pytest.raises(TypeError):
        Family.objects.update(name="Khan")


def test_what_is_saved_again_unseen_stays_as_it_was_and_what_moves_to_another_file_is_sealed_anew(
    families: list[Family],
) -> None:
    one = Referral.objects.filter(file=families[0].pk).get()
    words, held = one.concern, Referral.objects.values_list("concern", flat=True).get(pk=one.pk)
    ring.forget()
    Referral.objects.get(pk=one.pk).save()
    assert Referral.objects.values_list("concern", flat=True).get(pk=one.pk) == held
    moved = Referral.objects.get(pk=one.pk)
    moved.file_id = families[1].pk
    moved.save()
    sealed = Referral.objects.values_list("concern", flat=True).get(pk=one.pk)
    assert sealed.owner == families[1].pk
    assert Referral.objects.get(pk=one.pk).concern == words


def test_keys_that_are_thrown_away_in_the_middle_of_many_rows_are_read_again_together(
    families: list[Family], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [anchor_subject(None).pk for _ in range(5)]
    ring.forget()
    for owner in people:
        ring.want(owner)
    ring.key_of(people[0])
    ring.read_wanted()
    monkeypatch.setattr(ring.RING, "since", ring.RING.since - 2 * ring.FRESH)
    with CaptureQueriesContext(connection) as made:
        assert all(ring.key_of(owner) for owner in people)
    assert len(made.captured_queries) == 1


def test_a_ring_nearly_full_that_is_old_does_not_read_every_key_again_for_every_value(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    owners = anchor_subjects(12)
    monkeypatch.setattr(ring, "LARGEST", 8)
    monkeypatch.setattr(ring, "AGAIN", 3)
    ring.forget()
    for first in (0, 4):
        for owner in owners[first : first + 4]:
            ring.want(owner)
        ring.read_wanted()
    assert len(ring.RING.keys) == 8
    monkeypatch.setattr(ring.RING, "since", ring.RING.since - 2 * ring.FRESH)
    for owner in owners[8:]:
        ring.want(owner)
    with CaptureQueriesContext(connection) as made:
        for owner in owners[8:]:
            ring.key_of(owner)
    assert len(made) == 1 and len(ring.RING.keys) == 7


def test_a_shredded_key_leaves_nothing_to_read_and_the_rest_of_the_family_readable(families: list[Family]) -> None:
    one, other = families
    subject = anchor_subject(None)
    shred_subject(None, subject.pk)
    assert DataKey.objects.get(owner=subject.pk).wrapped is None
    assert ring.key_of(subject.pk) is None
    assert JournalEntry.objects.filter(event="subject.shredded").count() == 1
    with pytest.raises(Refused):
        shred_subject(None, subject.pk)
    DataKey.objects.filter(owner=one.pk).update(wrapped=None, shredded_at="2026-01-01T00:00Z")
    ring.forget()
    assert [Family.objects.get(pk=key).name for key in (one.pk, other.pk)] == ["", other.name]


def test_a_value_without_its_key_is_said_to_be_unreadable_and_never_empty(families: list[Family]) -> None:
    DataKey.objects.all().delete()
    ring.forget()
    with pytest.raises(Unreadable):
        _ = Family.objects.first().name


def test_wrapping_anew_stopped_half_way_leaves_everything_readable(families: list[Family], settings_keys) -> None:
    names = {one.pk: one.name for one in families}
    old = settings.LINTEL_KEYS
    settings_keys(old + ",2:" + "b" * 43)
    next(rewrap(batch=1))
    assert by_version()[2] == 1
    ring.forget()
    assert {one.pk: one.name for one in Family.objects.all()} == names
    assert sum(rewrap(batch=1)) == DataKey.objects.count() - 1
    settings_keys("2:" + "b" * 43)
    ring.forget()
    assert {one.pk: one.name for one in Family.objects.all()} == names


@pytest.fixture
def settings_keys(settings):
    """Set the keys from outside."""
    return lambda written: setattr(settings, "LINTEL_KEYS", written)
