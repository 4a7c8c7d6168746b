"""Names, birth dates, numbers and addresses of people are sealed where they stand, each under the person's own key."""

from typing import Any

from django.db import migrations

from datasharing.keys.blinding import blind
from datasharing.keys.moving import sealing
from datasharing.models.sealed import SealedCharField, SealedDateField

BATCH = 5_000
FOUND_BY = "cases_household.found_by"


def hash_homes(apps: Any, editor: Any) -> None:
    """The bare digest of an address, which could be guessed, gives way to a keyed hash."""
    home = apps.get_model("cases", "Household")
    held = list(home.objects.order_by("pk").only("key"))
    for one in held:
        one.key = blind(FOUND_BY, one.key).hex()
    home.objects.bulk_update(held, ["key"], BATCH)


class Migration(migrations.Migration):

    dependencies = [("cases", "0017_access_requests"), ("datasharing", "0013_second_factors_sealed")]

    operations = [
        migrations.RemoveIndex("person", "person_by_nhs"),
        migrations.RemoveIndex("person", "person_by_upn"),
        migrations.RemoveIndex("person", "person_by_nino"),
        migrations.RemoveIndex("person", "person_by_birth_date"),
        migrations.RemoveIndex("whereabouts", "whereabouts_by_postcode"),
        *sealing(
            "person",
            "subject_id",
            {
                "given_name": SealedCharField(blank=True, max_length=200),
                "family_name": SealedCharField(blank=True, max_length=200),
                "date_of_birth": SealedDateField(blank=True, null=True),
                "nhs_number": SealedCharField(blank=True, max_length=10),
                "upn": SealedCharField(blank=True, max_length=13),
                "nino": SealedCharField(blank=True, max_length=9),
                "died_on": SealedDateField(blank=True, null=True),
            },
            table="cases_person",
            add_seal=False,
        ),
        *sealing(
            "whereabouts",
            "person_id",
            {
                "address": SealedCharField(blank=True, max_length=300),
                "postcode": SealedCharField(blank=True, max_length=10),
                "uprn": SealedCharField(blank=True, max_length=12),
                "telephone": SealedCharField(blank=True, max_length=40),
            },
            table="cases_whereabouts",
        ),
        migrations.RunPython(hash_homes),
    ]
