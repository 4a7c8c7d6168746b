"""Tables of intake: extracts and their rows, households found, referrals, what partners were asked and said."""

from cases.intake.models.asking import AnswerPart, InformationRequest
from cases.intake.models.extract import Extract, ExtractRow, Household, Occurrence
from cases.intake.models.referral import Referral, ReferredPerson, Rejection, SealedMatch
from cases.intake.models.referral_draft import ReferralDraft
from cases.intake.models.triage import AgendaItem, Conflict, StepUp, TriageDecision
from cases.intake.models.upload import Upload, UploadPart

__all__ = [
    "AgendaItem",
    "AnswerPart",
    "Conflict",
    "Extract",
    "ExtractRow",
    "Household",
    "InformationRequest",
    "Occurrence",
    "Referral",
    "ReferralDraft",
    "ReferredPerson",
    "Rejection",
    "SealedMatch",
    "StepUp",
    "TriageDecision",
    "Upload",
    "UploadPart",
]
