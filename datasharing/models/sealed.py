"""Fields that are encrypted in the database and plain in hand.

A model with sealed fields says whose key they are sealed under (`sealed_for`, a path of attributes to the id of a
`DataSubject` or `FamilyFile`: "family_id", "case.family_id") and, unless its primary key is itself such an id, has a
`seal = RowSeal()`, the row's own random identity. Values are sealed when the row is saved or bulk-created, and opened
when they are first looked at. They cannot be filtered, ordered or written by `update()`; `values_list` gives them
unopened, see `opened`.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from datasharing.keys.ciphers import Sealed, Unreadable, unseal
from datasharing.keys.ring import key_of, sealer_of, want

LOOKUPS = ("isnull", "exact")
AT_ONCE = 5_000
"""Values opened together: the keys of so many rows are read in one statement."""


class RowSeal(models.UUIDField):  # type: ignore[type-arg]
    """The row's own identity, random and never changed, to which its sealed values are bound."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"default": uuid.uuid4, "db_default": RandomUUID(), "editable": False})


class SealedAttribute(DeferredAttribute):
    """Opens a value when it is first looked at, and keeps it open in this instance."""

    field: Any

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.opened(value, row_of(instance))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


def row_of(instance: models.Model) -> bytes:
    """The identity of a row: its `seal`, else its primary key."""
    found = getattr(instance, "seal", None) or instance.pk
    if not isinstance(found, UUID):
        raise Unreadable(f"{instance._meta.label} has neither a seal nor an anchor for its primary key.")
    return found.bytes


def _nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str | bytes | memoryview) and len(value) == 0)


def owner_of(instance: Any) -> UUID:
    """Whose key this row's values are sealed under."""
    owner = attrgetter(instance.sealed_for)(instance)
    if not isinstance(owner, UUID):
        raise Unreadable(f"{instance._meta.label}: `sealed_for` leads to no person and no family.")
    return owner


if TYPE_CHECKING:
    Base = models.Field[Any, Any]
else:
    Base = object


class SealedField(Base):
    """What every sealed field does; the classes below add how their values are written as bytes."""

    descriptor_class: Any = SealedAttribute
    empty: Any = None

    def write(self, value: Any) -> bytes:
        """A value as bytes."""
        return str(value).encode()

    def read(self, written: bytes) -> Any:
        """The value that was written."""
        return written.decode()

    @property
    def place(self) -> str:
        """`table.column`, to which values are bound."""
        return f"{self.model._meta.db_table}.{self.column}"

    def opened(self, value: Sealed, row: bytes) -> Any:
        """What was sealed; the empty value when its key was shredded. Unreadable when it was altered or moved."""
        key = key_of(value.owner)
        return self.empty if key is None else self.read(unseal(key, value, self.place, row))

    def sealed(self, value: Any, owner: UUID, row: bytes) -> Any:
        """A value as the database holds it; nothing stays nothing. Unreadable when the owner's key was shredded."""
        if _nothing(value):
            return value
        return Sealed(sealer_of(owner).seal(self.place.encode(), row, self.write(value)))

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        """Sealed under the key of the row's owner; one that was not looked at goes back as it came."""
        value = instance.__dict__.get(self.attname)
        if _nothing(value) or (isinstance(value, Sealed) and value.owner == owner_of(instance)):
            return value
        return self.sealed(getattr(instance, self.attname), owner_of(instance), row_of(instance))

    def db_type(self, connection: Any) -> str:
        """Bytes, whatever the value is."""
        return "bytea"

    def get_internal_type(self) -> str:
        """Bytes, as Django calls them."""
        return "BinaryField"

    def get_prep_value(self, value: Any) -> Any:
        """Only what was sealed, or nothing. TypeError for a plain value, as `update()` or a filter would write it."""
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.held
        if _nothing(value):
            return b""
        raise TypeError(f"{self.name} is sealed: save the row, or seal the value first; it cannot be compared.")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As `get_prep_value`."""
        return value if prepared else self.get_prep_value(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """As `get_prep_value`."""
        return value if hasattr(value, "as_sql") else self.get_prep_value(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Not opened yet; its key is wanted."""
        if value is None:
            return None
        if not len(value):
            return self.empty
        found = Sealed(bytes(value))
        want(found.owner)
        return found

    def get_lookup(self, lookup_name: str) -> Any:
        """Whether there is anything, and nothing more. FieldError for the rest."""
        if lookup_name not in LOOKUPS:
            raise FieldError(f"{self.name} is sealed: the database cannot search it.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """None: the database sees no part of it."""
        return None


class SealedTextField(SealedField, models.TextField):  # type: ignore[type-arg]
    """Words, sealed."""

    empty = ""


class SealedCharField(SealedField, models.CharField):  # type: ignore[type-arg]
    """A short word or number, sealed. `max_length` is for forms; the database holds no length."""

    empty = ""


class SealedDateField(SealedField, models.DateField):  # type: ignore[type-arg]
    """A day, sealed."""

    def write(self, value: Any) -> bytes:
        """YYYY-MM-DD."""
        return str(self.to_python(value)).encode()

    def read(self, written: bytes) -> date:
        """The day."""
        return date.fromisoformat(written.decode())


class SealedBinaryField(SealedField, models.BinaryField):  # type: ignore[type-arg]
    """A document's bytes, sealed; 45 bytes longer in the database than in hand."""

    empty = b""

    def write(self, value: Any) -> bytes:
        """As they are."""
        return bytes(value)

    def read(self, written: bytes) -> bytes:
        """As they are."""
        return written


class SealedJSONField(SealedField, models.JSONField):
    """A JSON value, sealed."""

    def write(self, value: Any) -> bytes:
        """Compact JSON."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), cls=self.encoder).encode()

    def read(self, written: bytes) -> Any:
        """The value."""
        return json.loads(written, cls=self.decoder)


def opened(rows: models.QuerySet[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    """`values_list` of these rows with their own sealed fields opened."""
    return Fetched(rows, *names).opened()


class Fetched:
    """`values_list` of these rows, fetched at once; the keys that it needs are wanted and not read yet.

    For whoever fetches from several tables before the keys of all are read together.
    """

    def __init__(self, rows: models.QuerySet[Any], *names: str) -> None:
        model = rows.model
        identity = "seal" if hasattr(model, "seal") else model._meta.pk.name
        own = {field.name: field for field in model._meta.fields}
        self._fields = [own.get(name) for name in names]
        self._rows = list(rows.values_list(identity, *names))

    def opened(self) -> Iterator[tuple[Any, ...]]:
        """Each row with its own sealed fields opened."""
        stream = iter(self._rows)
        while batch := list(islice(stream, AT_ONCE)):
            _want_all(value for row in batch for value in row)
            for row, *values in batch:
                yield tuple(_opened_each(self._fields, values, row.bytes))


def opened_beside(rows: Iterable[tuple[Any, ...]], field: Any, *, row: int, value: int) -> Iterator[tuple[Any, ...]]:
    """Rows of a `values_list` with one sealed field of a related row opened, in batches.

    `row` and `value` are the places in a row of the related row's identity and of its sealed value.
    """
    stream = iter(rows)
    while batch := list(islice(stream, AT_ONCE)):
        _want_all(one[value] for one in batch)
        known: dict[Sealed, Any] = {}
        for one in batch:
            held = one[value]
            if isinstance(held, Sealed):
                if held not in known:
                    known[held] = field.opened(held, one[row].bytes)
                yield *one[:value], known[held], *one[value + 1 :]
            else:
                yield one


def _want_all(values: Iterable[Any]) -> None:
    for value in values:
        if isinstance(value, Sealed):
            want(value.owner)


def _opened_each(fields: Iterable[Any], values: Iterable[Any], row: bytes) -> Iterator[Any]:
    for field, value in zip(fields, values, strict=True):
        yield field.opened(value, row) if isinstance(value, Sealed) else value
