"""A number that is new after any change of what the rulebook is read from; a row that is rolled back takes it along."""

from django.db import migrations, models

TABLES = (
    "datasharing_agreement", "datasharing_party", "datasharing_rule", "datasharing_gateway", "datasharing_funding",
    "agencies_agency",
)  # fmt: skip
FUNCTION = """
CREATE SEQUENCE datasharing_rulebook_turns;
CREATE FUNCTION datasharing_turn_rulebook() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO datasharing_rulebookturn (id, number) VALUES (1, nextval('datasharing_rulebook_turns'))
    ON CONFLICT (id) DO UPDATE SET number = excluded.number;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER turn_rulebook AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION datasharing_turn_rulebook();
"""
BACKWARDS = """
DROP FUNCTION datasharing_turn_rulebook() CASCADE;
DROP SEQUENCE datasharing_rulebook_turns;
"""


class Migration(migrations.Migration):
    """The row, and the triggers that keep it."""

    dependencies = [("agencies", "0001_initial"), ("datasharing", "0008_access_asks")]
    operations = [
        migrations.CreateModel(
            name="RulebookTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(FUNCTION + "".join(TRIGGER.format(table=table) for table in TABLES), BACKWARDS),
    ]
