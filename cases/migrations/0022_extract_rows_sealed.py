"""What partners' files tell of people is sealed, each file under a key of its own; digests of rows become keyed."""

from typing import Any

from django.db import migrations, models

from cases.intake.prints import face_print, row_print
from datasharing.keys.moving import sealing
from datasharing.keys.ring import make_keys
from datasharing.models.sealed import RowSeal, SealedCharField, SealedDateField, SealedJSONField

BATCH = 5_000
TAKEN_IN = ("in", "mended")
FACE = (
    "given_name", "family_name", "date_of_birth", "sex", "nhs_number", "upn", "nino", "address", "postcode", "uprn",
)  # fmt: skip
PRINTS = """
    UPDATE cases_extractrow held SET fingerprint = made.print, face = made.face
    FROM unnest(%s::bigint[], %s::bytea[], %s::bigint[]) AS made (row, print, face) WHERE held.id = made.row
"""
TO_BYTES = "ALTER TABLE cases_extractrow ALTER COLUMN fingerprint TYPE bytea USING decode(fingerprint, 'hex')"


def make_extract_keys(apps: Any, editor: Any) -> None:
    """One for every file that has rows."""
    extracts = apps.get_model("cases", "Extract").objects.filter(lines__isnull=False).distinct()
    make_keys("extract", list(extracts.values_list("seal", flat=True)))


def hash_rows(apps: Any, editor: Any) -> None:
    """A digest that could be guessed gives way to a keyed one; a forgotten row has it already, and is cut.

    What waits to be checked is checked at once: a table of which rows wait cannot be altered further.
    """
    held = apps.get_model("cases", "ExtractRow").objects.order_by("pk").values_list("pk", "status", "fingerprint", *FACE)
    last = 0
    while some := list(held.filter(pk__gt=last)[:BATCH]):
        last = some[-1][0]
        prints = [bytes(was)[:16] if status == "forgotten" else row_print(bytes(was)) for _, status, was, *_ in some]
        faces = [face_print(values) if status in TAKEN_IN else None for _, status, _, *values in some]
        with editor.connection.cursor() as cursor:
            cursor.execute(PRINTS, [[row[0] for row in some], prints, faces])
    with editor.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [("cases", "0021_attendance"), ("datasharing", "0015_instructions_sealed")]

    operations = [
        migrations.AddField("extract", "seal", RowSeal(unique=True)),
        migrations.RunPython(make_extract_keys),
        migrations.AddField("extractrow", "face", models.BigIntegerField(null=True, help_text="a keyed hash of how it writes the person and their home")),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TO_BYTES)],
            state_operations=[
                migrations.AlterField("extractrow", "fingerprint", models.BinaryField(help_text="a keyed hash of the row as sent")),
            ],
        ),
        migrations.RunPython(hash_rows),
        *sealing(
            "extractrow",
            "extract__seal",
            {
                "given_name": SealedCharField(blank=True, max_length=200),
                "family_name": SealedCharField(blank=True, max_length=200),
                "date_of_birth": SealedDateField(null=True),
                "nhs_number": SealedCharField(blank=True, max_length=10),
                "upn": SealedCharField(blank=True, max_length=13),
                "nino": SealedCharField(blank=True, max_length=9),
                "address": SealedCharField(blank=True, max_length=300),
                "postcode": SealedCharField(blank=True, max_length=10),
                "uprn": SealedCharField(blank=True, max_length=12),
                "reason": SealedCharField(blank=True, max_length=300, help_text="it may quote what was sent"),
                "raw": SealedJSONField(null=True, help_text="the cells as sent; kept only while the row is set aside"),
            },
            table="cases_extractrow",
        ),
    ]
