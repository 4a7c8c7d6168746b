"""A sealed value moved to another row, column, table or owner does not open: every sealed column of the registry."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps

from datasharing.keys import ring
from datasharing.keys.ciphers import HEAD, VERSION, Sealed, Unreadable
from datasharing.models.sealed import (
    SealedBinaryField,
    SealedCharField,
    SealedDateField,
    SealedField,
    SealedJSONField,
    SealedTextField,
)

SAMPLES: dict[type[SealedField], Any] = {
    SealedBinaryField: b"%PDF-1.7 \x00\xff",
    SealedCharField: "Zebedee",
    SealedDateField: date(2010, 3, 9),
    SealedJSONField: {"said": ["Zebedee", 7]},
    SealedTextField: "Zebedee told his teacher.",
}
COLUMNS = [field for model in apps.get_models() for field in model._meta.local_fields if isinstance(field, SealedField)]
each_column = pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.place)


def sample(column: SealedField) -> Any:
    """Something that the column can hold."""
    return next(value for kind, value in SAMPLES.items() if isinstance(column, kind))


@pytest.fixture
def owners(db: None) -> tuple[UUID, UUID]:
    """Two people with a data key each."""
    one, other = uuid4(), uuid4()
    ring.make_keys("subject", [one, other])
    return one, other


def test_there_are_sealed_columns_in_each_app_of_families_and_no_two_share_a_place() -> None:
    assert len({column.place for column in COLUMNS}) == len(COLUMNS) >= 30
    assert {column.model._meta.app_label for column in COLUMNS} >= {"datasharing", "cases", "outcomes"}


@each_column
def test_row_swap_refused(column: SealedField, owners: tuple[UUID, UUID]) -> None:
    row, value = uuid4().bytes, sample(column)
    held = column.sealed(value, owners[0], row)
    assert column.opened(held, row) == value
    with pytest.raises(Unreadable):
        column.opened(held, uuid4().bytes)


@each_column
def test_column_and_table_swap_refused(column: SealedField, owners: tuple[UUID, UUID]) -> None:
    """In every other sealed column, though row and owner be the same."""
    row = uuid4().bytes
    held = column.sealed(sample(column), owners[0], row)
    for other in COLUMNS:
        if other is not column:
            with pytest.raises(Unreadable):
                other.opened(held, row)


@each_column
def test_owner_swap_refused(column: SealedField, owners: tuple[UUID, UUID]) -> None:
    """Neither a value that claims another owner, nor one owner's data key put in the place of another's."""
    row, (one, other) = uuid4().bytes, owners
    held = column.sealed(sample(column), one, row)
    with pytest.raises(Unreadable):
        column.opened(Sealed(VERSION + other.bytes + held.held[HEAD:]), row)
    ring.RING.keys[one] = ring.key_of(other)
    with pytest.raises(Unreadable):
        column.opened(held, row)
    ring.forget()


def test_documents_come_back_as_they_were_and_nothing_stays_nothing(owners: tuple[UUID, UUID]) -> None:
    column, row, document = SealedBinaryField(), uuid4().bytes, bytes(range(256)) * 4
    column.set_attributes_from_name("document")
    column.model = COLUMNS[0].model
    held = column.sealed(memoryview(document), owners[0], row)
    assert document[:16] not in held.held and column.opened(held, row) == document
    assert len(held.held) == len(document) + 45
    assert column.get_prep_value(column.sealed(b"", owners[0], row)) == b""
    assert column.from_db_value(memoryview(b""), None, None) == b""
    with pytest.raises(TypeError):
        column.get_prep_value(document)
