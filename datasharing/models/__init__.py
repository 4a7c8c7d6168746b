"""Tables of `datasharing`: anchors, grants, agreements and their rules."""

from datasharing.models.agreement import Agreement, Gateway, Party, Rule
from datasharing.models.anchors import DataSubject, FamilyFile
from datasharing.models.grant import Grant, LiveGrant

__all__ = ["Agreement", "DataSubject", "FamilyFile", "Gateway", "Grant", "LiveGrant", "Party", "Rule"]
