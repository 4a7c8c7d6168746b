"""The bare digests of name and birth date, which could be guessed, give way to keyed hashes."""

from typing import Any

from django.db import migrations, models

from cases.portrait import match_key

BATCH = 2000


def hash_anew(apps: Any, editor: Any) -> None:
    """Every person's, in batches."""
    person = apps.get_model("cases", "Person")
    held = []
    for one in person.objects.exclude(match_key="").order_by("pk").iterator(chunk_size=BATCH):
        one.match_key = match_key(one.given_name, one.family_name, one.date_of_birth)
        held.append(one)
        if len(held) == BATCH:
            person.objects.bulk_update(held, ["match_key"])
            held.clear()
    person.objects.bulk_update(held, ["match_key"])


class Migration(migrations.Migration):

    dependencies = [("cases", "0004_words_sealed")]

    operations = [
        migrations.AlterField(
            "person",
            "match_key",
            models.CharField(
                blank=True, db_index=True, help_text="a keyed hash of name and birth date", max_length=64
            ),
        ),
        migrations.RunPython(hash_anew),
    ]
