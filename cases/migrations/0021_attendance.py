"""Who came to a review becomes how each took part in it."""

from typing import Any

from django.db import migrations


def who_came(apps: Any, schema_editor: Any) -> None:
    """Each post that came, as one that came."""
    review, attendance = apps.get_model("cases", "Review"), apps.get_model("cases", "Attendance")
    pairs = review.came.through.objects.values_list("review_id", "post_id")
    attendance.objects.bulk_create(
        [attendance(review_id=one, post_id=post, how="came") for one, post in pairs.iterator()], batch_size=2000
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_meetings")]

    operations = [
        migrations.RunPython(who_came, migrations.RunPython.noop),
        migrations.RemoveField(model_name="review", name="came"),
    ]
