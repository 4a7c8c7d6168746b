"""Why a household is offered help is sealed where it stands, each under a key of its own."""

from typing import Any

from django.db import migrations

from datasharing.keys.moving import sealing
from datasharing.keys.ring import make_keys
from datasharing.models.sealed import RowSeal, SealedTextField


def make_offer_keys(apps: Any, editor: Any) -> None:
    """One for each decision that there is."""
    make_keys("offer", apps.get_model("outcomes", "HelpOffer").objects.values_list("seal", flat=True))


class Migration(migrations.Migration):

    dependencies = [("outcomes", "0008_rollups_and_edition_runs"), ("datasharing", "0013_second_factors_sealed")]

    operations = [
        migrations.AddField("helpoffer", "seal", RowSeal()),
        migrations.RunPython(make_offer_keys),
        *sealing("helpoffer", "seal", {"reason": SealedTextField()}, table="outcomes_helpoffer", add_seal=False),
    ]
