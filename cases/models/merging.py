"""Two records that turned out to be of one family: what went where, so that it can be taken apart without loss."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Post
from datasharing.models import FamilyFile
from datasharing.models.sealed import RowSeal, SealedJSONField
from datasharing.vocabulary import Category


class Merging(models.Model):
    """What was of `gone` is of `kept` since. `moved` names the rows that went, `aside` holds those put away.

    `changed` are rows that the merge changed beside (reach that ended, the case that did not go on), with what they
    were; `made` the keys of rows that it made.
    """

    retention = "early_help_record"
    subjects = ("kept__family__members__person__subject",)
    gathers = True
    classified = {"aside": Category.IDENTITY, "changed": Category.PLAN}
    plain = ("moved", "made", "filled", "merged_at", "parted_at")
    sealed_for = "kept_id"

    seal = RowSeal()
    kept = models.ForeignKey(FamilyFile, models.PROTECT, related_name="+")
    gone = models.ForeignKey(FamilyFile, models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict, help_text="for each relation the keys of the rows that went")
    made = models.JSONField(default=dict, help_text="for each model the keys of the rows that the merge made")
    filled = models.JSONField(default=list, help_text="the names of what was empty and came from the other")
    aside = SealedJSONField(null=True, help_text="rows as they were: table and content")
    changed = SealedJSONField(null=True, help_text="rows that were changed: what they were and what they became")
    merged_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    parted_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    parted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(parted_at__isnull=True), name="a_family_is_merged_into_one_other"
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="no_family_is_merged_into_itself"),
        ]
