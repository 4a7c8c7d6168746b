"""The addresses of `outcomes`: who may come and for what purpose.

A family's costs, measuring and closing are for its key worker and the team manager. The overview holds statistics
alone: for commissioners, and to be read by claims officers and internal auditors, who see no family through it.
Suggested households are for the front door, to match and to offer help.
"""

from agencies.access import Row, open_to
from agencies.vocabulary import Purpose, Role

WORK = open_to(Role.KEY_WORKER, Role.TEAM_MANAGER)
IDENTIFIED = open_to(Role.SCREENER, Role.DUTY_MANAGER, purpose=Purpose.MATCHING)
OFFERED = open_to(Role.SCREENER, Role.DUTY_MANAGER)
OVERVIEW = open_to(Role.COMMISSIONER, Role.CLAIMS_OFFICER, Role.INTERNAL_AUDITOR, purpose=Purpose.STATISTICS)

ROWS: dict[str, Row] = {
    "outcomes:family_costs": WORK,
    "outcomes:measure": WORK,
    "outcomes:close": WORK,
    "outcomes:overview": OVERVIEW,
    "outcomes:overview_chart": OVERVIEW,
    "outcomes:overview_csv": OVERVIEW,
    "outcomes:identified": IDENTIFIED,
    "outcomes:suggested_household": OFFERED,
    "outcomes-api:family_costs": WORK,
    "outcomes-api:measurements": WORK,
    "outcomes-api:close": WORK,
    "outcomes-api:overview": OVERVIEW,
}
