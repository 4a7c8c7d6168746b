"""Every classified field of a family's record in the words of its pages, by category: for "why can I see this". Pure.

A field that no page of a family shows has no words. A test refuses a field that is not here.
"""

from agencies.words import Words
from datasharing.vocabulary import Category

WORDS: dict[str, str] = {
    "Person.given_name": Words("name"),
    "Person.family_name": Words("name"),
    "Family.name": Words("what the family is called"),
    "Person.date_of_birth": Words("date of birth and age"),
    "Person.sex": Words("sex"),
    "Person.died_on": Words("day of death"),
    "Person.nhs_number": Words("NHS number"),
    "Person.upn": Words("pupil number"),
    "Person.nino": Words("National Insurance number"),
    "OutsideRecord.number": Words("number in the council’s own system"),
    "OutsideRecord.link": Words("number in the council’s own system"),
    "EqualityRecord.ethnic_group": Words("what they say of their ethnic group"),
    "EqualityRecord.disability": Words("what they say of a disability"),
    "AccessRequest.asked_in_words": Words("requests for their own records"),
    "AccessRequest.identity_how": Words("requests for their own records"),
    "AccessRequest.extended_because": Words("requests for their own records"),
    "AccessRequest.refused_because": Words("requests for their own records"),
    "Whereabouts.address": Words("address"),
    "Whereabouts.postcode": Words("address"),
    "Whereabouts.telephone": Words("telephone"),
    "Contact.place_words": Words("where a contact was"),
    "SafetyInstruction.words": Words("safety instructions"),
    "FamilyMember.role": Words("who they are in the family"),
    "FamilyMember.joined_on": Words("since when in the family"),
    "Kinship.kind": Words("who is whose"),
    "Kinship.starts_on": Words("who is whose"),
    "Kinship.ends_on": Words("who is whose"),
    "FamilyMember.left_on": Words("until when in the family"),
    "ParentalResponsibility.how": Words("parental responsibility"),
    "ParentalResponsibility.limited_by": Words("an order that limits it"),
    "ParentalResponsibility.is_risk": Words("whether a parent is recorded as a risk"),
    "Referral.said_consent": Words("whether the family agreed"),
    "Referral.asking_basis": Words("the basis for asking partners"),
    "Referral.asking_reason": Words("the basis for asking partners"),
    "Referral.asking_manager": Words("the basis for asking partners"),
    "Consent.agrees": Words("what each agreed to share"),
    "Consent.words": Words("what each agreed to share"),
    "Competence.is_able": Words("who can decide for themselves"),
    "Competence.matter": Words("who can decide for themselves"),
    "Competence.reasons": Words("who can decide for themselves"),
    "Referral.concern": Words("what was said at the front door"),
    "Referral.needs": Words("needs named at the front door"),
    "Referral.immediate_danger": Words("whether there was danger"),
    "InformationRequest.question": Words("what partners were asked"),
    "TriageDecision.decision": Words("what was decided and why"),
    "TriageDecision.level_of_need": Words("what was decided and why"),
    "TriageDecision.intensity": Words("what was decided and why"),
    "TriageDecision.reasons": Words("what was decided and why"),
    "TriageDecision.conditions": Words("what was decided and why"),
    "TriageDecision.dissent": Words("what was decided and why"),
    "TriageDecision.signposted_to": Words("what was decided and why"),
    "Case.level_of_need": Words("level of need"),
    "Case.intensity": Words("how much help"),
    "Case.reasons": Words("why the case was opened"),
    "Transfer.words": Words("what went with the family to another authority"),
    "Claim.evidence": Words("claims and their evidence"),
    "Claim.decision_words": Words("claims and their evidence"),
    "Claim.gbp": Words("claims and their evidence"),
    "Case.outcome": Words("how the case ended"),
    "Case.closing_words": Words("how the case ended"),
    "Case.follow_up_on": Words("when somebody follows up"),
    "Plan.family_words": Words("what the family says of the plan"),
    "Goal.need": Words("goals"),
    "Goal.words": Words("goals"),
    "Goal.achieved_on": Words("goals"),
    "Action.words": Words("actions"),
    "Action.takes": Words("actions"),
    "Action.due_on": Words("actions"),
    "Action.done_on": Words("actions"),
    "Task.words": Words("tasks"),
    "PutOff.reason": Words("tasks"),
    "Contact.next_step": Words("next steps of contacts"),
    "Review.decisions": Words("reviews"),
    "Review.family_words": Words("reviews"),
    "Review.minutes": Words("minutes of meetings"),
    "ReviewGoal.progress": Words("how each goal stood"),
    "ReviewGoal.words": Words("how each goal stood"),
    "Meeting.place_words": Words("meetings"),
    "Meeting.words": Words("meetings"),
    "Attendance.how": Words("who took part in meetings"),
    "PlanComment.words": Words("what the family says of the plan"),
    "KeyWorker.handover": Words("words of handover"),
    "Referral.referrer_name": Words("who referred the family"),
    "Referral.referrer_contact": Words("who referred the family"),
    "Withdrawal.reason": Words("contacts recorded in error"),
    "StepUp.reason": Words("calls to protection"),
    "StepUp.spoken_to": Words("calls to protection"),
    "StepUp.strategy": Words("strategy discussions"),
    "NoContactOrder.kind": Words("who keeps away from whom"),
    "NoContactOrder.words": Words("who keeps away from whom"),
    "FundPurchase.what": Words("what the family fund paid for"),
    "FundPurchase.gbp": Words("what the family fund paid for"),
    "FundPurchase.reason": Words("what the family fund paid for"),
    "SupportCost.gbp": Words("what support cost"),
    "SupportCost.minutes": Words("time given to the family"),
    "Support.minutes": Words("time given to the family"),
}
"""Of fields whose category is always the same."""

USUAL = {f"Kinship.{name}": Category.HOUSEHOLD for name in ("kind", "starts_on", "ends_on")}
"""Of fields that are of one category but where somebody says otherwise."""

TOLD: dict[str, str] = {
    "AnswerPart.words": Words("what partners answered"),
    "Occurrence.code": Words("what partners’ records tell"),
    "Occurrence.starts_on": Words("what partners’ records tell"),
    "Occurrence.ends_on": Words("what partners’ records tell"),
    "ServiceReferral.need": Words("help from services"),
    "ServiceReferral.words": Words("help from services"),
    "ServiceReferral.state": Words("help from services"),
    "ServiceReferral.result": Words("help from services"),
    "ServiceNews.words": Words("help from services"),
    "ServiceNews.state": Words("help from services"),
    "NeedRecord.need": Words("needs and strengths with their evidence"),
    "NeedRecord.kind": Words("needs and strengths with their evidence"),
    "NeedRecord.evidence": Words("needs and strengths with their evidence"),
    "Measurement.standing": Words("how far each need has come"),
    "Measurement.score": Words("how far each need has come"),
    "Measurement.evidence": Words("how far each need has come"),
    "ContactPart.words": Words("what contacts say of it"),
    "ContactPart.is_child_voice": Words("what contacts say of it"),
    "Document.title": Words("documents"),
    "Document.file_name": Words("documents"),
    "Document.kind": Words("documents"),
    "Document.content": Words("documents"),
    "Document.dated_on": Words("documents"),
    "Document.withdrawn_because": Words("documents"),
    "Mark.words": Words("what is disputed and corrected"),
    "LedgerLine.gbp": Words("what it cost"),
    "LedgerLine.economic_gbp": Words("what it cost"),
    "LedgerLine.social_gbp": Words("what it cost"),
    "LedgerLine.starts_on": Words("what it cost"),
    "LedgerLine.ends_on": Words("what it cost"),
}
"""Of fields that are of whatever category their record is of."""

NOT_ON_PAGES = frozenset(
    {
        "AccessAsk.reason", "AccessAsk.words", "CostRollup.costs", "Draft.typed", "DutyQuestion.reason",
        "EmergencyAccess.reason", "EmergencyReview.words", "HandOff.document", "HelpOffer.reason",
        "Hold.ended_because", "Hold.reason", "Joining.aside", "Merging.aside", "Merging.changed",
        "Occurrence.incident", "ReferralDraft.typed", "Restriction.reason", "SealedMatch.done", "Separation.pairs",
        "Suggestion.headlines", "UploadPart.content", "Whereabouts.uprn",
    }
)  # fmt: skip
"""Their writer's alone, a desk's, or what pages are worked out from."""

OF_EXTRACTS = ("ExtractRow.", "ReferredPerson.")
"""What a file or a referral says of who somebody is: its own desk's, in the words of the person's own fields."""

NOT_TOLD = frozenset(
    {Category.IDENTITY, Category.WHEREABOUTS, Category.HOUSEHOLD, Category.AGREEMENT, Category.PLAN, Category.MONEY}
)
"""Categories that no contact, answer or record of a partner is of."""


def fields_of(category: Category, classified: dict[str, str]) -> tuple[str, ...]:
    """The words of the fields of this category, each once. `classified`: each field’s category or a way to it."""
    own = [WORDS[name] for name, of in classified.items() if name in WORDS and USUAL.get(name, of) == category]
    told = [] if category in NOT_TOLD else list(TOLD.values())
    return tuple(dict.fromkeys([*own, *told]))
