"""Where a family says that it is with a need, from 1 to 10, beside how the worker finds it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("outcomes", "0009_reason_of_help_sealed")]

    operations = [
        migrations.AddField("measurement", "score", models.PositiveSmallIntegerField(
            null=True, blank=True, help_text="1 to 10; empty where nobody asked",
        )),
        migrations.AddConstraint("measurement", models.CheckConstraint(
            condition=models.Q(score__isnull=True) | models.Q(score__in=range(1, 11)), name="a_score_is_1_to_10",
        )),
    ]  # fmt: skip
