"""A claim goes with its family's record when that is merged with another, or taken apart; nothing else of it changes."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("outcomes.migrations.0007_claims_go_forward").FORWARDS
MERGED = """
    IF TG_OP = 'UPDATE' AND OLD.file_id <> NEW.file_id
        AND to_jsonb(OLD) - 'file_id' - 'evidence' - 'decision_words'
            = to_jsonb(NEW) - 'file_id' - 'evidence' - 'decision_words'
        AND EXISTS (SELECT 1 FROM cases_merging
                    WHERE (kept_id, gone_id) IN ((OLD.file_id, NEW.file_id), (NEW.file_id, OLD.file_id))) THEN
        RETURN NEW;
    END IF;
"""
FORWARDS = BEFORE.replace("BEGIN\n", f"BEGIN{MERGED}", 1)


class Migration(migrations.Migration):
    """The words are sealed anew under the key of the record that is kept; their digest stays, and tells."""

    dependencies = [("outcomes", "0010_scores"), ("cases", "0025_merged_records")]
    operations = [migrations.RunSQL(FORWARDS, BEFORE)]
