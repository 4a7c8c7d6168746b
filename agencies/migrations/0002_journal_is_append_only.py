"""The journal takes rows and gives them; nobody changes, deletes or empties it, whatever their rights."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION agencies_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % is refused', TG_OP;
END $$;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON agencies_journalentry
    FOR EACH ROW EXECUTE FUNCTION agencies_journal_is_append_only();
CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON agencies_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION agencies_journal_is_append_only();
DO $$
DECLARE holder text;
BEGIN
    REVOKE UPDATE, DELETE, TRUNCATE ON agencies_journalentry FROM PUBLIC;
    FOR holder IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_name = 'agencies_journalentry' AND grantee NOT IN ('PUBLIC', current_user)
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON agencies_journalentry FROM %I', holder);
    END LOOP;
END $$;
"""

BACKWARDS = """
DROP TRIGGER journal_is_never_emptied ON agencies_journalentry;
DROP TRIGGER journal_is_append_only ON agencies_journalentry;
DROP FUNCTION agencies_journal_is_append_only();
"""


class Migration(migrations.Migration):
    """Triggers and rights of the journal."""

    dependencies = [("agencies", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
