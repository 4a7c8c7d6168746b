"""The addresses of `cases`: who may come and for what purpose."""

from agencies.access import PUBLIC, Row, open_to
from agencies.vocabulary import ROLES, Purpose, Role
from cases.intake.access import MONITORS
from cases.intake.access import ROWS as INTAKE
from cases.permits import COPIERS
from datasharing.access import RETENTION
from datasharing.vocabulary import HOLDERS, Reach

WORKERS = (Role.KEY_WORKER, Role.TEAM_MEMBER, Role.PARTNER_CONTACT, Role.SOCIAL_WORKER, Role.DA_ADVISER)
ALLOCATORS = (Role.TEAM_MANAGER, Role.PANEL_CHAIR, Role.PANEL_MEMBER, Role.SCREENER, Role.DUTY_MANAGER)

LISTS = open_to(*WORKERS, Role.TEAM_MANAGER)
WAITING = open_to(*ALLOCATORS)
READ = open_to(*WORKERS, *ALLOCATORS, Role.EMERGENCY_DUTY, Role.CLAIMS_OFFICER, Role.INTERNAL_AUDITOR)
WORK = open_to(*WORKERS)
DOCUMENT = open_to(*WORKERS, Role.TEAM_MANAGER, Role.EMERGENCY_DUTY, Role.DUTY_MANAGER)
MANAGE = open_to(Role.TEAM_MANAGER)
TASK = open_to(*WORKERS, Role.TEAM_MANAGER)
JOIN = open_to(Role.KEY_WORKER, Role.TEAM_MANAGER, Role.SOCIAL_WORKER, Role.EMERGENCY_DUTY, Role.DUTY_MANAGER)
PROTECT = open_to(
    Role.SOCIAL_WORKER, Role.EMERGENCY_DUTY, Role.DUTY_MANAGER, Role.SCREENER, Role.KEY_WORKER, Role.TEAM_MANAGER
)
MARK = open_to(*WORKERS, Role.TEAM_MANAGER, Role.EMERGENCY_DUTY, Role.DUTY_MANAGER)
KEY_WORKER = open_to(Role.KEY_WORKER)
COPY = open_to(*COPIERS)
SAFETY = open_to(*WORKERS, Role.TEAM_MANAGER, Role.DUTY_MANAGER, Role.SCREENER, Role.EMERGENCY_DUTY)
RESTRICT = open_to(Role.DA_ADVISER, Role.TEAM_MANAGER, Role.DUTY_MANAGER)
TOLD = open_to(Role.KEY_WORKER, Role.TEAM_MANAGER)
ASK = open_to(*HOLDERS[Reach.SPECIFIC])
EMERGENCY = open_to(*(role for role, facts in ROLES.items() if facts.emergency))
_LEADERS = open_to(Role.KEY_WORKER, Role.TEAM_MANAGER)
_MATCHERS = open_to(Role.SCREENER, Role.DUTY_MANAGER, purpose=Purpose.MATCHING)
ONE_PERSON = Row(_LEADERS.audience, {**_LEADERS.purposes, **_MATCHERS.purposes})
ONE_FAMILY = Row(MANAGE.audience, {**MANAGE.purposes, **_MATCHERS.purposes})
SEPARATE = open_to(Role.DA_ADVISER, Role.TEAM_MANAGER, Role.DUTY_MANAGER)
AGREE = open_to(Role.TEAM_MANAGER, Role.DA_ADVISER)

OTHERS = (Role.EMERGENCY_DUTY, Role.COMMISSIONER, Role.ADMINISTRATOR, *sorted(MONITORS))
DIRECTORY = open_to(*WORKERS, *ALLOCATORS, *OTHERS)
PARTNER = open_to(Role.PARTNER_CONTACT)
ADMINISTRATION = open_to(Role.ADMINISTRATOR)

ANSWER = open_to(Role.GOVERNANCE_LEAD, Role.DUTY_MANAGER, purpose=Purpose.SUBJECT_ACCESS)

CASEWORK: dict[str, Row] = {
    "cases:my_families": LISTS,
    "cases:waiting": WAITING,
    "cases:family": READ,
    "cases:record_access_request": TOLD,
    "cases-api:record_request": TOLD,
    "cases-api:access_requests": ANSWER,
    "cases-api:access_request": ANSWER,
    "cases-api:access_request_step": ANSWER,
    "cases-api:access_pack": ANSWER,
    "cases-api:retention": RETENTION,
    "cases-api:retention_lists": RETENTION,
    "cases-api:retention_list": RETENTION,
    "cases-api:approve_retention_list": RETENTION,
    "cases-api:withdraw_retention_list": RETENTION,
    "cases-api:holds": RETENTION,
    "cases-api:hold": RETENTION,
    "cases-api:end_hold": RETENTION,
    "cases:access_requests": ANSWER,
    "cases:access_request": ANSWER,
    "cases:access_request_step": ANSWER,
    "cases:access_pack": ANSWER,
    "cases:access_document": ANSWER,
    "cases:why": READ,
    "cases-api:why": READ,
    "cases:needs": READ,
    "cases:plan": READ,
    "cases:tasks": READ,
    "cases:give_task": TASK,
    "cases:finish_task": TASK,
    "cases:put_task_off": TASK,
    "cases-api:tasks": READ,
    "cases-api:task_done": TASK,
    "cases-api:task_put_off": TASK,
    "cases:meetings": READ,
    "cases:call_meeting": WORK,
    "cases:call_off_meeting": WORK,
    "cases-api:meetings": READ,
    "cases-api:orders": SAFETY,
    "cases:record_order": SAFETY,
    "cases:end_order": SAFETY,
    "cases:contacts": READ,
    "cases:documents": READ,
    "cases:document": READ,
    "cases:add_document": DOCUMENT,
    "cases:withdraw_document": DOCUMENT,
    "cases:draft": TASK,
    "cases:chronology": READ,
    "cases:team": READ,
    "cases:allocate": WAITING,
    "cases:change_key_worker": MANAGE,
    "cases:add_member": JOIN,
    "cases:genogram": READ,
    "cases:record_kinship": JOIN,
    "cases:end_kinship": JOIN,
    "cases:withdraw_kinship": JOIN,
    "cases:record_death": JOIN,
    "cases:record_whereabouts": JOIN,
    "cases:ecomap": READ,
    "cases:equality": WORK,
    "cases:same_person": ONE_PERSON,
    "cases:join_people": ONE_PERSON,
    "cases:part_people": ONE_PERSON,
    "cases:separate": SEPARATE,
    "cases-api:separate": SEPARATE,
    "cases:merge": ONE_FAMILY,
    "cases:merge_preview": ONE_FAMILY,
    "cases:part_families": ONE_FAMILY,
    "cases:strategy": PROTECT,
    "cases:record_need": WORK,
    "cases:agree_plan": WORK,
    "cases:add_action": WORK,
    "cases:complete_action": WORK,
    "cases:record_contact": WORK,
    "cases:review": WORK,
    "cases:withdraw_contact": MARK,
    "cases:mark_part": MARK,
    "cases:mark_need": MARK,
    "cases-api:withdraw_contact": MARK,
    "cases-api:mark_part": MARK,
    "cases-api:mark_need": MARK,
    "cases:safety": SAFETY,
    "cases:record_consent": SAFETY,
    "cases:withdraw_consent": SAFETY,
    "cases:judge": SAFETY,
    "cases:responsibility": SAFETY,
    "cases:restrict": RESTRICT,
    "cases:instruct": RESTRICT,
    "cases:confirm_restriction": RESTRICT,
    "cases:end_restriction": RESTRICT,
    "cases:ask_for_access": ASK,
    "cases:open_seal": RESTRICT,
    "cases:who_looked": TOLD,
    "cases:view_as": TOLD,
    "cases-api:view_as": TOLD,
    "cases:emergency": EMERGENCY,
    "cases-api:safety": SAFETY,
    "cases:own_plan": COPY,
    "cases:own_plan_pdf": COPY,
    "cases:share_plan": KEY_WORKER,
    "cases:agree_link": AGREE,
    "cases:end_link": COPY,
    "cases:keep_off": KEY_WORKER,
    "cases:linked_plan": PUBLIC,
    "cases-api:own_plan": COPY,
    "cases-api:plan_links": KEY_WORKER,
    "cases-api:plan_link_agreed": AGREE,
    "cases-api:plan_link_ended": COPY,
    "cases:team_desk": MANAGE,
    "cases:cover": MANAGE,
    "cases:hand_over": MANAGE,
    "cases:end_cover": MANAGE,
    "cases:partner_home": PARTNER,
    "cases:something_happened": PARTNER,
    "cases:hand_offs": TOLD,
    "cases:transfer_out": MANAGE,
    "cases-api:hand_offs": TOLD,
    "cases-api:transfer_out": MANAGE,
    "cases:directory": DIRECTORY,
    "cases:directory_entry": DIRECTORY,
    "cases:directory_feeds": ADMINISTRATION,
    "cases:services": READ,
    "cases:refer_to_service": WORK,
    "cases:service_news": WORK,
    "cases-api:directory": DIRECTORY,
    "cases-api:directory_entry": DIRECTORY,
    "cases-api:services": READ,
    "cases-api:service_news": WORK,
    "cases-api:families": LISTS,
    "cases-api:waiting": WAITING,
    "cases-api:family": READ,
    "cases-api:needs": READ,
    "cases-api:genogram": READ,
    "cases-api:ecomap": READ,
    "cases-api:documents": READ,
    "cases-api:document": READ,
    "cases-api:withdraw_document": DOCUMENT,
    "cases-api:plan": READ,
    "cases-api:actions": WORK,
    "cases-api:action_done": WORK,
    "cases-api:contacts": READ,
    "cases-api:reviews": READ,
    "cases-api:chronology": READ,
    "cases-api:team": READ,
    "cases-api:key_worker": MANAGE,
    "cases-api:members": JOIN,
    "cases-api:equality": WORK,
    "cases-api:same_person": ONE_PERSON,
    "cases-api:part_people": ONE_PERSON,
    "cases-api:merge": ONE_FAMILY,
    "cases-api:merge_preview": ONE_FAMILY,
    "cases-api:part_families": ONE_FAMILY,
    "cases-api:strategy": PROTECT,
    "cases-api:allocate": WAITING,
}

ROWS: dict[str, Row] = CASEWORK | INTAKE
