"""The steps of casework: which reach allows each, and at which state of the case. Operations and pages read it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from agencies.vocabulary import AgencyKind, Role
from cases.vocabulary import CaseState, ClosingOutcome
from datasharing.vocabulary import Reach


class Step(StrEnum):
    """What somebody can do with a family in work."""

    ALLOCATE = "allocate"
    CHANGE_KEY_WORKER = "change_key_worker"
    ADD_MEMBER = "add_member"
    RECORD_KINSHIP = "record_kinship"
    RECORD_NEED = "record_need"
    AGREE_PLAN = "agree_plan"
    ADD_ACTION = "add_action"
    COMPLETE_ACTION = "complete_action"
    RECORD_CONTACT = "record_contact"
    ADD_DOCUMENT = "add_document"
    CALL_MEETING = "call_meeting"
    GIVE_TASK = "give_task"
    REVIEW = "review"
    SHARE_PLAN = "share_plan"
    REFER_TO_SERVICE = "refer_to_service"
    TRANSFER_OUT = "transfer_out"
    CLOSE = "close"


@dataclass(frozen=True)
class Permit:
    """Any of these reaches allows the step, while the case is at one of these states."""

    reaches: frozenset[Reach]
    states: tuple[CaseState, ...]


WAITING = (CaseState.OPENED,)
IN_WORK = (CaseState.ALLOCATED, CaseState.PLANNED)
PLANNED = (CaseState.PLANNED,)
TEAM = frozenset({Reach.KEY_WORKER, Reach.TEAM})
WITH_PROTECTION = TEAM | {Reach.PROTECTION}

STRATEGY = frozenset({Reach.PROTECTION, Reach.KEY_WORKER, Reach.SUPERVISION, Reach.REFERRAL})
"""Who records the strategy discussion after a step up, whatever the state of the case, or without one."""

COPIED_BY = frozenset({Reach.KEY_WORKER, Reach.TEAM, Reach.SUPERVISION, Reach.PROTECTION})
COPIERS = (Role.KEY_WORKER, Role.TEAM_MANAGER, Role.DA_ADVISER, Role.SOCIAL_WORKER)
"""By what reach, and in which roles, somebody comes to the family's own copy of the plan."""

PERMITS: dict[Step, Permit] = {
    Step.ALLOCATE: Permit(frozenset({Reach.SUPERVISION, Reach.PANEL, Reach.REFERRAL}), WAITING),
    Step.CHANGE_KEY_WORKER: Permit(frozenset({Reach.SUPERVISION}), IN_WORK),
    Step.ADD_MEMBER: Permit(frozenset({Reach.KEY_WORKER, Reach.SUPERVISION, Reach.PROTECTION}), IN_WORK),
    Step.RECORD_KINSHIP: Permit(frozenset({Reach.KEY_WORKER, Reach.SUPERVISION, Reach.PROTECTION}), IN_WORK),
    Step.RECORD_NEED: Permit(WITH_PROTECTION, IN_WORK),
    Step.AGREE_PLAN: Permit(frozenset({Reach.KEY_WORKER}), (CaseState.ALLOCATED,)),
    Step.ADD_ACTION: Permit(TEAM, PLANNED),
    Step.COMPLETE_ACTION: Permit(TEAM, PLANNED),
    Step.RECORD_CONTACT: Permit(WITH_PROTECTION, IN_WORK),
    Step.CALL_MEETING: Permit(frozenset({Reach.KEY_WORKER}), IN_WORK),
    Step.ADD_DOCUMENT: Permit(WITH_PROTECTION | {Reach.SUPERVISION}, IN_WORK),
    Step.GIVE_TASK: Permit(TEAM | {Reach.SUPERVISION}, IN_WORK),
    Step.REVIEW: Permit(frozenset({Reach.KEY_WORKER}), PLANNED),
    Step.SHARE_PLAN: Permit(frozenset({Reach.KEY_WORKER}), PLANNED),
    Step.REFER_TO_SERVICE: Permit(WITH_PROTECTION, IN_WORK),
    Step.TRANSFER_OUT: Permit(frozenset({Reach.SUPERVISION}), IN_WORK),
    Step.CLOSE: Permit(frozenset({Reach.KEY_WORKER, Reach.SUPERVISION}), IN_WORK),
}

MARKED_BY = COPIED_BY
"""By what reach somebody marks a statement as disputed, answers it, corrects it, or withdraws a contact."""

PREVIEWED_BY = frozenset({Reach.KEY_WORKER, Reach.SUPERVISION})
PREVIEWS = (AgencyKind.POLICE, AgencyKind.HEALTH, AgencyKind.SCHOOL, AgencyKind.JOBCENTRE_PLUS)
"""By what reach somebody looks at the record as another agency would see it, and as which kinds."""

NOT_CHOSEN = frozenset({ClosingOutcome.NOT_RECORDED, ClosingOutcome.MERGED})
"""Ends that nobody chooses: the import of history and a merge write them."""

DRAFTED: dict[str, str] = {
    Step.RECORD_CONTACT: "cases:record_contact",
    Step.RECORD_NEED: "cases:record_need",
    Step.AGREE_PLAN: "cases:agree_plan",
    Step.ADD_ACTION: "cases:add_action",
    Step.REVIEW: "cases:review",
    Step.CALL_MEETING: "cases:call_meeting",
    Step.GIVE_TASK: "cases:give_task",
}
"""The steps whose forms are kept as they are typed, and the pages of the forms."""


def steps_open(reaches: Collection[Reach], state: str) -> tuple[Step, ...]:
    """The steps that somebody with these reaches can take while the case is at this state."""
    return tuple(
        step for step, permit in PERMITS.items() if state in permit.states and permit.reaches & frozenset(reaches)
    )
