"""Claims: made once, approved by somebody else, and never changed once paid."""

import datasharing.models.sealed
import django.contrib.postgres.functions
import django.db.models.deletion
import uuid
from django.db import migrations, models


FORWARDS = """
CREATE FUNCTION outcomes_claim_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state IN ('paid', 'reversed') THEN
        RAISE EXCEPTION 'a claim stands: % is refused', TG_OP;
    END IF;
    IF (OLD.reference, OLD.file_id, OLD.case_id, OLD.framework, OLD.result, OLD.claimed_on, OLD.gbp, OLD.evidence,
        OLD.digest, OLD.turn, OLD.claimed_by_id, OLD.claimed_at, OLD.reverses_id) IS DISTINCT FROM
       (NEW.reference, NEW.file_id, NEW.case_id, NEW.framework, NEW.result, NEW.claimed_on, NEW.gbp, NEW.evidence,
        NEW.digest, NEW.turn, NEW.claimed_by_id, NEW.claimed_at, NEW.reverses_id) THEN
        RAISE EXCEPTION 'what was claimed, and on what evidence, stands as it is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_claim_stands BEFORE UPDATE OR DELETE ON outcomes_claim
    FOR EACH ROW EXECUTE FUNCTION outcomes_claim_stands();
"""
BACKWARDS = """
DROP TRIGGER a_claim_stands ON outcomes_claim;
DROP FUNCTION outcomes_claim_stands();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_sealed_journal'),
        ('cases', '0005_match_keys_keyed'),
        ('datasharing', '0007_words_of_protection_sealed'),
        ('outcomes', '0005_money_rooms'),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', datasharing.models.sealed.RowSeal(db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False)),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('framework', models.CharField(max_length=60)),
                ('framework_title', models.CharField(max_length=120)),
                ('result', models.CharField(max_length=60)),
                ('result_words', models.CharField(max_length=200)),
                ('claimed_on', models.DateField()),
                ('gbp', models.DecimalField(decimal_places=2, max_digits=10)),
                ('evidence', datasharing.models.sealed.SealedTextField(help_text='the pack, as JSON, frozen: what, from whom, when')),
                ('digest', models.CharField(help_text='SHA-256 of the pack', max_length=64)),
                ('turn', models.PositiveSmallIntegerField(default=0)),
                ('claimed_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('claimed', 'Claimed, waiting for a second person'), ('approved', 'Approved, to be paid'), ('refused', 'Refused'), ('paid', 'Paid'), ('reversed', 'Reversal')], default='claimed', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_words', datasharing.models.sealed.SealedTextField(blank=True)),
                ('paid_on', models.DateField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='cases.case')),
                ('claimed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.post')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.post')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='datasharing.familyfile')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='outcomes.claim')),
            ],
            options={
                'ordering': ['-claimed_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), ('reverses__isnull', True)), fields=('file', 'framework', 'turn'), name='a_family_is_claimed_for_once_a_framework'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('claimed_by')), _negated=True), _connector='OR'), name='a_claim_is_decided_by_somebody_else'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'claimed')), models.Q(models.Q(('state', 'claimed'), _negated=True), ('decided_at__isnull', False)), ('reverses__isnull', False), _connector='OR'), name='a_claim_says_when_it_was_decided'), models.CheckConstraint(condition=models.Q(models.Q(('gbp__gte', 0), ('reverses__isnull', True)), models.Q(('gbp__lte', 0), ('reverses__isnull', False)), _connector='OR'), name='a_reversal_takes_back')],
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
