"""The addresses of `outcomes`: who may come and for what purpose.

A family's costs, measuring and closing are for its key worker and the team manager. The overview holds statistics
alone: for commissioners, and to be read by claims officers and internal auditors, who see no family through it.
Business cases, budgets, agreements and plans speak of no family: commissioners and claims officers keep them, and what
one saves another approves. The family fund is the key worker's, and the team manager's who approves.
Claims are for claims officers and team managers, and for internal auditors to read. Suggested households are for the
front door, to match and to offer help.
"""

from agencies.access import Row, open_to
from agencies.vocabulary import Purpose, Role
from outcomes.permits import MAY_CLAIM, MAY_READ_CLAIMS

WORK = open_to(Role.KEY_WORKER, Role.TEAM_MANAGER)
CLAIMS = open_to(*sorted(MAY_READ_CLAIMS), purpose=Purpose.MONITORING)
MAKE_CLAIMS = open_to(*sorted(MAY_CLAIM), purpose=Purpose.MONITORING)
IDENTIFIED = open_to(Role.SCREENER, Role.DUTY_MANAGER, purpose=Purpose.MATCHING)
OFFERED = open_to(Role.SCREENER, Role.DUTY_MANAGER)
OVERVIEW = open_to(Role.COMMISSIONER, Role.CLAIMS_OFFICER, Role.INTERNAL_AUDITOR, purpose=Purpose.STATISTICS)

MONEY = OVERVIEW
KEEP_MONEY = open_to(Role.COMMISSIONER, Role.CLAIMS_OFFICER, purpose=Purpose.STATISTICS)

ROWS: dict[str, Row] = {
    "outcomes:family_costs": WORK,
    "outcomes:measure": WORK,
    "outcomes:close": WORK,
    "outcomes:claims": CLAIMS,
    "outcomes:claims_return": CLAIMS,
    "outcomes:claim_readiness": CLAIMS,
    "outcomes:claim": CLAIMS,
    "outcomes:overview": OVERVIEW,
    "outcomes:overview_chart": OVERVIEW,
    "outcomes:editions": KEEP_MONEY,
    "outcomes:overview_csv": OVERVIEW,
    "outcomes:overview_xlsx": OVERVIEW,
    "outcomes:overview_pdf": OVERVIEW,
    "outcomes:identified": IDENTIFIED,
    "outcomes:suggested_household": OFFERED,
    "outcomes:business_cases": MONEY,
    "outcomes:new_business_case": KEEP_MONEY,
    "outcomes:business_case": MONEY,
    "outcomes:write_business_case": KEEP_MONEY,
    "outcomes:edit_business_case": KEEP_MONEY,
    "outcomes:case_frame": KEEP_MONEY,
    "outcomes:new_option": KEEP_MONEY,
    "outcomes:remove_option": KEEP_MONEY,
    "outcomes:new_outcome": KEEP_MONEY,
    "outcomes:outcome": KEEP_MONEY,
    "outcomes:remove_outcome": KEEP_MONEY,
    "outcomes:business_case_csv": MONEY,
    "outcomes:business_case_chart": MONEY,
    "outcomes:budgets": MONEY,
    "outcomes:new_budget": KEEP_MONEY,
    "outcomes:budget": MONEY,
    "outcomes:new_line": KEEP_MONEY,
    "outcomes:new_sum": KEEP_MONEY,
    "outcomes:close_budget": KEEP_MONEY,
    "outcomes:investments": MONEY,
    "outcomes:new_investment": KEEP_MONEY,
    "outcomes:investment": MONEY,
    "outcomes:close_investment": KEEP_MONEY,
    "outcomes:operational_plans": MONEY,
    "outcomes:new_operational_plan": KEEP_MONEY,
    "outcomes:operational_plan": MONEY,
    "outcomes:add_part": KEEP_MONEY,
    "outcomes:tell_part": KEEP_MONEY,
    "outcomes-api:investments": MONEY,
    "outcomes-api:investment": MONEY,
    "outcomes-api:investment_quarters": KEEP_MONEY,
    "outcomes-api:operational_plans": MONEY,
    "outcomes-api:operational_plan": MONEY,
    "outcomes-api:operational_plan_parts": KEEP_MONEY,
    "outcomes-api:operational_plan_news": KEEP_MONEY,
    "outcomes:family_fund": WORK,
    "outcomes:fund_requests": open_to(Role.TEAM_MANAGER),
    "outcomes-api:business_cases": MONEY,
    "outcomes-api:business_case": MONEY,
    "outcomes-api:approve_business_case": KEEP_MONEY,
    "outcomes-api:budgets": MONEY,
    "outcomes-api:budget": MONEY,
    "outcomes-api:budget_lines": KEEP_MONEY,
    "outcomes-api:budget_sums": KEEP_MONEY,
    "outcomes-api:budget_quarters": KEEP_MONEY,
    "outcomes-api:family_fund": WORK,
    "outcomes-api:family_costs": WORK,
    "outcomes-api:measurements": WORK,
    "outcomes-api:close": WORK,
    "outcomes-api:overview": OVERVIEW,
    "outcomes-api:claims": CLAIMS,
    "outcomes-api:decide_claim": MAKE_CLAIMS,
    "outcomes-api:pay_claim": MAKE_CLAIMS,
    "outcomes-api:reverse_claim": MAKE_CLAIMS,
    "outcomes-api:claim_readiness": CLAIMS,
    "outcomes-api:claim": CLAIMS,
}
