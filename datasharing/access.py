"""The addresses of `datasharing`: who may come and for what purpose."""

from agencies.access import ANY_POST, Row, open_to
from agencies.vocabulary import Purpose, Role
from datasharing.vocabulary import HOLDERS, Reach

ASSURANCE = open_to(Role.GOVERNANCE_LEAD)
RETENTION = open_to(Role.GOVERNANCE_LEAD, Role.INTERNAL_AUDITOR, purpose=Purpose.ASSURANCE)
ASKS = open_to(*HOLDERS[Reach.SPECIFIC])

ROWS: dict[str, Row] = {
    "datasharing:agreements": ANY_POST,
    "datasharing:agreement": ANY_POST,
    "datasharing:suspend_agreement": ASSURANCE,
    "datasharing:resume_agreement": ASSURANCE,
    "datasharing:who_saw": ASSURANCE,
    "datasharing:notices": ANY_POST,
    "datasharing:notice": ANY_POST,
    "datasharing:ask": ASKS,
    "datasharing:desk": ASSURANCE,
    "datasharing:emergency": ASSURANCE,
    "datasharing:custodian": ASSURANCE,
    "datasharing:duty": ASSURANCE,
    "datasharing:end_turn": ASSURANCE,
    "datasharing:retention": RETENTION,
    "datasharing:retention_list": RETENTION,
    "datasharing:withdraw_retention_list": RETENTION,
    "datasharing:new_hold": RETENTION,
    "datasharing:end_hold": RETENTION,
}
