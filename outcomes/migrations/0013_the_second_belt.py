"""What was measured is empty to whoever forgot the door; see `outcomes/belted.py`."""

from django.db import migrations

from datasharing.belt import Belted, Work, belt

MEASURED = Belted("case_id", "cases", frozenset({Work.SUBJECT_ACCESS, Work.STATISTICS}))


class Migration(migrations.Migration):

    dependencies = [("outcomes", "0012_turns_of_merged_claims"), ("cases", "0031_the_second_belt")]
    operations = [belt("outcomes_measurement", MEASURED)]
