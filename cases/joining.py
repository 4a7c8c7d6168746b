"""What hangs on a person, and what becomes of each when two people turn out to be one. Pure: names of tables alone.

Every relation to a person or their anchor stands in one of these lists. A test, and the step itself, refuse one that
does not.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relation:
    """A column that points at a person: a model ("app.Model") and its field.

    `alone` are the fields of which there may be one row for each person, among those where `live` is empty. Where both
    people have one, the row stays for which the condition `stricter` holds, else that of the person who is kept.
    """

    model: str
    field: str
    alone: tuple[str, ...] = ()
    live: str = ""
    stricter: str = ""


MOVED = (
    Relation("cases.Whereabouts", "person"),
    Relation("cases.FamilyMember", "person", ("family",), "left_on"),
    Relation("cases.Kinship", "one"),
    Relation("cases.Kinship", "other"),
    Relation("cases.ReferredPerson", "person"),
    Relation("cases.Rejection", "person", ("referred",)),
    Relation("cases.SealedMatch", "person", ("referred",)),
    Relation("cases.Action", "owner_person"),
    Relation("cases.Invitation", "person", ("meeting",)),
    Relation("cases.Attendance", "person", ("review",)),
    Relation("cases.NoContactOrder", "protected"),
    Relation("cases.NoContactOrder", "kept_away"),
    Relation("cases.Task", "about"),
    Relation("cases.Mark", "said_by"),
    Relation("cases.ExtractRow", "subject"),
    Relation("cases.Occurrence", "subject"),
    Relation("cases.NeedRecord_about", "datasubject", ("needrecord",)),
    Relation("cases.Contact_seen", "datasubject", ("contact",)),
    Relation("cases.ContactPart_about", "datasubject", ("contactpart",)),
    Relation("cases.AnswerPart_about", "datasubject", ("answerpart",)),
    Relation("cases.ServiceReferral", "about", ("case", "entry"), "ended_on"),
    Relation("cases.Document", "about"),
    Relation("cases.AccessRequest", "subject"),
    Relation("datasharing.Restriction", "subject"),
    Relation("datasharing.Implicated", "subject", ("post",)),
    Relation("datasharing.Consent", "subject", ("category", "onward_to"), "withdrawn_at", "NOT agrees"),
    Relation("datasharing.Consent", "by_subject"),
    Relation("datasharing.Competence", "subject", ("matter",), "ends_at", "NOT is_able"),
    Relation("datasharing.ParentalResponsibility", "child", ("holder",), "ends_on", "is_risk"),
    Relation("datasharing.ParentalResponsibility", "holder", ("child",), "ends_on", "is_risk"),
)
"""Go to the person who is kept. All restrictions of both hold, so that what is closed for either is closed."""

SET_ASIDE = (
    Relation("cases.FindingKeys", "person"),
    Relation("cases.EqualityRecord", "person"),
    Relation("cases.Person", "subject"),
)
"""Kept whole in the record of the joining, and put back when it is taken apart."""

LISTED = (Relation("datasharing.Grant", "asked_about"),)
"""Columns that list people: the one takes the other's place."""

LEFT = (
    Relation("datasharing.DataSubject", "joined_to"),
    Relation("cases.Joining", "kept"),
    Relation("cases.Joining", "gone"),
    Relation("datasharing.RetentionLine", "subject"),
)
"""Stay as they are: they say who was joined to whom, and who was due to be deleted.

So does the journal, which nothing changes.
"""

EVERY = (*MOVED, *SET_ASIDE, *LISTED, *LEFT)
