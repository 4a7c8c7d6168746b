"""The words of `agencies`: kinds of agency, roles, purposes, kinds of team, and what the journal records.

One vocabulary for the whole house: the apps above import these words and add their own.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class AgencyKind(TextChoices):
    """What sort of body an agency is; rules of sharing speak of kinds, never of names."""

    COUNCIL = "council", "Council"
    DISTRICT_COUNCIL = "district_council", "District council"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    JOBCENTRE_PLUS = "jobcentre_plus", "Jobcentre Plus"
    PROBATION = "probation", "Probation"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    HOUSING = "housing", "Housing"
    SCHOOL = "school", "School"
    FIRE = "fire", "Fire and rescue"
    VOLUNTARY = "voluntary", "Voluntary sector"
    EMPLOYMENT_PROVIDER = "employment_provider", "Employment provider"
    COMBINED_AUTHORITY = "combined_authority", "Combined authority"


class PlaceKind(TextChoices):
    """How large a place is; places nest, and reach stops at them."""

    WHOLE_PLACE = "whole_place", "Whole place"
    AUTHORITY = "authority", "Local authority"
    NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"


class TeamKind(TextChoices):
    """What a team is for; the kind says which steps of the path it can take."""

    FRONT_DOOR = "front_door", "Front door"
    PANEL = "panel", "Triage panel"
    LOCALITY = "locality", "Locality team"
    PROTECTION = "protection", "Child protection team"
    EMERGENCY_DUTY = "emergency_duty", "Emergency duty team"
    DESK = "desk", "Partner desk"


class Role(TextChoices):
    """What a practitioner does in a post. A post has exactly one."""

    SCREENER = "screener", "Screener"
    DUTY_MANAGER = "duty_manager", "Duty manager"
    PANEL_CHAIR = "panel_chair", "Panel chair"
    PANEL_MEMBER = "panel_member", "Panel member"
    TEAM_MANAGER = "team_manager", "Team manager"
    KEY_WORKER = "key_worker", "Key worker"
    TEAM_MEMBER = "team_member", "Team member"
    PARTNER_CONTACT = "partner_contact", "Partner contact"
    SOCIAL_WORKER = "social_worker", "Social worker"
    EMERGENCY_DUTY = "emergency_duty", "Emergency duty social worker"
    DA_ADVISER = "da_adviser", "Domestic abuse adviser"
    CLAIMS_OFFICER = "claims_officer", "Claims officer"
    INTERNAL_AUDITOR = "internal_auditor", "Internal auditor"
    COMMISSIONER = "commissioner", "Commissioner"
    GOVERNANCE_LEAD = "governance_lead", "Information governance lead"
    ADMINISTRATOR = "administrator", "Administrator"


class Purpose(TextChoices):
    """What a request is for; fixed by the row of its address in the access table, never by the caller."""

    DIRECT_SUPPORT = "direct_support", "Direct support"
    TRIAGE = "triage", "Triage"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    MATCHING = "matching", "Matching"
    SUPERVISION = "supervision", "Supervision"
    MONITORING = "monitoring", "Monitoring"
    ASSURANCE = "assurance", "Assurance"
    STATISTICS = "statistics", "Statistics"
    SUBJECT_ACCESS = "subject_access", "Access request"
    ADMINISTRATION = "administration", "Administration"


class EntryKind(TextChoices):
    """The journal holds two sorts of entry: what was changed and what was looked at."""

    CHANGE = "change", "Change"
    LOOK = "look", "Look"


class NoticeKind(TextChoices):
    """What a notice asks of whoever gets it. Outside the house it says this, a reference and a date, and no more."""

    ACCESS_ASKED = "access_asked", "Somebody asks for access: answer"
    ACCESS_ANSWERED = "access_answered", "Your request for access has an answer"
    EMERGENCY_TAKEN = "emergency_taken", "Emergency access was taken"
    EMERGENCY_TO_REVIEW = "emergency_to_review", "Emergency access to review"
    RESTRICTION_TO_CONFIRM = "restriction_to_confirm", "A restriction to confirm"
    CUSTODIANS_MISSING = "custodians_missing", "A seal has no custodian left"
    SEAL_ASKED = "seal_asked", "A question for the custodian"
    RECORD_DISPUTED = "record_disputed", "A record is disputed: look into it"
    RECORD_CORRECTED = "record_corrected", "A record that you saw was corrected"
    RECORD_WITHDRAWN = "record_withdrawn", "A record that you saw was withdrawn"
    INFORMATION_ASKED = "information_asked", "The front door asks your agency: answer"
    STEPPED_UP = "stepped_up", "A call to protection: hold the strategy discussion"
    FAMILY_GIVEN = "family_given", "You are the key worker of one more family"
    COVER_GIVEN = "cover_given", "You stand in for a colleague who is away"
    REFERRAL_DECIDED = "referral_decided", "What you referred has been decided"
    MEETING_CALLED = "meeting_called", "You are asked to a meeting"
    MEETING_CALLED_OFF = "meeting_called_off", "A meeting is called off"
    MINUTES_READY = "minutes_ready", "The minutes of a meeting to read"
    FAMILIES_MERGED = "families_merged", "Two records of a family that you know are one"
    FAMILIES_PARTED = "families_parted", "One record of a family that you know is two again"
    TASK_GIVEN = "task_given", "You are given a task"
    TASK_DUE = "task_due", "A task of yours is due"
    TASK_LATE = "task_late", "A task of yours is late"


TOLD_ONLY = frozenset(
    {
        NoticeKind.ACCESS_ANSWERED,
        NoticeKind.RECORD_CORRECTED,
        NoticeKind.RECORD_WITHDRAWN,
        NoticeKind.FAMILY_GIVEN,
        NoticeKind.COVER_GIVEN,
        NoticeKind.REFERRAL_DECIDED,
        NoticeKind.MEETING_CALLED,
        NoticeKind.MEETING_CALLED_OFF,
        NoticeKind.MINUTES_READY,
        NoticeKind.FAMILIES_MERGED,
        NoticeKind.FAMILIES_PARTED,
    }
)
"""Notices that ask for nothing more than to be read: following one settles it."""


class MailChoice(TextChoices):
    """How a practitioner hears of notices by e-mail."""

    DIGEST = "digest", "Once a day, all of them in one"
    AT_ONCE = "at_once", "Each at once"


class Event(StrEnum):
    """What `agencies` writes in the journal."""

    PLACE_ADDED = "place.added"
    AGENCY_ADDED = "agency.added"
    TEAM_ADDED = "team.added"
    PRACTITIONER_ADDED = "practitioner.added"
    POST_GIVEN = "post.given"
    POST_ENDED = "post.ended"
    POST_CHOSEN = "post.chosen"
    TEAM_JOINED = "team.joined"
    TEAM_LEFT = "team.left"
    QUORUM_SET = "team.quorum_set"
    TOKEN_ISSUED = "token.issued"  # noqa: S105 # nosec B105
    TOKEN_ENDED = "token.ended"  # noqa: S105 # nosec B105
    SIGNED_IN = "practitioner.signed_in"
    SIGNED_OUT = "practitioner.signed_out"
    PASSWORD_CHANGED = "practitioner.password_changed"  # noqa: S105 # nosec B105
    SECOND_FACTOR_SET = "practitioner.second_factor_set"
    MAIL_CHOSEN = "practitioner.mail_chosen"
    SIGN_IN_RESET = "practitioner.sign_in_reset"


@dataclass(frozen=True)
class RoleFacts:
    """What goes with a role: the kinds of agency that may have it, and whether it may take emergency access."""

    kinds: frozenset[AgencyKind]
    emergency: bool = False


_ALL = frozenset(AgencyKind)
_COUNCILS = frozenset({AgencyKind.COUNCIL, AgencyKind.DISTRICT_COUNCIL, AgencyKind.COMBINED_AUTHORITY})
_COUNCIL = frozenset({AgencyKind.COUNCIL})
RUNS_THE_PLACE = frozenset({AgencyKind.COUNCIL, AgencyKind.COMBINED_AUTHORITY})
"""The kinds of agency whose administrators see to every agency of their place."""

ROLES: dict[Role, RoleFacts] = {
    Role.SCREENER: RoleFacts(_COUNCIL, emergency=True),
    Role.DUTY_MANAGER: RoleFacts(_COUNCIL, emergency=True),
    Role.PANEL_CHAIR: RoleFacts(_COUNCILS),
    Role.PANEL_MEMBER: RoleFacts(_ALL),
    Role.TEAM_MANAGER: RoleFacts(_COUNCILS | {AgencyKind.VOLUNTARY}, emergency=True),
    Role.KEY_WORKER: RoleFacts(_ALL),
    Role.TEAM_MEMBER: RoleFacts(_ALL),
    Role.PARTNER_CONTACT: RoleFacts(_ALL),
    Role.SOCIAL_WORKER: RoleFacts(_COUNCIL, emergency=True),
    Role.EMERGENCY_DUTY: RoleFacts(_COUNCIL, emergency=True),
    Role.DA_ADVISER: RoleFacts(_ALL),
    Role.CLAIMS_OFFICER: RoleFacts(_COUNCILS),
    Role.INTERNAL_AUDITOR: RoleFacts(_COUNCILS),
    Role.COMMISSIONER: RoleFacts(_ALL),
    Role.GOVERNANCE_LEAD: RoleFacts(_ALL),
    Role.ADMINISTRATOR: RoleFacts(_ALL),
}
