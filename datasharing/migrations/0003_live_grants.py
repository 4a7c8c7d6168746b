"""The view through which django-guardian reads grants: live now, for the post set in this transaction, not excluded.

`datasharing_holder` spells out which roles a grant of each kind serves. A test holds it equal to `HOLDERS` of the
vocabulary, which `policy.decide` and the lists read; when that table changes, a migration replaces this view.
"""

from django.db import migrations

HOLDERS = {
    "referral": ["screener", "duty_manager", "emergency_duty"],
    "asked": ["partner_contact", "team_member", "social_worker", "key_worker"],
    "panel": ["panel_chair", "panel_member"],
    "team": ["key_worker", "team_member", "partner_contact", "social_worker", "da_adviser"],
    "key_worker": ["key_worker"],
    "supervision": ["team_manager"],
    "protection": ["social_worker", "emergency_duty", "duty_manager"],
    "monitoring": ["claims_officer", "internal_auditor", "key_worker", "team_manager"],
    "front_door": ["screener", "duty_manager"],
}
PAIRS = ", ".join(f"('{kind}', '{role}')" for kind, roles in HOLDERS.items() for role in roles)

FORWARDS = f"""
CREATE VIEW datasharing_holder (kind, role) AS VALUES {PAIRS};

CREATE VIEW datasharing_live_grant WITH (security_invoker = true) AS
WITH me AS (
    SELECT post.id AS post, post.practitioner_id AS practitioner, post.role, place.path,
           (now() AT TIME ZONE 'Europe/London')::date AS today
    FROM agencies_post post
    JOIN agencies_place place ON place.id = post.place_id
    JOIN agencies_practitioner practitioner ON practitioner.id = post.practitioner_id AND practitioner.is_active
    WHERE post.id = NULLIF(current_setting('lintel.post', true), '')::bigint
      AND post.starts_on <= (now() AT TIME ZONE 'Europe/London')::date
      AND (post.ends_on IS NULL OR post.ends_on >= (now() AT TIME ZONE 'Europe/London')::date)
), holder AS (
    SELECT me.post, NULL::bigint AS team, me.practitioner, me.role, me.path AS mine, me.path FROM me
    UNION ALL
    SELECT NULL, team.id, me.practitioner, me.role, me.path, place.path
    FROM me
    JOIN agencies_teammembership membership ON membership.post_id = me.post
     AND membership.starts_on <= me.today AND (membership.ends_on IS NULL OR membership.ends_on >= me.today)
    JOIN agencies_team team ON team.id = membership.team_id
    JOIN agencies_place place ON place.id = team.place_id
)
SELECT min(granted.id) AS id, holder.practitioner AS user_id, permission.id AS permission_id,
       granted.file_id AS content_object_id
FROM holder
JOIN datasharing_grant granted ON granted.post_id = holder.post OR granted.team_id = holder.team
JOIN datasharing_holder serves ON serves.kind = granted.kind AND serves.role = holder.role
JOIN datasharing_familyfile family ON family.id = granted.file_id
JOIN agencies_place lives ON lives.id = family.place_id
JOIN django_content_type content ON content.app_label = 'datasharing' AND content.model = 'familyfile'
JOIN auth_permission permission ON permission.content_type_id = content.id AND permission.codename = 'work_with'
WHERE granted.starts_at <= now() AND (granted.ends_at IS NULL OR granted.ends_at > now())
  AND (lives.path = holder.mine OR starts_with(lives.path, holder.mine || '/'))
  AND (lives.path = holder.path OR starts_with(lives.path, holder.path || '/'))
  AND NOT EXISTS (
    SELECT 1 FROM datasharing_grant shut
    LEFT JOIN agencies_post theirs ON theirs.id = shut.post_id
    WHERE shut.file_id = granted.file_id AND shut.kind = 'excluded'
      AND (theirs.practitioner_id = holder.practitioner OR shut.team_id IN (SELECT team FROM holder))
      AND shut.starts_at <= now() AND (shut.ends_at IS NULL OR shut.ends_at > now())
  )
GROUP BY holder.practitioner, permission.id, granted.file_id;
"""

BACKWARDS = "DROP VIEW datasharing_live_grant; DROP VIEW datasharing_holder;"


class Migration(migrations.Migration):
    """Two views; the app's role may read them by its default rights."""

    dependencies = [
        ("datasharing", "0002_indexes_and_permission"),
        ("agencies", "0002_journal_is_append_only"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
