"""Who may do what with claims."""

from agencies.vocabulary import Role
from datasharing.vocabulary import Reach

CLAIM_REACHES = (Reach.MONITORING, Reach.SUPERVISION)
MAY_CLAIM = frozenset({Role.CLAIMS_OFFICER, Role.TEAM_MANAGER})
MAY_READ_CLAIMS = frozenset({*MAY_CLAIM, Role.INTERNAL_AUDITOR})
