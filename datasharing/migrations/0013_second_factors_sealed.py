"""The secrets of second factors are sealed where they stand; a decision to offer help has a data key."""

from typing import Any

from django.db import migrations, models

from datasharing.keys.factors import sealed_first


def seal_factors(apps: Any, editor: Any) -> None:
    """Every one that was plain until now."""
    for factor in apps.get_model("mfa", "Authenticator").objects.order_by("pk"):
        factor.data = sealed_first(factor.data)
        factor.save(update_fields=["data"])


class Migration(migrations.Migration):

    dependencies = [("datasharing", "0012_retention_lists"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [
        migrations.AlterField(
            "datakey",
            "kind",
            models.CharField(
                choices=[
                    ("subject", "A person"),
                    ("file", "A family's shared records"),
                    ("extract", "A partner's file, until its rows are linked"),
                    ("draft", "A referral that is not sent yet"),
                    ("offer", "A decision to offer a household help"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(seal_factors),
    ]
