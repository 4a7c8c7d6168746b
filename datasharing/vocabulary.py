"""The words of `datasharing`: categories, levels, reaches, onward terms, and what the journal records."""

from enum import IntEnum, StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agencies.vocabulary import ROLES, Role


class Category(TextChoices):
    """What a piece of information is about. Every field that a person can see has exactly one."""

    IDENTITY = "identity", _("Who they are")
    WHEREABOUTS = "whereabouts", _("Where they are")
    HOUSEHOLD = "household", _("Household")
    AGREEMENT = "agreement", _("Agreement to help")
    NEEDS = "needs", _("Needs and strengths")
    PLAN = "plan", _("Plan")
    CONTACTS = "contacts", _("Contacts")
    EDUCATION = "education", _("Education")
    SOCIAL_CARE = "social_care", _("Social care")
    CRIME = "crime", _("Crime and anti-social behaviour")
    DOMESTIC_ABUSE = "domestic_abuse", _("Domestic abuse")
    PHYSICAL_HEALTH = "physical_health", _("Physical health")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    SUBSTANCE_USE = "substance_use", _("Substance use")
    WORK_AND_BENEFITS = "work_and_benefits", _("Work and benefits")
    HOUSING = "housing", _("Housing")
    MONEY = "money", _("Money")


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

    INVOLVEMENT = "involvement", _("Involvement")
    OPEN = "open", _("Open")


class Reach(TextChoices):
    """Why a family is an actor's to work with; also the kind of a grant."""

    REFERRAL = "referral", _("Open referral")
    ASKED = "asked", _("Asked for information")
    PANEL = "panel", _("On the panel's agenda")
    TEAM = "team", _("Case team")
    KEY_WORKER = "key_worker", _("Key worker")
    SUPERVISION = "supervision", _("Supervision")
    PROTECTION = "protection", _("Child protection")
    MONITORING = "monitoring", _("Monitoring after closure")
    ASSURANCE = "assurance", _("Assurance")
    REQUEST = "request", _("Access request")
    FRONT_DOOR = "front_door", _("Front door matching")
    SPECIFIC = "specific", _("Specific access")
    EMERGENCY = "emergency", _("Emergency access")
    EXCLUDED = "excluded", _("Excluded")


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

    ANY = "any", _("Any partner to the agreement")
    NONE = "none", _("Nobody else")
    FUNDED_PROVIDER = "funded_provider", _("A provider that the receiver pays for this work")
    SUBJECT_CONSENT = "subject_consent", _("Where the person has agreed to just that")


class RestrictionKind(TextChoices):
    """How far a restriction closes."""

    GUARDED = "guarded", _("Guarded: that somebody works with the person may be known, and no more")
    SEALED = "sealed", _("Sealed: nothing may be known, not that there is a seal")


class ConsentBy(TextChoices):
    """Who says yes or no."""

    PERSON = "person", _("The person, aged 16 or over")
    CHILD = "competent_child", _("The child, who was judged able to decide")
    PARENT = "parent", _("Somebody with parental responsibility")
    ATTORNEY = "attorney", _("Somebody who may decide for a person who lacks capacity")


class HowHeld(TextChoices):
    """How somebody holds parental responsibility."""

    MOTHER = "mother", _("As the mother who gave birth")
    BIRTH = "birth", _("As a parent named at the birth's registration")
    MARRIAGE = "marriage", _("By marriage or civil partnership to the mother")
    AGREEMENT = "agreement", _("By agreement with the mother")
    ORDER = "order", _("By an order of the court")
    ADOPTION = "adoption", _("By adoption")
    AUTHORITY = "authority", _("The local authority, by a care order")


class NotFor(TextChoices):
    """Uses that a rule forbids; shown to whoever reads under it."""

    CONDITIONALITY = "benefit_conditionality", _("benefit conditionality")
    SANCTIONS = "sanctions", _("sanctions")
    FRAUD = "fraud", _("fraud enquiries")
    IMMIGRATION = "immigration_enforcement", _("immigration enforcement")
    INTELLIGENCE = "police_intelligence", _("police intelligence")


class Route(TextChoices):
    """What a reader can do about something closed."""

    NONE = "none", _("Nothing to ask for")
    ASK = "ask", _("Ask for access")
    EMERGENCY = "emergency", _("Emergency access")
    DUTY = "duty", _("Ring the duty custodian")


class KeyKind(TextChoices):
    """Whose a data key is."""

    SUBJECT = "subject", _("A person")
    FILE = "file", _("A family's shared records")
    EXTRACT = "extract", _("A partner's file, until none of its rows tells of anybody")
    DRAFT = "draft", _("A referral that is not sent yet")
    OFFER = "offer", _("A decision to offer a household help")


class ToldBy(TextChoices):
    """How a record came to its supplier."""

    SYSTEM = "system", _("The agency's own system")
    PERSON = "person", _("The person themselves")
    PRACTITIONER = "practitioner", _("A practitioner")


class LeftBecause(TextChoices):
    """Why somebody on an approved list was not deleted after all."""

    HELD = "held", _("A hold was set")
    NOT_DUE = "not_due", _("Something new is about them")
    GONE = "gone", _("Their key was removed before")


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
    DUTY_SET = "duty.set"
    DUTY_ENDED = "duty.ended"
    DUTY_ASKED = "duty.asked"
    DUTY_ANSWERED = "duty.answered"
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
