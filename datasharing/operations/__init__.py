"""What `datasharing` does: files and anchors, agreements and the rulebook."""

from datasharing.operations.agreements import draft_agreement, resume_agreement, sign_agreement, suspend_agreement
from datasharing.operations.anchors import anchor_subject, anchor_subjects, open_file
from datasharing.operations.rulebook import Loaded, load_rulebook

__all__ = [
    "Loaded",
    "anchor_subject",
    "anchor_subjects",
    "draft_agreement",
    "load_rulebook",
    "open_file",
    "resume_agreement",
    "sign_agreement",
    "suspend_agreement",
]
