"""The roles that specific and emergency access serve, in the view that guardian reads; see 0003_live_grants."""

from django.db import migrations

from datasharing.migrations import _holders

BEFORE = {kind: roles for kind, roles in _holders.HOLDERS.items() if kind not in {"specific", "emergency"}}


def view(holders: dict[str, list[str]]) -> str:
    """The statement that makes the view say these pairs."""
    pairs = ", ".join(f"('{kind}', '{role}')" for kind, roles in holders.items() for role in roles)
    return f"CREATE OR REPLACE VIEW datasharing_holder (kind, role) AS VALUES {pairs}"


class Migration(migrations.Migration):
    """The same columns, more rows."""

    dependencies = [("datasharing", "0004_protection_and_consent")]
    operations = [migrations.RunSQL(view(_holders.HOLDERS), view(BEFORE))]
