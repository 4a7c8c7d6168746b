"""A claim goes forward alone: what was decided is not undone, nor who decided it, nor the words of what was claimed."""

from django.db import migrations

FORWARDS = """
CREATE OR REPLACE FUNCTION outcomes_claim_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state IN ('paid', 'reversed', 'refused') THEN
        RAISE EXCEPTION 'a claim stands: % is refused', TG_OP;
    END IF;
    IF OLD.state = 'approved' AND (NEW.state NOT IN ('approved', 'paid')
        OR (OLD.decided_by_id, OLD.decided_at, OLD.decision_words)
            IS DISTINCT FROM (NEW.decided_by_id, NEW.decided_at, NEW.decision_words)) THEN
        RAISE EXCEPTION 'a claim stands: what was decided is not undone';
    END IF;
    IF (OLD.reference, OLD.file_id, OLD.case_id, OLD.framework, OLD.framework_title, OLD.result, OLD.result_words,
        OLD.claimed_on, OLD.gbp, OLD.evidence, OLD.digest, OLD.turn, OLD.claimed_by_id, OLD.claimed_at, OLD.reverses_id,
        OLD.seal) IS DISTINCT FROM
       (NEW.reference, NEW.file_id, NEW.case_id, NEW.framework, NEW.framework_title, NEW.result, NEW.result_words,
        NEW.claimed_on, NEW.gbp, NEW.evidence, NEW.digest, NEW.turn, NEW.claimed_by_id, NEW.claimed_at, NEW.reverses_id,
        NEW.seal) THEN
        RAISE EXCEPTION 'what was claimed, and on what evidence, stands as it is';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """The trigger's function, written anew."""

    dependencies = [("outcomes", "0006_claims")]
    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]
