"""Operations for a migration that seals columns which held plain values until then.

The column becomes bytes where it stands, then each row is sealed under its owner's key, in batches. PostgreSQL keeps
the old rows until they are vacuumed: after such a migration run `VACUUM FULL` on the table, and let old backups go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection, migrations
from django.db.models import BinaryField, ExpressionWrapper, F

from datasharing.keys.ciphers import seal
from datasharing.keys.ring import key_of, want
from datasharing.models.sealed import RowSeal, SealedField

BATCH = 2000


def sealing(model: str, owner: str, fields: dict[str, Any], *, table: str, add_seal: bool = True) -> list[Any]:
    """Seal these columns of a model. `owner` is the query path to the anchor's id: "case__family_id"."""
    to_bytes: list[Any] = [
        f'ALTER TABLE {table} ALTER COLUMN "{name}" TYPE bytea USING convert_to("{name}"::text, \'UTF8\')'
        for name in fields
    ]
    return [
        *([migrations.AddField(model, "seal", RowSeal())] if add_seal else []),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(to_bytes)],
            state_operations=[migrations.AlterField(model, name, field) for name, field in fields.items()],
        ),
        migrations.RunPython(_seal_rows(model, owner, list(fields))),
    ]


def _seal_rows(model: str, owner: str, fields: list[str]) -> Callable[[Any, Any], None]:
    def seal_rows(apps: Any, editor: Any) -> None:
        app = next(config.label for config in apps.get_app_configs() if model in config.models)
        kept = apps.get_model(app, model)
        identity = "seal" if any(field.name == "seal" for field in kept._meta.fields) else "pk"
        held = {f"held_{name}": ExpressionWrapper(F(name), BinaryField()) for name in fields}
        rows = list(kept.objects.order_by().annotate(**held).values_list("pk", identity, owner, *held))
        for first in range(0, len(rows), BATCH):
            _seal_some(kept, fields, rows[first : first + BATCH])

    return seal_rows


def _seal_some(kept: Any, fields: list[str], rows: list[tuple[Any, ...]]) -> None:
    for _, _, owner, *_ in rows:
        want(owner)
    columns: list[SealedField] = [kept._meta.get_field(name) for name in fields]
    changes = ", ".join(f'"{column.column}" = %s' for column in columns)
    statement = f'UPDATE {kept._meta.db_table} SET {changes} WHERE "{kept._meta.pk.column}" = %s'  # noqa: S608
    sealed = [
        (*[_sealed(column, owner, row, value) for column, value in zip(columns, values, strict=True)], key)
        for key, row, owner, *values in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, sealed)


def _sealed(column: SealedField, owner: UUID, row: UUID, value: bytes | None) -> bytes | None:
    if not value:
        return value
    key = key_of(owner)
    return seal(key, owner, column.place, row.bytes, bytes(value)) if key else b""
