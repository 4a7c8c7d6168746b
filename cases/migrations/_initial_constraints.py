"""The second half of the first tables: what was decided and reviewed, and every constraint and index.

Its name begins with an underscore, so that Django takes it for no migration: `0001_initial` runs it.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import datasharing.models.period

OPERATIONS = [
    migrations.CreateModel(
        name='Rejection',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('rejected_at', models.DateTimeField()),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.person')),
            ('referred', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rejections', to='cases.referredperson')),
            ('rejected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.post')),
        ],
    ),
    migrations.CreateModel(
        name='Review',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('held_on', models.DateField()),
            ('decisions', models.TextField()),
            ('family_words', models.TextField(blank=True)),
            ('next_review_on', models.DateField(null=True)),
            ('recorded_at', models.DateTimeField()),
            ('came', models.ManyToManyField(related_name='+', to='agencies.post')),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='cases.case')),
            ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.post')),
            ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
        ],
        options={
            'ordering': ['-held_on', '-id'],
        },
    ),
    migrations.CreateModel(
        name='ReviewGoal',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('progress', models.CharField(choices=[('met', 'Met'), ('better', 'Better'), ('same', 'No change'), ('worse', 'Worse')], max_length=8)),
            ('words', models.TextField(blank=True)),
            ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviewed', to='cases.goal')),
            ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='cases.review')),
        ],
    ),
    migrations.CreateModel(
        name='StepUp',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('called_at', models.DateTimeField()),
            ('spoken_to', models.CharField(max_length=120)),
            ('reason', models.TextField()),
            ('strategy', models.TextField(blank=True, help_text='the strategy discussion: when, who, what was decided')),
            ('strategy_due_at', models.DateTimeField()),
            ('recorded_at', models.DateTimeField()),
            ('noted_at', models.DateTimeField(null=True)),
            ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='step_ups', to='datasharing.familyfile')),
            ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='datasharing.grant')),
            ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.post')),
            ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='step_ups', to='cases.referral')),
        ],
    ),
    migrations.CreateModel(
        name='Support',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('worker', models.CharField(max_length=60)),
            ('week_beginning', models.DateField()),
            ('minutes', models.PositiveIntegerField()),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support', to='cases.case')),
            ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
        ],
    ),
    migrations.CreateModel(
        name='TriageDecision',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('decision', models.CharField(choices=[('open_case', 'Open a case'), ('join_case', "Join the family's live case"), ('signpost', 'Signpost to another service'), ('no_further_action', 'No further action'), ('step_up', "Step up to children's social care")], max_length=20)),
            ('level_of_need', models.PositiveSmallIntegerField(null=True)),
            ('intensity', models.CharField(blank=True, choices=[('intensive', 'Intensive'), ('outreach', 'Outreach'), ('advice', 'Advice')], max_length=12)),
            ('reasons', models.TextField()),
            ('conditions', models.TextField(blank=True)),
            ('dissent', models.TextField(blank=True)),
            ('signposted_to', models.CharField(blank=True, max_length=200)),
            ('decided_at', models.DateTimeField()),
            ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.post')),
            ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='cases.referral')),
        ],
    ),
    migrations.CreateModel(
        name='Whereabouts',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('address', models.CharField(blank=True, max_length=300)),
            ('postcode', models.CharField(blank=True, max_length=10)),
            ('uprn', models.CharField(blank=True, max_length=12)),
            ('telephone', models.CharField(blank=True, max_length=40)),
            ('seen_on', models.DateField()),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='whereabouts', to='cases.person')),
            ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
        ],
        options={
            'ordering': ['-seen_on', '-id'],
        },
    ),
    migrations.CreateModel(
        name='CaseMember',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('starts_at', models.DateTimeField()),
            ('ends_at', models.DateTimeField(null=True)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_members', to='cases.case')),
            ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='datasharing.grant')),
            ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.post')),
        ],
        options={
            'constraints': [models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('case', 'post'), name='a_post_is_on_a_case_once')],
        },
    ),
    migrations.AddConstraint(
        model_name='extract',
        constraint=models.UniqueConstraint(fields=('profile', 'supplier', 'digest'), name='the_same_file_is_one_extract'),
    ),
    migrations.AddConstraint(
        model_name='extract',
        constraint=models.CheckConstraint(condition=models.Q(('covers_to__gte', models.F('covers_from'))), name='an_extract_covers_days'),
    ),
    migrations.AddIndex(
        model_name='extractrow',
        index=models.Index(fields=['fingerprint'], name='row_by_fingerprint'),
    ),
    migrations.AddConstraint(
        model_name='extractrow',
        constraint=models.UniqueConstraint(fields=('extract', 'line'), name='a_line_of_an_extract_is_one_row'),
    ),
    migrations.AddConstraint(
        model_name='keyworker',
        constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('family', '='), (datasharing.models.period.Period('starts_at', 'ends_at', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='a_family_has_one_key_worker_at_a_time'),
    ),
    migrations.AddConstraint(
        model_name='keyworker',
        constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='a_key_worker_ends_after_starting'),
    ),
    migrations.AddIndex(
        model_name='occurrence',
        index=models.Index(fields=['subject', 'starts_on'], name='occurrence_by_subject'),
    ),
    migrations.AddIndex(
        model_name='occurrence',
        index=models.Index(condition=models.Q(('posted_at__isnull', True)), fields=['id'], name='occurrence_not_posted'),
    ),
    migrations.AddConstraint(
        model_name='occurrence',
        constraint=models.UniqueConstraint(fields=('row', 'code', 'ordinal'), name='a_row_tells_of_an_occurrence_once'),
    ),
    migrations.AddConstraint(
        model_name='occurrence',
        constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='a_spell_ends_after_it_starts'),
    ),
    migrations.AddIndex(
        model_name='person',
        index=models.Index(condition=models.Q(('nhs_number', ''), _negated=True), fields=['nhs_number'], name='person_by_nhs'),
    ),
    migrations.AddIndex(
        model_name='person',
        index=models.Index(condition=models.Q(('upn', ''), _negated=True), fields=['upn'], name='person_by_upn'),
    ),
    migrations.AddIndex(
        model_name='person',
        index=models.Index(condition=models.Q(('nino', ''), _negated=True), fields=['nino'], name='person_by_nino'),
    ),
    migrations.AddIndex(
        model_name='person',
        index=models.Index(fields=['date_of_birth'], name='person_by_birth_date'),
    ),
    migrations.AddConstraint(
        model_name='familymember',
        constraint=models.UniqueConstraint(condition=models.Q(('left_on__isnull', True)), fields=('family', 'person'), name='a_person_is_in_a_family_once'),
    ),
    migrations.AddConstraint(
        model_name='familymember',
        constraint=models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', models.F('joined_on')), _connector='OR'), name='a_member_leaves_after_joining'),
    ),
    migrations.AddConstraint(
        model_name='action',
        constraint=models.UniqueConstraint(fields=('goal', 'position'), name='actions_stand_in_order'),
    ),
    migrations.AddConstraint(
        model_name='action',
        constraint=models.CheckConstraint(condition=models.Q(models.Q(('owner_person__isnull', True), ('owner_post__isnull', False)), models.Q(('owner_person__isnull', False), ('owner_post__isnull', True)), _connector='OR'), name='an_action_has_one_owner'),
    ),
    migrations.AddConstraint(
        model_name='goal',
        constraint=models.UniqueConstraint(fields=('plan', 'position'), name='goals_stand_in_order'),
    ),
    migrations.AddConstraint(
        model_name='referral',
        constraint=models.UniqueConstraint(condition=models.Q(('sender_reference', ''), _negated=True), fields=('sender', 'sender_reference'), name='sending_twice_makes_one_referral', nulls_distinct=False),
    ),
    migrations.AddConstraint(
        model_name='referral',
        constraint=models.CheckConstraint(condition=models.Q(('state', 'received'), ('family__isnull', False), _connector='OR'), name='a_matched_referral_has_a_family'),
    ),
    migrations.AddConstraint(
        model_name='case',
        constraint=models.UniqueConstraint(condition=models.Q(('state', 'closed'), _negated=True), fields=('family',), name='a_family_has_one_live_case'),
    ),
    migrations.AddConstraint(
        model_name='case',
        constraint=models.UniqueConstraint(condition=models.Q(('support_reference', ''), _negated=True), fields=('support_reference',), name='support_is_recorded_once'),
    ),
    migrations.AddConstraint(
        model_name='case',
        constraint=models.CheckConstraint(condition=models.Q(('state__in', ['opened', 'closed']), models.Q(('allocated_at__isnull', False), ('key_worker__isnull', False)), _connector='OR'), name='an_allocated_case_has_a_key_worker'),
    ),
    migrations.AddConstraint(
        model_name='case',
        constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), ('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='a_closed_case_says_when_and_how'),
    ),
    migrations.AddConstraint(
        model_name='agendaitem',
        constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('referral',), name='a_referral_is_on_one_agenda'),
    ),
    migrations.AddConstraint(
        model_name='referredperson',
        constraint=models.UniqueConstraint(fields=('referral', 'position'), name='a_referral_names_in_order'),
    ),
    migrations.AddConstraint(
        model_name='informationrequest',
        constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('referral', 'agency'), name='a_partner_is_asked_once_at_a_time'),
    ),
    migrations.AddConstraint(
        model_name='rejection',
        constraint=models.UniqueConstraint(fields=('referred', 'person'), name='not_the_same_is_said_once'),
    ),
    migrations.AddConstraint(
        model_name='reviewgoal',
        constraint=models.UniqueConstraint(fields=('review', 'goal'), name='a_goal_is_reviewed_once_a_review'),
    ),
    migrations.AddConstraint(
        model_name='support',
        constraint=models.UniqueConstraint(fields=('case', 'worker', 'week_beginning'), name='a_week_of_support_is_said_once'),
    ),
    migrations.AddConstraint(
        model_name='triagedecision',
        constraint=models.CheckConstraint(condition=models.Q(('level_of_need__isnull', True), ('level_of_need__range', (1, 4)), _connector='OR'), name='a_level_of_need_is_one_to_four'),
    ),
    migrations.AddIndex(
        model_name='whereabouts',
        index=models.Index(condition=models.Q(('postcode', ''), _negated=True), fields=['postcode'], name='whereabouts_by_postcode'),
    ),
]
