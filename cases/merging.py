"""What hangs on a family, and what becomes of each when two families' records are one. Pure: names of tables alone.

Every relation to a family or its file stands in one of these lists. A test refuses one that does not.
"""

from cases.joining import Relation

MOVED = (
    Relation("cases.Case", "family"),
    Relation("cases.KeyWorker", "family"),
    Relation("cases.FamilyMember", "family", ("person",), "left_on"),
    Relation("cases.Draft", "family", ("post", "step")),
    Relation("cases.Referral", "file"),
    Relation("cases.Referral", "family"),
    Relation("cases.StepUp", "file"),
    Relation("cases.Mark", "file"),
    Relation("cases.Document", "file"),
    Relation("cases.AccessRequest", "file"),
    Relation("datasharing.Grant", "file"),
    Relation("datasharing.AccessAsk", "file", ("asked_by",), "answered_at"),
    Relation("datasharing.SafetyInstruction", "file"),
    Relation("datasharing.Hold", "file"),
    Relation("datasharing.DutyQuestion", "file"),
    Relation("datasharing.FamilyFile", "joined_to"),
    Relation("agencies.Notice", "family"),
)
"""Go to the record that is kept. One live case and one key worker: the step decides which, as its reader says."""

RESTING = Relation("outcomes.Claim", "file")
"""A claim is as it was made, but for whose it is and its turn; where two stand, one is taken back before the merge."""

SET_ASIDE = (Relation("cases.OutsideRecord", "family"), Relation("cases.Family", "file"))
"""Kept whole in the record of the merge, and put back when it is taken apart."""

LEFT = (
    Relation("cases.Merging", "kept"),
    Relation("cases.Merging", "gone"),
    Relation("cases.Separation", "stayed"),
    Relation("cases.Separation", "apart"),
    Relation("datasharing.RetentionLine", "file"),
)
"""Stay as they are: they say which were merged, and in which file somebody was known who was due to be deleted.

So does the journal, which nothing changes.
"""

EVERY = (*MOVED, RESTING, *SET_ASIDE, *LEFT)
