"""The evidence of measurements is sealed where it stands."""

import datasharing.models.sealed
from django.db import migrations

from datasharing.keys.moving import sealing


class Migration(migrations.Migration):

    dependencies = [('outcomes', '0003_households_identified'), ('cases', '0004_words_sealed')]

    operations = [
        *sealing(
            'measurement',
            'case__family_id',
            {
                'evidence': datasharing.models.sealed.SealedTextField(blank=True),
            },
            table='outcomes_measurement',
        ),
    ]
