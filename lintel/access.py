"""The whole access table: the rows of every app, and of the libraries whose addresses we serve."""

from agencies.access import ANY_POST, PUBLIC, SIGNED_IN, Row
from agencies.access import ROWS as AGENCIES
from cases.access import ROWS as CASES
from datasharing.access import ROWS as DATASHARING
from outcomes.access import ROWS as OUTCOMES

LIBRARIES: dict[str, Row] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "set_language": PUBLIC,
    "accessibility": PUBLIC,
    "schema": PUBLIC,
    "docs": PUBLIC,
    "home": ANY_POST,
}

TABLE: dict[str, Row] = LIBRARIES | AGENCIES | DATASHARING | CASES | OUTCOMES


def row_for(view_name: str) -> Row | None:
    """The row of an address by its view name ("cases:my_families"), or None: then nobody may come."""
    return TABLE.get(view_name)
