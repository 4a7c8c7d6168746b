"""Words and names are sealed where they stand, row by row."""

import datasharing.models.sealed
from django.db import migrations

from datasharing.keys.moving import sealing


class Migration(migrations.Migration):

    dependencies = [('cases', '0003_own_plan'), ('datasharing', '0006_data_keys')]

    operations = [
        *sealing(
            'family',
            'file_id',
            {
                'name': datasharing.models.sealed.SealedCharField(max_length=200),
            },
            table='cases_family', add_seal=False,
        ),
        *sealing(
            'referral',
            'file_id',
            {
                'referrer_name': datasharing.models.sealed.SealedCharField(blank=True, max_length=120),
                'referrer_contact': datasharing.models.sealed.SealedCharField(blank=True, max_length=200),
                'concern': datasharing.models.sealed.SealedTextField(),
                'asking_reason': datasharing.models.sealed.SealedTextField(blank=True),
                'asking_manager': datasharing.models.sealed.SealedCharField(blank=True, max_length=120),
            },
            table='cases_referral',
        ),
        *sealing(
            'referredperson',
            'referral__file_id',
            {
                'given_name': datasharing.models.sealed.SealedCharField(blank=True, max_length=200),
                'family_name': datasharing.models.sealed.SealedCharField(blank=True, max_length=200),
                'date_of_birth': datasharing.models.sealed.SealedDateField(blank=True, null=True),
                'nhs_number': datasharing.models.sealed.SealedCharField(blank=True, max_length=20),
                'address': datasharing.models.sealed.SealedCharField(blank=True, max_length=300),
                'postcode': datasharing.models.sealed.SealedCharField(blank=True, max_length=10),
                'telephone': datasharing.models.sealed.SealedCharField(blank=True, max_length=40),
            },
            table='cases_referredperson',
        ),
        *sealing(
            'informationrequest',
            'referral__file_id',
            {
                'question': datasharing.models.sealed.SealedTextField(),
            },
            table='cases_informationrequest',
        ),
        *sealing(
            'answerpart',
            'request__referral__file_id',
            {
                'words': datasharing.models.sealed.SealedTextField(),
            },
            table='cases_answerpart',
        ),
        *sealing(
            'triagedecision',
            'referral__file_id',
            {
                'reasons': datasharing.models.sealed.SealedTextField(),
                'conditions': datasharing.models.sealed.SealedTextField(blank=True),
                'dissent': datasharing.models.sealed.SealedTextField(blank=True),
                'signposted_to': datasharing.models.sealed.SealedCharField(blank=True, max_length=200),
            },
            table='cases_triagedecision',
        ),
        *sealing(
            'stepup',
            'file_id',
            {
                'spoken_to': datasharing.models.sealed.SealedCharField(max_length=120),
                'reason': datasharing.models.sealed.SealedTextField(),
                'strategy': datasharing.models.sealed.SealedTextField(blank=True, help_text='the strategy discussion: when, who, what was decided'),
            },
            table='cases_stepup',
        ),
        *sealing(
            'case',
            'family_id',
            {
                'reasons': datasharing.models.sealed.SealedTextField(blank=True),
                'closing_words': datasharing.models.sealed.SealedTextField(blank=True),
            },
            table='cases_case',
        ),
        *sealing(
            'keyworker',
            'family_id',
            {
                'handover': datasharing.models.sealed.SealedTextField(blank=True),
            },
            table='cases_keyworker',
        ),
        *sealing(
            'needrecord',
            'case__family_id',
            {
                'evidence': datasharing.models.sealed.SealedTextField(),
            },
            table='cases_needrecord',
        ),
        *sealing(
            'plan',
            'case__family_id',
            {
                'family_words': datasharing.models.sealed.SealedTextField(blank=True, help_text='what the family said of it, in their own words'),
            },
            table='cases_plan',
        ),
        *sealing(
            'goal',
            'plan__case__family_id',
            {
                'words': datasharing.models.sealed.SealedTextField(),
            },
            table='cases_goal',
        ),
        *sealing(
            'action',
            'goal__plan__case__family_id',
            {
                'words': datasharing.models.sealed.SealedTextField(),
            },
            table='cases_action',
        ),
        *sealing(
            'plancomment',
            'link__plan__case__family_id',
            {
                'words': datasharing.models.sealed.SealedTextField(),
            },
            table='cases_plancomment',
        ),
        *sealing(
            'contact',
            'case__family_id',
            {
                'place_words': datasharing.models.sealed.SealedCharField(blank=True, max_length=200),
                'next_step': datasharing.models.sealed.SealedTextField(blank=True),
            },
            table='cases_contact',
        ),
        *sealing(
            'contactpart',
            'contact__case__family_id',
            {
                'words': datasharing.models.sealed.SealedTextField(),
            },
            table='cases_contactpart',
        ),
        *sealing(
            'review',
            'case__family_id',
            {
                'decisions': datasharing.models.sealed.SealedTextField(),
                'family_words': datasharing.models.sealed.SealedTextField(blank=True),
            },
            table='cases_review',
        ),
        *sealing(
            'reviewgoal',
            'review__case__family_id',
            {
                'words': datasharing.models.sealed.SealedTextField(blank=True),
            },
            table='cases_reviewgoal',
        ),
    ]
