"""Why somebody is protected, and what was said of consent: sealed where they stand, row by row."""

from django.db import migrations

from datasharing.keys.moving import sealing
from datasharing.models.sealed import SealedTextField


class Migration(migrations.Migration):

    dependencies = [('datasharing', '0006_data_keys')]

    operations = [
        *sealing('restriction', 'subject_id', {'reason': SealedTextField()}, table='datasharing_restriction'),
        *sealing('consent', 'subject_id', {'words': SealedTextField(blank=True)}, table='datasharing_consent'),
        *sealing('competence', 'subject_id', {'reasons': SealedTextField()}, table='datasharing_competence'),
        *sealing(
            'parentalresponsibility',
            'child_id',
            {'limited_by': SealedTextField(blank=True, help_text='the order that limits or removes it')},
            table='datasharing_parentalresponsibility',
        ),
        *sealing('emergencyaccess', 'grant__file_id', {'reason': SealedTextField()}, table='datasharing_emergencyaccess'),
        *sealing(
            'emergencyreview',
            'access__grant__file_id',
            {'words': SealedTextField(blank=True)},
            table='datasharing_emergencyreview',
        ),
    ]
