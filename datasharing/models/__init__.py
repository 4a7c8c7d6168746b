"""Tables of `datasharing`: anchors, keys, grants, agreements, their rules, restrictions, consent, emergency access."""

from datasharing.models.agreement import Agreement, Gateway, Party, Rule, RulebookTurn
from datasharing.models.anchors import DataSubject, FamilyFile
from datasharing.models.asking import AccessAsk
from datasharing.models.consent import Competence, Consent, Funding, ParentalResponsibility
from datasharing.models.data_key import DataKey
from datasharing.models.duty import DutyQuestion, DutyTurn
from datasharing.models.grant import Grant, LiveGrant
from datasharing.models.protection import (
    EmergencyAccess,
    EmergencyReview,
    Implicated,
    Named,
    Restriction,
    SafetyInstruction,
)
from datasharing.models.retention import Hold, RetentionLine, RetentionList

__all__ = [
    "AccessAsk",
    "Agreement",
    "Competence",
    "Consent",
    "DataKey",
    "DataSubject",
    "DutyQuestion",
    "DutyTurn",
    "EmergencyAccess",
    "EmergencyReview",
    "FamilyFile",
    "Funding",
    "Gateway",
    "Grant",
    "Hold",
    "Implicated",
    "LiveGrant",
    "Named",
    "ParentalResponsibility",
    "Party",
    "Restriction",
    "RetentionLine",
    "RetentionList",
    "Rule",
    "RulebookTurn",
    "SafetyInstruction",
]
