"""The words of `cases`: needs, states, intensities, decisions, and what the journal records."""

from enum import StrEnum

from django.db.models import TextChoices


class Need(TextChoices):
    """What a family may need help with. Frameworks map their outcomes onto this stable list."""

    EDUCATION = "education", "Education"
    EARLY_YEARS = "early_years", "Early years"
    HEALTH = "health", "Health"
    SUBSTANCE = "substance", "Substance use"
    RELATIONSHIPS = "relationships", "Family relationships"
    SAFETY = "safety", "Safety"
    CRIME = "crime", "Crime and anti-social behaviour"
    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse"
    HOUSING = "housing", "Housing"
    MONEY = "money", "Work and money"


REFERRAL_WORDS: dict[str, Need] = {"safeguarding": Need.SAFETY, "work": Need.MONEY}
"""What a referral may call a need, where its word is not ours."""


class ReferralState(TextChoices):
    """A referral goes forward only."""

    RECEIVED = "received", "Received"
    MATCHED = "matched", "Matched"
    TRIAGED = "triaged", "Decided"


class CaseState(TextChoices):
    """A case goes forward only; a family that comes back has a new case."""

    OPENED = "opened", "Waiting for a key worker"
    ALLOCATED = "allocated", "Allocated"
    PLANNED = "planned", "Plan agreed"
    CLOSED = "closed", "Closed"


class Urgency(TextChoices):
    """How soon partners' information is wanted; each has its clock."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"


class Source(TextChoices):
    """Who refers."""

    SCHOOL = "school", "School"
    POLICE = "police", "Police"
    HEALTH_VISITOR = "health_visitor", "Health visitor"
    GP = "gp", "GP"
    HOUSING_OFFICER = "housing_officer", "Housing officer"
    WORK_COACH = "jobcentre_work_coach", "Jobcentre work coach"
    SOCIAL_WORKER = "social_worker", "Social worker"
    VOLUNTARY_SECTOR = "voluntary_sector", "Voluntary sector"
    SELF = "self", "The family itself"
    OTHER = "other", "Somebody else"


class SaidConsent(TextChoices):
    """What the referrer says of the family's agreement to be helped."""

    GIVEN = "given", "The family has agreed"
    NOT_SOUGHT = "not_sought", "Not asked yet"
    REFUSED = "refused", "The family said no"


class AskingBasis(TextChoices):
    """Why partners may be asked. Recorded by the screener before anybody is."""

    AGREED = "agreed", "The family agreed"
    UNSAFE = "unsafe", "Not asked: it would be unsafe"
    PREJUDICE = "prejudice", "Not asked: it would prejudice an enquiry"
    UNREACHABLE = "unreachable", "Not asked: they cannot be reached"
    SIGNIFICANT_HARM = "significant_harm", "They refused, and significant harm is suspected"


class Role(TextChoices):
    """A family member's part in the family."""

    PARENT = "parent", "Parent or carer"
    CHILD = "child", "Child"
    GRANDPARENT = "grandparent", "Grandparent"
    ADULT = "adult", "Other adult"


class Sex(TextChoices):
    """Sex as the partners record it."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"
    OTHER = "X", "Other"
    UNKNOWN = "U", "Not known"


class EthnicGroup(TextChoices):
    """The five groups of the census of 2021 that people put themselves in, for equality monitoring."""

    ASIAN = "asian", "Asian, Asian British or Asian Welsh"
    BLACK = "black", "Black, Black British, Black Welsh, Caribbean or African"
    MIXED = "mixed", "Mixed or multiple ethnic groups"
    WHITE = "white", "White"
    OTHER = "other", "Another ethnic group"
    NOT_SAID = "not_said", "They would rather not say"


class Disability(TextChoices):
    """What somebody says of themselves: a condition of a year or longer that limits what they can do day to day."""

    DISABLED = "disabled", "Disabled"
    NOT_DISABLED = "not_disabled", "Not disabled"
    NOT_SAID = "not_said", "They would rather not say"


class Band(TextChoices):
    """What a match suggests."""

    LINK = "link", "The same person"
    LOOK = "look", "Perhaps the same person"
    NEW = "new", "Not known before"


class Decision(TextChoices):
    """What triage decides."""

    OPEN_CASE = "open_case", "Open a case"
    JOIN_CASE = "join_case", "Join the family's live case"
    SIGNPOST = "signpost", "Signpost to another service"
    NO_ACTION = "no_further_action", "No further action"
    STEP_UP = "step_up", "Step up to children's social care"


class Intensity(TextChoices):
    """How much help. *Advice* needs no panel, no team and no full plan."""

    INTENSIVE = "intensive", "Intensive"
    OUTREACH = "outreach", "Outreach"
    ADVICE = "advice", "Advice"


class NeedKind(TextChoices):
    """Strengths are recorded beside needs."""

    NEED = "need", "Need"
    STRENGTH = "strength", "Strength"


class MarkKind(TextChoices):
    """What is marked beside a statement that was recorded."""

    DISPUTED = "disputed", "Disputed"
    CORRECTED = "corrected", "Corrected"
    STANDS = "stands", "Looked into: it stands"


class ContactKind(TextChoices):
    """How a contact was made."""

    HOME_VISIT = "home_visit", "Home visit"
    MEETING = "meeting", "Meeting elsewhere"
    TELEPHONE = "telephone", "Telephone call"
    VIDEO = "video", "Video call"
    MESSAGE = "message", "Text message or e-mail"
    ATTEMPTED = "attempted", "Attempted, nobody seen"


class Progress(TextChoices):
    """How a goal stands at a review."""

    MET = "met", "Met"
    BETTER = "better", "Better"
    SAME = "same", "No change"
    WORSE = "worse", "Worse"


class ClosingOutcome(TextChoices):
    """How a case ended."""

    ACHIEVED = "achieved", "Goals achieved"
    PARTLY = "partly", "Goals partly achieved"
    STEPPED_UP = "stepped_up", "Stepped up to children's social care"
    WITHDREW = "withdrew", "The family chose to stop"
    MOVED = "moved", "Moved out of the area"
    NOT_ENGAGED = "not_engaged", "No contact could be made"
    NOT_RECORDED = "not_recorded", "Not recorded at the time"
    MERGED = "merged", "Went on by the family’s other record"


class HelpState(TextChoices):
    """How far a referral to a service of the directory has come."""

    REFERRED = "referred", "Referred"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Not taken on"
    ATTENDED = "attended", "Attending"
    ENDED = "ended", "Ended"


class HelpResult(TextChoices):
    """What came of help from a service."""

    HELPED = "helped", "It helped"
    PARTLY = "partly", "It helped a little"
    NO_CHANGE = "no_change", "It changed nothing"
    STOPPED = "stopped", "They stopped before its end"


HELP_GOES_ON: dict[str, tuple[HelpState, ...]] = {
    HelpState.REFERRED: (HelpState.ACCEPTED, HelpState.DECLINED, HelpState.ENDED),
    HelpState.ACCEPTED: (HelpState.ATTENDED, HelpState.ENDED),
    HelpState.ATTENDED: (HelpState.ENDED,),
    HelpState.DECLINED: (),
    HelpState.ENDED: (),
}
"""What can come after what; nothing goes back."""


class HandOffKind(TextChoices):
    """What is handed off to the council's own system."""

    PLAN = "plan", "The plan"
    CONTACT = "contact", "A contact"
    CLOSURE = "closure", "The closing"


class RowStatus(TextChoices):
    """What became of a row of an extract."""

    IN = "in", "In"
    SET_ASIDE = "set_aside", "Set aside"
    MENDED = "mended", "Mended and sent again"
    FORGOTTEN = "forgotten", "In, and no longer known of whom"


class ExtractState(TextChoices):
    """An extract posts all of its rows or none."""

    STAGED = "staged", "Being read"
    POSTED = "posted", "In"
    REFUSED = "refused", "Refused"


class UploadState(TextChoices):
    """How far a file that was sent by a page has come."""

    WAITING = "waiting", "Waits to be read"
    READING = "reading", "Is being read"
    JOINING = "joining", "Who is who is being settled"
    IN = "in", "In"
    REFUSED = "refused", "Refused"


class AskedBy(TextChoices):
    """Who asks for what is held about somebody."""

    PERSON = "person", "The person themselves"
    PARENT = "parent", "A parent, for their child"
    REPRESENTATIVE = "representative", "Somebody whom the person has asked to, or who may decide for them"


class HeldBack(TextChoices):
    """On what ground a record is kept out of a pack."""

    HARM = "harm", "It would be likely to do serious harm to somebody"
    LEGAL = "legal", "It is advice of a lawyer, or for a court"
    CRIME = "crime", "It would get in the way of preventing or finding out a crime"
    CONFIDENTIAL = "confidential", "Somebody said it in confidence"


class Event(StrEnum):
    """What `cases` writes in the journal."""

    EXTRACT_SENT = "extract.sent"
    EXTRACT_IMPORTED = "extract.imported"
    EXTRACT_REFUSED = "extract.refused"
    RECORDS_JOINED = "records.joined"
    RECORDS_FORGOTTEN = "records.forgotten"
    REFERRAL_SUBMITTED = "referral.submitted"
    REFERRAL_MATCHED = "referral.matched"
    MATCH_REJECTED = "match.rejected"
    SEALED_MATCH_QUEUED = "match.put_to_custodians"
    SEALED_MATCH_DECIDED = "match.decided_by_custodian"
    BASIS_RECORDED = "referral.basis_recorded"
    INFORMATION_REQUESTED = "information.requested"
    INFORMATION_GIVEN = "information.given"
    PANEL_LISTED = "panel.listed"
    CONFLICT_DECLARED = "panel.conflict_declared"
    TRIAGE_DECIDED = "triage.decided"
    STEPPED_UP = "protection.stepped_up"
    STRATEGY_RECORDED = "protection.strategy_recorded"
    CASE_OPENED = "case.opened"
    TEAM_ALLOCATED = "case.team_allocated"
    KEY_WORKER_CHANGED = "case.key_worker_changed"
    FAMILY_FORMED = "family.formed"
    FAMILY_PLACED = "family.placed"
    MEMBER_ADDED = "family.member_added"
    KINSHIP_RECORDED = "family.kinship_recorded"
    KINSHIP_ENDED = "family.kinship_ended"
    KINSHIP_WITHDRAWN = "family.kinship_withdrawn"
    WHEREABOUTS_RECORDED = "person.whereabouts_recorded"
    DEATH_RECORDED = "person.death_recorded"
    EQUALITY_RECORDED = "person.equality_recorded"
    PEOPLE_JOINED = "people.joined"
    PEOPLE_PARTED = "people.taken_apart"
    FAMILIES_MERGED = "families.merged"
    FAMILIES_PARTED = "families.taken_apart"
    FAMILY_SEPARATED = "family.separated"
    NEED_RECORDED = "need.recorded"
    PLAN_AGREED = "plan.agreed"
    ACTION_ADDED = "action.added"
    ACTION_DONE = "action.done"
    PLAN_LINK_ASKED = "plan.link_asked"
    PLAN_LINK_AGREED = "plan.link_agreed"
    PLAN_LINK_ENDED = "plan.link_ended"
    PLAN_LINK_READ = "plan.link_read"
    PLAN_COMMENTED = "plan.commented"
    GOAL_KEPT_OFF = "plan.goal_kept_off"
    GOAL_PUT_BACK = "plan.goal_put_back"
    CONTACT_RECORDED = "contact.recorded"
    CONTACT_WITHDRAWN = "contact.withdrawn"
    STATEMENT_DISPUTED = "statement.disputed"
    STATEMENT_CORRECTED = "statement.corrected"
    STATEMENT_STANDS = "statement.found_to_stand"
    REVIEW_HELD = "review.held"
    MEETING_CALLED = "meeting.called"
    MEETING_CALLED_OFF = "meeting.called_off"
    TASK_GIVEN = "task.given"
    TASK_DONE = "task.done"
    TASK_PUT_OFF = "task.put_off"
    ORDER_RECORDED = "order.recorded"
    ORDER_ENDED = "order.ended"
    DRAFT_BEGUN = "draft.begun"
    DRAFT_DISCARDED = "draft.discarded"
    SUPPORT_RECORDED = "support.recorded"
    DIRECTORY_IMPORTED = "directory.imported"
    DOCUMENT_ADDED = "document.added"
    DOCUMENT_WITHDRAWN = "document.withdrawn"
    SERVICE_REFERRED = "service.referred"
    SERVICE_NEWS_RECORDED = "service.news_recorded"
    COVER_GIVEN = "cover.given"
    COVER_ENDED = "cover.ended"
    HANDED_OFF = "case.handed_off"
    OUTSIDE_NUMBER_KEPT = "family.outside_number_kept"
    TRANSFERRED_OUT = "case.transferred_out"
    CASE_CLOSED = "case.closed"
    ACCESS_REQUEST_RECORDED = "access_request.recorded"
    ACCESS_REQUEST_SEEN = "access_request.seen"
    ACCESS_REQUEST_REFUSED = "access_request.refused"
    ACCESS_IDENTITY_CHECKED = "access_request.identity_checked"
    ACCESS_CLOCK_PAUSED = "access_request.clock_paused"
    ACCESS_CLOCK_RESUMED = "access_request.clock_resumed"
    ACCESS_CLOCK_EXTENDED = "access_request.clock_extended"
    ACCESS_HELD_BACK = "access_request.record_held_back"
    ACCESS_PACK_PREPARED = "access_request.pack_prepared"
    ACCESS_PACK_TAKEN_BACK = "access_request.pack_taken_back"
    ACCESS_PACK_APPROVED = "access_request.pack_approved"
    ACCESS_PACK_RELEASED = "access_request.released"
