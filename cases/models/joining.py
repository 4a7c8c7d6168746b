"""Two people who turned out to be one: what went where, so that it can be taken apart again without loss."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Post
from datasharing.models import DataSubject
from datasharing.models.sealed import RowSeal, SealedJSONField
from datasharing.vocabulary import Category


class Joining(models.Model):
    """What was about `gone` is about `kept` since. `moved` names the rows that went; `aside` holds those put away."""

    retention = "early_help_record"
    subjects = ("kept", "gone")
    gathers = True
    classified = {"aside": Category.IDENTITY}
    plain = ("moved", "filled", "joined_at", "parted_at")
    sealed_for = "kept_id"

    seal = RowSeal()
    kept = models.ForeignKey(DataSubject, models.PROTECT, related_name="+")
    gone = models.ForeignKey(DataSubject, models.PROTECT, related_name="+")
    moved = models.JSONField(help_text="for each relation the keys of the rows that went")
    filled = models.JSONField(help_text="the names of what was empty and came from the other")
    aside = SealedJSONField(help_text="rows as they were: table and content")
    joined_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    parted_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    parted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(parted_at__isnull=True), name="a_person_is_joined_to_one_other"
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="nobody_is_joined_to_themselves"),
        ]
