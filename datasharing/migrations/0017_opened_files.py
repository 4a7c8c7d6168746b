"""What the second belt asks: which families the door has opened in this transaction. See `datasharing/belt.py`."""

from django.db import migrations

from datasharing.belt import opened_files


class Migration(migrations.Migration):

    dependencies = [("datasharing", "0016_merged_records")]
    operations = [opened_files()]
