"""The turn of a claim is counted anew when its family's record is merged with another, or taken apart."""

from importlib import import_module

from django.db import migrations

ALONE = import_module("outcomes.migrations.0007_claims_go_forward").FORWARDS
BEFORE = import_module("outcomes.migrations.0011_claims_of_merged_records").FORWARDS
MERGED = """
    IF TG_OP = 'UPDATE'
        AND to_jsonb(OLD) - 'file_id' - 'evidence' - 'decision_words' - 'turn'
            = to_jsonb(NEW) - 'file_id' - 'evidence' - 'decision_words' - 'turn'
        AND ((OLD.file_id <> NEW.file_id
              AND EXISTS (SELECT 1 FROM cases_merging
                          WHERE (kept_id, gone_id) IN ((OLD.file_id, NEW.file_id), (NEW.file_id, OLD.file_id))))
          OR (OLD.file_id = NEW.file_id AND OLD.turn <> NEW.turn
              AND (OLD.evidence, OLD.decision_words) IS NOT DISTINCT FROM (NEW.evidence, NEW.decision_words)
              AND EXISTS (SELECT 1 FROM cases_merging WHERE OLD.file_id IN (kept_id, gone_id)))) THEN
        RETURN NEW;
    END IF;
"""
FORWARDS = ALONE.replace("BEGIN\n", f"BEGIN{MERGED}", 1)


class Migration(migrations.Migration):
    """The trigger's function, written anew: the number alone may change, and only of a family whose record was merged."""

    dependencies = [("outcomes", "0011_claims_of_merged_records"), ("cases", "0025_merged_records")]
    operations = [migrations.RunSQL(FORWARDS, BEFORE)]
