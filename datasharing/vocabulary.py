"""The words of `datasharing`: categories, levels, reaches, onward terms, and what the journal records."""

from enum import IntEnum, StrEnum

from django.db.models import TextChoices

from agencies.vocabulary import ROLES, Role


class Category(TextChoices):
    """What a piece of information is about. Every field that a person can see has exactly one."""

    IDENTITY = "identity", "Who they are"
    WHEREABOUTS = "whereabouts", "Where they are"
    HOUSEHOLD = "household", "Household"
    AGREEMENT = "agreement", "Agreement to help"
    NEEDS = "needs", "Needs and strengths"
    PLAN = "plan", "Plan"
    CONTACTS = "contacts", "Contacts"
    EDUCATION = "education", "Education"
    SOCIAL_CARE = "social_care", "Social care"
    CRIME = "crime", "Crime and anti-social behaviour"
    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse"
    PHYSICAL_HEALTH = "physical_health", "Physical health"
    MENTAL_HEALTH = "mental_health", "Mental health"
    SUBSTANCE_USE = "substance_use", "Substance use"
    WORK_AND_BENEFITS = "work_and_benefits", "Work and benefits"
    HOUSING = "housing", "Housing"
    MONEY = "money", "Money"


class Level(IntEnum):
    """How far something is opened. A rule in the database speaks the lower-case name."""

    HIDDEN = 0
    INVOLVEMENT = 1
    OPEN = 2

    @property
    def word(self) -> str:
        """The lower-case name, as rules and the API write it."""
        return self.name.lower()


class LevelWord(TextChoices):
    """The levels that a rule may give."""

    INVOLVEMENT = "involvement", "Involvement"
    OPEN = "open", "Open"


class Reach(TextChoices):
    """Why a family is an actor's to work with; also the kind of a grant."""

    REFERRAL = "referral", "Open referral"
    ASKED = "asked", "Asked for information"
    PANEL = "panel", "On the panel's agenda"
    TEAM = "team", "Case team"
    KEY_WORKER = "key_worker", "Key worker"
    SUPERVISION = "supervision", "Supervision"
    PROTECTION = "protection", "Child protection"
    MONITORING = "monitoring", "Monitoring after closure"
    ASSURANCE = "assurance", "Assurance"
    REQUEST = "request", "Access request"
    FRONT_DOOR = "front_door", "Front door matching"
    SPECIFIC = "specific", "Specific access"
    EMERGENCY = "emergency", "Emergency access"
    EXCLUDED = "excluded", "Excluded"


HOLDERS: dict[Reach, frozenset[Role]] = {
    Reach.REFERRAL: frozenset({Role.SCREENER, Role.DUTY_MANAGER, Role.EMERGENCY_DUTY}),
    Reach.ASKED: frozenset({Role.PARTNER_CONTACT, Role.TEAM_MEMBER, Role.SOCIAL_WORKER, Role.KEY_WORKER}),
    Reach.PANEL: frozenset({Role.PANEL_CHAIR, Role.PANEL_MEMBER}),
    Reach.TEAM: frozenset(
        {Role.KEY_WORKER, Role.TEAM_MEMBER, Role.PARTNER_CONTACT, Role.SOCIAL_WORKER, Role.DA_ADVISER}
    ),
    Reach.KEY_WORKER: frozenset({Role.KEY_WORKER}),
    Reach.SUPERVISION: frozenset({Role.TEAM_MANAGER}),
    Reach.PROTECTION: frozenset({Role.SOCIAL_WORKER, Role.EMERGENCY_DUTY, Role.DUTY_MANAGER}),
    Reach.MONITORING: frozenset({Role.CLAIMS_OFFICER, Role.INTERNAL_AUDITOR, Role.KEY_WORKER, Role.TEAM_MANAGER}),
    Reach.FRONT_DOOR: frozenset({Role.SCREENER, Role.DUTY_MANAGER}),
    Reach.SPECIFIC: frozenset(
        {
            Role.SCREENER,
            Role.DUTY_MANAGER,
            Role.PANEL_CHAIR,
            Role.PANEL_MEMBER,
            Role.TEAM_MANAGER,
            Role.KEY_WORKER,
            Role.TEAM_MEMBER,
            Role.PARTNER_CONTACT,
            Role.SOCIAL_WORKER,
            Role.EMERGENCY_DUTY,
            Role.DA_ADVISER,
        }
    ),
    Reach.EMERGENCY: frozenset(role for role, facts in ROLES.items() if facts.emergency),
}
"""Which roles a grant of each kind can serve; a team's grant serves those of its members whose role stands here."""


class Onward(TextChoices):
    """How far information may travel beyond the first receiver."""

    ANY = "any", "Any partner to the agreement"
    NONE = "none", "Nobody else"
    FUNDED_PROVIDER = "funded_provider", "A provider that the receiver pays for this work"
    SUBJECT_CONSENT = "subject_consent", "Where the person has agreed to just that"


class RestrictionKind(TextChoices):
    """How far a restriction closes."""

    GUARDED = "guarded", "Guarded: that somebody works with the person may be known, and no more"
    SEALED = "sealed", "Sealed: nothing may be known, not that there is a seal"


class ConsentBy(TextChoices):
    """Who says yes or no."""

    PERSON = "person", "The person, aged 16 or over"
    CHILD = "competent_child", "The child, who was judged able to decide"
    PARENT = "parent", "Somebody with parental responsibility"
    ATTORNEY = "attorney", "Somebody who may decide for a person who lacks capacity"


class HowHeld(TextChoices):
    """How somebody holds parental responsibility."""

    MOTHER = "mother", "As the mother who gave birth"
    BIRTH = "birth", "As a parent named at the birth's registration"
    MARRIAGE = "marriage", "By marriage or civil partnership to the mother"
    AGREEMENT = "agreement", "By agreement with the mother"
    ORDER = "order", "By an order of the court"
    ADOPTION = "adoption", "By adoption"
    AUTHORITY = "authority", "The local authority, by a care order"


class NotFor(TextChoices):
    """Uses that a rule forbids; shown to whoever reads under it."""

    CONDITIONALITY = "benefit_conditionality", "benefit conditionality"
    SANCTIONS = "sanctions", "sanctions"
    FRAUD = "fraud", "fraud enquiries"
    IMMIGRATION = "immigration_enforcement", "immigration enforcement"
    INTELLIGENCE = "police_intelligence", "police intelligence"


class Route(TextChoices):
    """What a reader can do about something closed."""

    NONE = "none", "Nothing to ask for"
    ASK = "ask", "Ask for access"
    EMERGENCY = "emergency", "Emergency access"
    DUTY = "duty", "Ring the duty custodian"


class KeyKind(TextChoices):
    """Whose a data key is."""

    SUBJECT = "subject", "A person"
    FILE = "file", "A family's shared records"
    EXTRACT = "extract", "A partner's file, until none of its rows tells of anybody"
    DRAFT = "draft", "A referral that is not sent yet"
    OFFER = "offer", "A decision to offer a household help"


class ToldBy(TextChoices):
    """How a record came to its supplier."""

    SYSTEM = "system", "The agency's own system"
    PERSON = "person", "The person themselves"
    PRACTITIONER = "practitioner", "A practitioner"


class LeftBecause(TextChoices):
    """Why somebody on an approved list was not deleted after all."""

    HELD = "held", "A hold was set"
    NOT_DUE = "not_due", "Something new is about them"
    GONE = "gone", "Their key was removed before"


class Event(StrEnum):
    """What `datasharing` writes in the journal."""

    FILE_OPENED = "file.opened"
    SUBJECT_ANCHORED = "subject.anchored"
    SUBJECT_SHREDDED = "subject.shredded"
    KEYS_WRAPPED = "keys.wrapped"
    GRANT_GIVEN = "grant.given"
    GRANT_ENDED = "grant.ended"
    GRANT_DUE = "grant.due_moved"
    AGREEMENT_DRAFTED = "agreement.drafted"
    AGREEMENT_SIGNED = "agreement.signed"
    AGREEMENT_SUSPENDED = "agreement.suspended"
    AGREEMENT_RESUMED = "agreement.resumed"
    RULEBOOK_LOADED = "rulebook.loaded"
    RECORD_SEEN = "record.seen"
    LIST_SEEN = "list.seen"
    JOURNAL_SEEN = "journal.seen"
    PREVIEWED = "record.previewed"
    EXPORTED = "record.exported"
    RESTRICTION_SET = "restriction.set"
    RESTRICTION_CONFIRMED = "restriction.confirmed"
    RESTRICTION_REVIEWED = "restriction.reviewed"
    RESTRICTION_ENDED = "restriction.ended"
    RESTRICTION_OPENED = "restriction.opened_to"
    CUSTODIAN_NAMED = "restriction.custodian_named"
    IMPLICATED = "restriction.implicated"
    INSTRUCTION_SET = "safety.instruction_set"
    INSTRUCTION_ENDED = "safety.instruction_ended"
    CONSENT_RECORDED = "consent.recorded"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    COMPETENCE_JUDGED = "consent.competence_judged"
    RESPONSIBILITY_RECORDED = "consent.responsibility_recorded"
    FUNDING_RECORDED = "funding.recorded"
    EMERGENCY_TAKEN = "emergency.taken"
    EMERGENCY_REVIEWED = "emergency.reviewed"
    ACCESS_ASKED = "access.asked"
    ACCESS_ANSWERED = "access.answered"
    FILE_SHREDDED = "file.shredded"
    EXTRACTS_SHREDDED = "extracts.shredded"
    HOLD_SET = "hold.set"
    HOLDS_SEEN = "hold.seen"
    HOLD_ENDED = "hold.ended"
    RETENTION_LISTED = "retention.listed"
    RETENTION_APPROVED = "retention.approved"
    RETENTION_WITHDRAWN = "retention.withdrawn"
    RETENTION_APPLIED = "retention.applied"
