"""The journal sealed: a leaf for every entry, seals and who belongs to them, all of it append-only, and checks of it."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from agencies import merkle

TABLES = ("agencies_journalseal", "agencies_sealedentry", "agencies_journalcheck")
APPEND_ONLY = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION agencies_journal_is_append_only();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION agencies_journal_is_append_only();
DO $$
DECLARE holder text;
BEGIN
    REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC;
    FOR holder IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_name = '{table}' AND grantee NOT IN ('PUBLIC', current_user)
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM %I', holder);
    END LOOP;
END $$;
"""
GIVE_BACK = """
DROP TRIGGER {table}_is_never_emptied ON {table};
DROP TRIGGER {table}_is_append_only ON {table};
"""
TOLD = ("recorded_at", "kind", "event", "post_id", "practitioner_id", "agency_id", "purpose", "families", "subjects")


def give_leaves(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Entries from before there were leaves get theirs; for that alone the journal's triggers stand aside."""
    entries = apps.get_model("agencies", "JournalEntry")
    if not entries.objects.exists():
        return
    schema_editor.execute("ALTER TABLE agencies_journalentry DISABLE TRIGGER USER")
    for entry in entries.objects.iterator():
        told = {name.removesuffix("_id"): getattr(entry, name) for name in TOLD} | {"detail": entry.detail}
        entries.objects.filter(pk=entry.pk).update(leaf=merkle.leaf(told))
    schema_editor.execute("ALTER TABLE agencies_journalentry ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    """Leaves, seals, members and checks."""

    dependencies = [("agencies", "0002_journal_is_append_only")]

    operations = [
        migrations.CreateModel(
            name="JournalCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField()),
                ("seals", models.PositiveBigIntegerField()),
                ("entries", models.PositiveBigIntegerField()),
                ("waiting", models.PositiveBigIntegerField(help_text="entries not sealed yet")),
                ("fault", models.CharField(blank=True, max_length=300)),
            ],
            options={"ordering": ["-checked_at", "-id"]},
        ),
        migrations.CreateModel(
            name="JournalSeal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("previous", models.BinaryField(help_text="the chain of the seal before it", max_length=32)),
                ("root", models.BinaryField(max_length=32)),
                ("entries", models.PositiveIntegerField()),
                ("sealed_at", models.DateTimeField()),
                ("chain", models.BinaryField(max_length=32, unique=True)),
                ("signature", models.BinaryField(max_length=64)),
                ("signed_by", models.CharField(help_text="the beginning of the public key's digest", max_length=16)),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.AddField(
            model_name="journalentry",
            name="leaf",
            field=models.BinaryField(
                default=b"", help_text="SHA-256 over all the others, taken when it was written", max_length=32
            ),
            preserve_default=False,
        ),
        migrations.RunPython(give_leaves, migrations.RunPython.noop),
        migrations.CreateModel(
            name="SealedEntry",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="sealed",
                        serialize=False, to="agencies.journalentry",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("leaf", models.BinaryField(max_length=32)),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="agencies.journalseal"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("seal", "position"), name="a_place_in_a_seal_is_taken_once")
                ]
            },
        ),
        *(
            migrations.RunSQL(APPEND_ONLY.format(table=table), GIVE_BACK.format(table=table))
            for table in TABLES
        ),
    ]  # fmt: skip
