"""The access table: for every address, who may come and for what purpose.

Each app lists its own addresses in `APP/access.py`; `lintel.access` joins them, and a test fails for an address
that is missing. The middleware reads the row; nothing that a caller sends can change it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from agencies.vocabulary import Purpose, Role

USUAL_PURPOSE: dict[Role, Purpose] = {
    Role.SCREENER: Purpose.TRIAGE,
    Role.DUTY_MANAGER: Purpose.TRIAGE,
    Role.PANEL_CHAIR: Purpose.TRIAGE,
    Role.PANEL_MEMBER: Purpose.TRIAGE,
    Role.TEAM_MANAGER: Purpose.SUPERVISION,
    Role.KEY_WORKER: Purpose.DIRECT_SUPPORT,
    Role.TEAM_MEMBER: Purpose.DIRECT_SUPPORT,
    Role.PARTNER_CONTACT: Purpose.DIRECT_SUPPORT,
    Role.SOCIAL_WORKER: Purpose.SAFEGUARDING,
    Role.EMERGENCY_DUTY: Purpose.SAFEGUARDING,
    Role.DA_ADVISER: Purpose.DIRECT_SUPPORT,
    Role.CLAIMS_OFFICER: Purpose.MONITORING,
    Role.INTERNAL_AUDITOR: Purpose.MONITORING,
    Role.COMMISSIONER: Purpose.STATISTICS,
    Role.GOVERNANCE_LEAD: Purpose.ASSURANCE,
    Role.ADMINISTRATOR: Purpose.ADMINISTRATION,
}


class Audience(Enum):
    """Who can come at all: anybody, whoever has signed in, or whoever acts in a post of a role that is listed."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    IN_POST = "in_post"


@dataclass(frozen=True)
class Row:
    """One address. `purposes` says for each role what a request here is for; a role not in it is refused."""

    audience: Audience
    purposes: Mapping[Role, Purpose] = field(default_factory=dict)


PUBLIC = Row(Audience.PUBLIC)
SIGNED_IN = Row(Audience.SIGNED_IN)


def open_to(*roles: Role, purpose: Purpose | None = None) -> Row:
    """A row for these roles, each for its usual purpose, or all for `purpose`."""
    return Row(Audience.IN_POST, {role: purpose or USUAL_PURPOSE[role] for role in roles})


ANY_POST = open_to(*Role)
ADMINISTRATION = open_to(Role.ADMINISTRATOR)
ROWS: dict[str, Row] = {
    "agencies:choose_post": SIGNED_IN,
    "agencies:mail": ANY_POST,
    "agencies:administration": ADMINISTRATION,
    "agencies:places": ADMINISTRATION,
    "agencies:new_place": ADMINISTRATION,
    "agencies:agencies": ADMINISTRATION,
    "agencies:new_agency": ADMINISTRATION,
    "agencies:teams": ADMINISTRATION,
    "agencies:new_team": ADMINISTRATION,
    "agencies:team": ADMINISTRATION,
    "agencies:team_quorum": ADMINISTRATION,
    "agencies:join_team": ADMINISTRATION,
    "agencies:leave_team": ADMINISTRATION,
    "agencies:practitioners": ADMINISTRATION,
    "agencies:new_practitioner": ADMINISTRATION,
    "agencies:practitioner": ADMINISTRATION,
    "agencies:new_post": ADMINISTRATION,
    "agencies:reset_sign_in": ADMINISTRATION,
    "agencies:post": ADMINISTRATION,
    "agencies:end_post": ADMINISTRATION,
    "agencies:new_token": ADMINISTRATION,
    "agencies:end_token": ADMINISTRATION,
}
