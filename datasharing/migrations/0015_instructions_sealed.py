"""The words of a safety instruction are sealed where they stand, under the family's key."""

from django.db import migrations, models

from datasharing.keys.moving import sealing
from datasharing.models.sealed import SealedCharField


class Migration(migrations.Migration):

    dependencies = [("datasharing", "0014_keeps_apart")]

    operations = [
        *sealing(
            "safetyinstruction",
            "file_id",
            {"words": SealedCharField(max_length=200)},
            table="datasharing_safetyinstruction",
        ),
        migrations.AlterField(
            "datakey",
            "kind",
            models.CharField(
                choices=[
                    ("subject", "A person"),
                    ("file", "A family's shared records"),
                    ("extract", "A partner's file, until none of its rows tells of anybody"),
                    ("draft", "A referral that is not sent yet"),
                    ("offer", "A decision to offer a household help"),
                ],
                max_length=10,
            ),
        ),
    ]
