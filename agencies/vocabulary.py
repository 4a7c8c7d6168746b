"""The words of `agencies`: kinds of agency, roles, purposes, kinds of team, and what the journal records.

One vocabulary for the whole house: the apps above import these words and add their own.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgencyKind(TextChoices):
    """What sort of body an agency is; rules of sharing speak of kinds, never of names."""

    COUNCIL = "council", _("Council")
    DISTRICT_COUNCIL = "district_council", _("District council")
    POLICE = "police", _("Police")
    HEALTH = "health", _("Health")
    JOBCENTRE_PLUS = "jobcentre_plus", _("Jobcentre Plus")
    PROBATION = "probation", _("Probation")
    YOUTH_JUSTICE = "youth_justice", _("Youth justice")
    HOUSING = "housing", _("Housing")
    SCHOOL = "school", _("School")
    FIRE = "fire", _("Fire and rescue")
    VOLUNTARY = "voluntary", _("Voluntary sector")
    EMPLOYMENT_PROVIDER = "employment_provider", _("Employment provider")
    COMBINED_AUTHORITY = "combined_authority", _("Combined authority")


class PlaceKind(TextChoices):
    """How large a place is; places nest, and reach stops at them."""

    WHOLE_PLACE = "whole_place", _("Whole place")
    AUTHORITY = "authority", _("Local authority")
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")


class TeamKind(TextChoices):
    """What a team is for; the kind says which steps of the path it can take."""

    FRONT_DOOR = "front_door", _("Front door")
    PANEL = "panel", _("Triage panel")
    LOCALITY = "locality", _("Locality team")
    PROTECTION = "protection", _("Child protection team")
    EMERGENCY_DUTY = "emergency_duty", _("Emergency duty team")
    DESK = "desk", _("Partner desk")


class Role(TextChoices):
    """What a practitioner does in a post. A post has exactly one."""

    SCREENER = "screener", _("Screener")
    DUTY_MANAGER = "duty_manager", _("Duty manager")
    PANEL_CHAIR = "panel_chair", _("Panel chair")
    PANEL_MEMBER = "panel_member", _("Panel member")
    TEAM_MANAGER = "team_manager", _("Team manager")
    KEY_WORKER = "key_worker", _("Key worker")
    TEAM_MEMBER = "team_member", _("Team member")
    PARTNER_CONTACT = "partner_contact", _("Partner contact")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    EMERGENCY_DUTY = "emergency_duty", _("Emergency duty social worker")
    DA_ADVISER = "da_adviser", _("Domestic abuse adviser")
    CLAIMS_OFFICER = "claims_officer", _("Claims officer")
    INTERNAL_AUDITOR = "internal_auditor", _("Internal auditor")
    COMMISSIONER = "commissioner", _("Commissioner")
    GOVERNANCE_LEAD = "governance_lead", _("Information governance lead")
    ADMINISTRATOR = "administrator", _("Administrator")


class Purpose(TextChoices):
    """What a request is for; fixed by the row of its address in the access table, never by the caller."""

    DIRECT_SUPPORT = "direct_support", _("Direct support")
    TRIAGE = "triage", _("Triage")
    SAFEGUARDING = "safeguarding", _("Safeguarding")
    MATCHING = "matching", _("Matching")
    SUPERVISION = "supervision", _("Supervision")
    MONITORING = "monitoring", _("Monitoring")
    ASSURANCE = "assurance", _("Assurance")
    STATISTICS = "statistics", _("Statistics")
    SUBJECT_ACCESS = "subject_access", _("Access request")
    ADMINISTRATION = "administration", _("Administration")


class EntryKind(TextChoices):
    """The journal holds two sorts of entry: what was changed and what was looked at."""

    CHANGE = "change", _("Change")
    LOOK = "look", _("Look")


class NoticeKind(TextChoices):
    """What a notice asks of whoever gets it. Outside the house it says this, a reference and a date, and no more."""

    ACCESS_ASKED = "access_asked", _("Somebody asks for access: answer")
    ACCESS_ANSWERED = "access_answered", _("Your request for access has an answer")
    EMERGENCY_TAKEN = "emergency_taken", _("Emergency access was taken")
    EMERGENCY_TO_REVIEW = "emergency_to_review", _("Emergency access to review")
    RESTRICTION_TO_CONFIRM = "restriction_to_confirm", _("A restriction to confirm")
    CUSTODIANS_MISSING = "custodians_missing", _("A seal has no custodian left")
    DUTY_ASKED = "duty_asked", _("A question for the duty custodian: answer within the hour")
    DUTY_ANSWERED = "duty_answered", _("The duty custodian has answered")
    DUTY_MISSING = "duty_missing", _("Nobody is on duty as custodian: name somebody")
    SEAL_ASKED = "seal_asked", _("A question for the custodian")
    SEAL_TAKEN_ON = "seal_taken_on", _("A referral to take on, from the custodian of a seal")
    RECORD_DISPUTED = "record_disputed", _("A record is disputed: look into it")
    RECORD_CORRECTED = "record_corrected", _("A record that you saw was corrected")
    RECORD_WITHDRAWN = "record_withdrawn", _("A record that you saw was withdrawn")
    INFORMATION_ASKED = "information_asked", _("The front door asks your agency: answer")
    STEPPED_UP = "stepped_up", _("A call to protection: hold the strategy discussion")
    FAMILY_GIVEN = "family_given", _("You are the key worker of one more family")
    COVER_GIVEN = "cover_given", _("You stand in for a colleague who is away")
    REFERRAL_DECIDED = "referral_decided", _("What you referred has been decided")
    MEETING_CALLED = "meeting_called", _("You are asked to a meeting")
    MEETING_CALLED_OFF = "meeting_called_off", _("A meeting is called off")
    MINUTES_READY = "minutes_ready", _("The minutes of a meeting to read")
    FAMILIES_MERGED = "families_merged", _("Two records of a family that you know are one")
    FAMILIES_PARTED = "families_parted", _("One record of a family that you know is two again")
    TASK_GIVEN = "task_given", _("You are given a task")
    TASK_DUE = "task_due", _("A task of yours is due")
    TASK_LATE = "task_late", _("A task of yours is late")


TOLD_ONLY = frozenset(
    {
        NoticeKind.ACCESS_ANSWERED,
        NoticeKind.DUTY_ANSWERED,
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

    DIGEST = "digest", _("Once a day, all of them in one")
    AT_ONCE = "at_once", _("Each at once")


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
    LANGUAGE_CHOSEN = "practitioner.language_chosen"
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
