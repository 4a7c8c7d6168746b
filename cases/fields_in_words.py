"""Every classified field of a family's record in the words of its pages, by category: for "why can I see this". Pure.

A field that no page of a family shows has no words. A test refuses a field that is not here.
"""

from datasharing.vocabulary import Category

WORDS: dict[str, str] = {
    "Person.given_name": "name", "Person.family_name": "name", "Family.name": "what the family is called",
    "Person.date_of_birth": "date of birth and age", "Person.sex": "sex", "Person.died_on": "day of death",
    "Person.nhs_number": "NHS number", "Person.upn": "pupil number", "Person.nino": "National Insurance number",
    "OutsideRecord.number": "number in the council’s own system",
    "OutsideRecord.link": "number in the council’s own system",
    "EqualityRecord.ethnic_group": "what they say of their ethnic group",
    "EqualityRecord.disability": "what they say of a disability",
    "AccessRequest.asked_in_words": "requests for their own records",
    "AccessRequest.identity_how": "requests for their own records",
    "AccessRequest.extended_because": "requests for their own records",
    "AccessRequest.refused_because": "requests for their own records",
    "Whereabouts.address": "address", "Whereabouts.postcode": "address", "Whereabouts.telephone": "telephone",
    "Contact.place_words": "where a contact was", "SafetyInstruction.words": "safety instructions",
    "FamilyMember.role": "who they are in the family", "FamilyMember.joined_on": "since when in the family",
    "Kinship.kind": "who is whose", "Kinship.starts_on": "who is whose", "Kinship.ends_on": "who is whose",
    "FamilyMember.left_on": "until when in the family",
    "ParentalResponsibility.how": "parental responsibility",
    "ParentalResponsibility.limited_by": "an order that limits it",
    "ParentalResponsibility.is_risk": "whether a parent is recorded as a risk",
    "Referral.said_consent": "whether the family agreed", "Referral.asking_basis": "the basis for asking partners",
    "Referral.asking_reason": "the basis for asking partners",
    "Referral.asking_manager": "the basis for asking partners",
    "Consent.agrees": "what each agreed to share", "Consent.words": "what each agreed to share",
    "Competence.is_able": "who can decide for themselves", "Competence.matter": "who can decide for themselves",
    "Competence.reasons": "who can decide for themselves",
    "Referral.concern": "what was said at the front door", "Referral.needs": "needs named at the front door",
    "Referral.immediate_danger": "whether there was danger", "InformationRequest.question": "what partners were asked",
    "TriageDecision.decision": "what was decided and why", "TriageDecision.level_of_need": "what was decided and why",
    "TriageDecision.intensity": "what was decided and why", "TriageDecision.reasons": "what was decided and why",
    "TriageDecision.conditions": "what was decided and why", "TriageDecision.dissent": "what was decided and why",
    "TriageDecision.signposted_to": "what was decided and why",
    "Case.level_of_need": "level of need", "Case.intensity": "how much help", "Case.reasons": "why the case was opened",
    "Transfer.words": "what went with the family to another authority",
    "Claim.evidence": "claims and their evidence", "Claim.decision_words": "claims and their evidence",
    "Claim.gbp": "claims and their evidence",
    "Case.outcome": "how the case ended", "Case.closing_words": "how the case ended",
    "Case.follow_up_on": "when somebody follows up", "Plan.family_words": "what the family says of the plan",
    "Goal.need": "goals", "Goal.words": "goals", "Goal.achieved_on": "goals", "Action.words": "actions",
    "Action.takes": "actions", "Action.due_on": "actions", "Action.done_on": "actions",
    "Task.words": "tasks", "PutOff.reason": "tasks",
    "Contact.next_step": "next steps of contacts", "Review.decisions": "reviews", "Review.family_words": "reviews",
    "Review.minutes": "minutes of meetings", "ReviewGoal.progress": "how each goal stood",
    "ReviewGoal.words": "how each goal stood", "Meeting.place_words": "meetings", "Meeting.words": "meetings",
    "Attendance.how": "who took part in meetings", "PlanComment.words": "what the family says of the plan",
    "KeyWorker.handover": "words of handover", "Referral.referrer_name": "who referred the family",
    "Referral.referrer_contact": "who referred the family", "Withdrawal.reason": "contacts recorded in error",
    "StepUp.reason": "calls to protection", "StepUp.spoken_to": "calls to protection",
    "StepUp.strategy": "strategy discussions", "NoContactOrder.kind": "who keeps away from whom",
    "NoContactOrder.words": "who keeps away from whom",
    "FundPurchase.what": "what the family fund paid for", "FundPurchase.gbp": "what the family fund paid for",
    "FundPurchase.reason": "what the family fund paid for", "SupportCost.gbp": "what support cost",
    "SupportCost.minutes": "time given to the family", "Support.minutes": "time given to the family",
}  # fmt: skip
"""Of fields whose category is always the same."""

USUAL = {f"Kinship.{name}": Category.HOUSEHOLD for name in ("kind", "starts_on", "ends_on")}
"""Of fields that are of one category but where somebody says otherwise."""

TOLD: dict[str, str] = {
    "AnswerPart.words": "what partners answered", "Occurrence.code": "what partners’ records tell",
    "Occurrence.starts_on": "what partners’ records tell", "Occurrence.ends_on": "what partners’ records tell",
    "ServiceReferral.need": "help from services", "ServiceReferral.words": "help from services",
    "ServiceReferral.state": "help from services", "ServiceReferral.result": "help from services",
    "ServiceNews.words": "help from services", "ServiceNews.state": "help from services",
    "NeedRecord.need": "needs and strengths with their evidence",
    "NeedRecord.kind": "needs and strengths with their evidence",
    "NeedRecord.evidence": "needs and strengths with their evidence",
    "Measurement.standing": "how far each need has come", "Measurement.score": "how far each need has come",
    "Measurement.evidence": "how far each need has come",
    "ContactPart.words": "what contacts say of it", "ContactPart.is_child_voice": "what contacts say of it",
    "Document.title": "documents", "Document.file_name": "documents", "Document.kind": "documents",
    "Document.content": "documents", "Document.dated_on": "documents", "Document.withdrawn_because": "documents",
    "Mark.words": "what is disputed and corrected", "LedgerLine.gbp": "what it cost",
    "LedgerLine.economic_gbp": "what it cost", "LedgerLine.social_gbp": "what it cost",
    "LedgerLine.starts_on": "what it cost", "LedgerLine.ends_on": "what it cost",
}  # fmt: skip
"""Of fields that are of whatever category their record is of."""

NOT_ON_PAGES = frozenset(
    {
        "AccessAsk.reason", "AccessAsk.words", "CostRollup.costs", "Draft.typed", "EmergencyAccess.reason",
        "EmergencyReview.words", "HandOff.document", "HelpOffer.reason", "Hold.ended_because", "Hold.reason",
        "Joining.aside", "Merging.aside", "Merging.changed", "Occurrence.incident", "ReferralDraft.typed",
        "Restriction.reason", "Separation.pairs", "Suggestion.headlines", "UploadPart.content", "Whereabouts.uprn",
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
