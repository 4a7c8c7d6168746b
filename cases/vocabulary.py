"""The words of `cases`: needs, states, intensities, decisions, and what the journal records."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Need(TextChoices):
    """What a family may need help with. Frameworks map their outcomes onto this stable list."""

    EDUCATION = "education", _("Education")
    EARLY_YEARS = "early_years", _("Early years")
    HEALTH = "health", _("Health")
    SUBSTANCE = "substance", _("Substance use")
    RELATIONSHIPS = "relationships", _("Family relationships")
    SAFETY = "safety", _("Safety")
    CRIME = "crime", _("Crime and anti-social behaviour")
    DOMESTIC_ABUSE = "domestic_abuse", _("Domestic abuse")
    HOUSING = "housing", _("Housing")
    MONEY = "money", _("Work and money")


REFERRAL_WORDS: dict[str, Need] = {"safeguarding": Need.SAFETY, "work": Need.MONEY}
"""What a referral may call a need, where its word is not ours."""


class ReferralState(TextChoices):
    """A referral goes forward only."""

    RECEIVED = "received", _("Received")
    MATCHED = "matched", _("Matched")
    TRIAGED = "triaged", _("Decided")


class CaseState(TextChoices):
    """A case goes forward only; a family that comes back has a new case."""

    OPENED = "opened", _("Waiting for a key worker")
    ALLOCATED = "allocated", _("Allocated")
    PLANNED = "planned", _("Plan agreed")
    CLOSED = "closed", _("Closed")


class Urgency(TextChoices):
    """How soon partners' information is wanted; each has its clock."""

    RED = "red", _("Red")
    AMBER = "amber", _("Amber")
    GREEN = "green", _("Green")


class Source(TextChoices):
    """Who refers."""

    SCHOOL = "school", _("School")
    POLICE = "police", _("Police")
    HEALTH_VISITOR = "health_visitor", _("Health visitor")
    GP = "gp", _("GP")
    HOUSING_OFFICER = "housing_officer", _("Housing officer")
    WORK_COACH = "jobcentre_work_coach", _("Jobcentre work coach")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    VOLUNTARY_SECTOR = "voluntary_sector", _("Voluntary sector")
    SELF = "self", _("The family itself")
    OTHER = "other", _("Somebody else")


class SaidConsent(TextChoices):
    """What the referrer says of the family's agreement to be helped."""

    GIVEN = "given", _("The family has agreed")
    NOT_SOUGHT = "not_sought", _("Not asked yet")
    REFUSED = "refused", _("The family said no")


class AskingBasis(TextChoices):
    """Why partners may be asked. Recorded by the screener before anybody is."""

    AGREED = "agreed", _("The family agreed")
    UNSAFE = "unsafe", _("Not asked: it would be unsafe")
    PREJUDICE = "prejudice", _("Not asked: it would prejudice an enquiry")
    UNREACHABLE = "unreachable", _("Not asked: they cannot be reached")
    SIGNIFICANT_HARM = "significant_harm", _("They refused, and significant harm is suspected")


class Role(TextChoices):
    """A family member's part in the family."""

    PARENT = "parent", _("Parent or carer")
    CHILD = "child", _("Child")
    GRANDPARENT = "grandparent", _("Grandparent")
    ADULT = "adult", _("Other adult")


class Sex(TextChoices):
    """Sex as the partners record it."""

    FEMALE = "F", _("Female")
    MALE = "M", _("Male")
    OTHER = "X", _("Other")
    UNKNOWN = "U", _("Not known")


class EthnicGroup(TextChoices):
    """The five groups of the census of 2021 that people put themselves in, for equality monitoring."""

    ASIAN = "asian", _("Asian, Asian British or Asian Welsh")
    BLACK = "black", _("Black, Black British, Black Welsh, Caribbean or African")
    MIXED = "mixed", _("Mixed or multiple ethnic groups")
    WHITE = "white", _("White")
    OTHER = "other", _("Another ethnic group")
    NOT_SAID = "not_said", _("They would rather not say")


class Disability(TextChoices):
    """What somebody says of themselves: a condition of a year or longer that limits what they can do day to day."""

    DISABLED = "disabled", _("Disabled")
    NOT_DISABLED = "not_disabled", _("Not disabled")
    NOT_SAID = "not_said", _("They would rather not say")


class Band(TextChoices):
    """What a match suggests."""

    LINK = "link", _("The same person")
    LOOK = "look", _("Perhaps the same person")
    NEW = "new", _("Not known before")


class Decision(TextChoices):
    """What triage decides."""

    OPEN_CASE = "open_case", _("Open a case")
    JOIN_CASE = "join_case", _("Join the family's live case")
    SIGNPOST = "signpost", _("Signpost to another service")
    NO_ACTION = "no_further_action", _("No further action")
    STEP_UP = "step_up", _("Step up to children's social care")


class Intensity(TextChoices):
    """How much help. *Advice* needs no panel, no team and no full plan."""

    INTENSIVE = "intensive", _("Intensive")
    OUTREACH = "outreach", _("Outreach")
    ADVICE = "advice", _("Advice")


class NeedKind(TextChoices):
    """Strengths are recorded beside needs."""

    NEED = "need", _("Need")
    STRENGTH = "strength", _("Strength")


class MarkKind(TextChoices):
    """What is marked beside a statement that was recorded."""

    DISPUTED = "disputed", _("Disputed")
    CORRECTED = "corrected", _("Corrected")
    STANDS = "stands", _("Looked into: it stands")


class ContactKind(TextChoices):
    """How a contact was made."""

    HOME_VISIT = "home_visit", _("Home visit")
    MEETING = "meeting", _("Meeting elsewhere")
    TELEPHONE = "telephone", _("Telephone call")
    VIDEO = "video", _("Video call")
    MESSAGE = "message", _("Text message or e-mail")
    ATTEMPTED = "attempted", _("Attempted, nobody seen")


class Progress(TextChoices):
    """How a goal stands at a review."""

    MET = "met", _("Met")
    BETTER = "better", _("Better")
    SAME = "same", _("No change")
    WORSE = "worse", _("Worse")


class ClosingOutcome(TextChoices):
    """How a case ended."""

    ACHIEVED = "achieved", _("Goals achieved")
    PARTLY = "partly", _("Goals partly achieved")
    STEPPED_UP = "stepped_up", _("Stepped up to children's social care")
    WITHDREW = "withdrew", _("The family chose to stop")
    MOVED = "moved", _("Moved out of the area")
    NOT_ENGAGED = "not_engaged", _("No contact could be made")
    NOT_RECORDED = "not_recorded", _("Not recorded at the time")
    MERGED = "merged", _("Went on by the family’s other record")


class HelpState(TextChoices):
    """How far a referral to a service of the directory has come."""

    REFERRED = "referred", _("Referred")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Not taken on")
    ATTENDED = "attended", _("Attending")
    ENDED = "ended", _("Ended")


class HelpResult(TextChoices):
    """What came of help from a service."""

    HELPED = "helped", _("It helped")
    PARTLY = "partly", _("It helped a little")
    NO_CHANGE = "no_change", _("It changed nothing")
    STOPPED = "stopped", _("They stopped before its end")


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

    PLAN = "plan", _("The plan")
    CONTACT = "contact", _("A contact")
    CLOSURE = "closure", _("The closing")


class RowStatus(TextChoices):
    """What became of a row of an extract."""

    IN = "in", _("In")
    SET_ASIDE = "set_aside", _("Set aside")
    MENDED = "mended", _("Mended and sent again")
    FORGOTTEN = "forgotten", _("In, and no longer known of whom")


class ExtractState(TextChoices):
    """An extract posts all of its rows or none."""

    STAGED = "staged", _("Being read")
    POSTED = "posted", _("In")
    REFUSED = "refused", _("Refused")


class UploadState(TextChoices):
    """How far a file that was sent by a page has come."""

    WAITING = "waiting", _("Waits to be read")
    READING = "reading", _("Is being read")
    JOINING = "joining", _("Who is who is being settled")
    IN = "in", _("In")
    REFUSED = "refused", _("Refused")


class AskedBy(TextChoices):
    """Who asks for what is held about somebody."""

    PERSON = "person", _("The person themselves")
    PARENT = "parent", _("A parent, for their child")
    REPRESENTATIVE = "representative", _("Somebody whom the person has asked to, or who may decide for them")


class HeldBack(TextChoices):
    """On what ground a record is kept out of a pack."""

    HARM = "harm", _("It would be likely to do serious harm to somebody")
    LEGAL = "legal", _("It is advice of a lawyer, or for a court")
    CRIME = "crime", _("It would get in the way of preventing or finding out a crime")
    CONFIDENTIAL = "confidential", _("Somebody said it in confidence")


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
    SEALED_MATCH_TAKEN_ON = "match.taken_on"
    SEALED_MATCH_DONE = "match.done"
    REFERRALS_CLOSED = "referral.closed"
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
