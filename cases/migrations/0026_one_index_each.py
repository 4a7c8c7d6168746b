"""Columns whose table has another index that begins with them lose their own: an import writes fewer."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0025_merged_records'),
        ('datasharing', '0015_instructions_sealed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='extractrow',
            name='extract',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='cases.extract'),
        ),
        migrations.AlterField(
            model_name='occurrence',
            name='row',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='cases.extractrow'),
        ),
        migrations.AlterField(
            model_name='occurrence',
            name='subject',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='datasharing.datasubject'),
        ),
    ]
