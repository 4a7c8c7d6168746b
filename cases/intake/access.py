"""The addresses of the front door, the panel and the partners' desks: who may come and for what purpose."""

from agencies.access import PUBLIC, Row, open_to
from agencies.vocabulary import Purpose, Role
from cases.intake.permits import ASK_DUTY, MATCHERS
from datasharing.vocabulary import HOLDERS

FRONT_DOOR = open_to(Role.SCREENER, Role.DUTY_MANAGER, Role.EMERGENCY_DUTY)
MATCHING = open_to(*sorted(MATCHERS), purpose=Purpose.MATCHING)
PANEL = open_to(Role.PANEL_CHAIR, Role.PANEL_MEMBER)
TRIAGE = open_to(Role.SCREENER, Role.DUTY_MANAGER, Role.EMERGENCY_DUTY, Role.PANEL_CHAIR, Role.PANEL_MEMBER)
ASKED = open_to(Role.PARTNER_CONTACT, Role.TEAM_MEMBER, Role.SOCIAL_WORKER, Role.KEY_WORKER, purpose=Purpose.TRIAGE)
MONITORS = frozenset({Role.CLAIMS_OFFICER, Role.INTERNAL_AUDITOR})
WITH_FAMILIES = sorted({role for roles in HOLDERS.values() for role in roles} - MONITORS)
ANYONE = open_to(*WITH_FAMILIES)
"""Whoever works with families: they may refer one, and step up to protection."""

ASKS_DUTY = open_to(*sorted(ASK_DUTY), purpose=Purpose.SAFEGUARDING)
ON_DUTY = open_to(Role.DA_ADVISER, Role.TEAM_MANAGER, Role.DUTY_MANAGER)
"""Those who ask the duty custodian, and those of whom one is on duty."""

EXTRACTS = open_to(Role.ADMINISTRATOR, Role.PARTNER_CONTACT, Role.GOVERNANCE_LEAD)
"""Whoever sends files, and whoever watches over them."""

ROWS: dict[str, Row] = {
    "cases:extracts": EXTRACTS,
    "cases:send_extract": EXTRACTS,
    "cases:upload": EXTRACTS,
    "cases:extract": EXTRACTS,
    "cases:set_aside": EXTRACTS,
    "cases:ask_for_help": PUBLIC,
    "cases:help_asked": PUBLIC,
    "cases:go_on": PUBLIC,
    "cases:what_happened": PUBLIC,
    "cases:refer": ANYONE,
    "cases:sent": ANYONE,
    "cases:inbox": FRONT_DOOR,
    "cases:referral": TRIAGE,
    "cases:pack": TRIAGE,
    "cases:match": MATCHING,
    "cases:basis": FRONT_DOOR,
    "cases:ask": FRONT_DOOR,
    "cases:list_for_panel": FRONT_DOOR,
    "cases:decide": TRIAGE,
    "cases:conflict": TRIAGE,
    "cases:asked_of_me": ASKED,
    "cases:asked_request": ASKED,
    "cases:panel": PANEL,
    "cases:step_up": ANYONE,
    "cases:sealed_match": ANYONE,
    "cases:ask_duty": ASKS_DUTY,
    "cases:duty_question": ON_DUTY,
    "cases-api:referrals": ANYONE,
    "cases-api:referral": TRIAGE,
    "cases-api:referral_status": ANYONE,
    "cases-api:inbox": FRONT_DOOR,
    "cases-api:match": MATCHING,
    "cases-api:basis": FRONT_DOOR,
    "cases-api:ask": FRONT_DOOR,
    "cases-api:list_for_panel": FRONT_DOOR,
    "cases-api:decide": TRIAGE,
    "cases-api:conflict": TRIAGE,
    "cases-api:asked_of_me": ASKED,
    "cases-api:asked_request": ASKED,
    "cases-api:panel": PANEL,
    "cases-api:step_up": ANYONE,
}
