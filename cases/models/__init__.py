"""Tables of `cases`: people and families, the case and its team, needs, plan, contacts, reviews; and intake's."""

from cases.intake.models import (
    AgendaItem,
    AnswerPart,
    Conflict,
    Extract,
    ExtractRow,
    Household,
    InformationRequest,
    Occurrence,
    Referral,
    ReferralDraft,
    ReferredPerson,
    Rejection,
    SealedMatch,
    StepUp,
    TriageDecision,
    Upload,
    UploadPart,
)
from cases.models.access_request import AccessRequest, HeldBackRecord
from cases.models.case import Case, CaseMember, KeyWorker, Support
from cases.models.cover import Cover
from cases.models.directory import DirectoryAside, DirectoryEntry, DirectoryFeed
from cases.models.document import Document
from cases.models.draft import Draft
from cases.models.equality import EqualityRecord
from cases.models.handoff import HandOff, OutsideRecord, Transfer
from cases.models.help import ServiceNews, ServiceReferral
from cases.models.joining import Joining
from cases.models.kinship import Kinship
from cases.models.marking import Mark, Withdrawal
from cases.models.meeting import Attendance, Invitation, Meeting, NoContactOrder
from cases.models.merging import Merging
from cases.models.own_plan import KeptOff, PlanComment, PlanLink
from cases.models.people import BORN, Family, FamilyMember, FindingKeys, Person, Whereabouts
from cases.models.plan import Action, Goal, NeedRecord, Plan
from cases.models.separation import Separation
from cases.models.task import PutOff, Task
from cases.models.work import Contact, ContactPart, Review, ReviewGoal

__all__ = [
    "BORN",
    "AccessRequest",
    "Action",
    "AgendaItem",
    "AnswerPart",
    "Attendance",
    "Case",
    "CaseMember",
    "Conflict",
    "Contact",
    "ContactPart",
    "Cover",
    "DirectoryAside",
    "DirectoryEntry",
    "DirectoryFeed",
    "Document",
    "Draft",
    "EqualityRecord",
    "Extract",
    "ExtractRow",
    "Family",
    "FamilyMember",
    "FindingKeys",
    "Goal",
    "HandOff",
    "HeldBackRecord",
    "Household",
    "InformationRequest",
    "Invitation",
    "Joining",
    "KeptOff",
    "KeyWorker",
    "Kinship",
    "Mark",
    "Meeting",
    "Merging",
    "NeedRecord",
    "NoContactOrder",
    "Occurrence",
    "OutsideRecord",
    "Person",
    "Plan",
    "PlanComment",
    "PlanLink",
    "PutOff",
    "Referral",
    "ReferralDraft",
    "ReferredPerson",
    "Rejection",
    "Review",
    "ReviewGoal",
    "SealedMatch",
    "Separation",
    "ServiceNews",
    "ServiceReferral",
    "StepUp",
    "Support",
    "Task",
    "Transfer",
    "TriageDecision",
    "Upload",
    "UploadPart",
    "Whereabouts",
    "Withdrawal",
]
