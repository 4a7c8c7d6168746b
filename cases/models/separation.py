"""One record of a family that became two: who left, so that it can be undone and nothing follows them."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Post
from datasharing.models import FamilyFile
from datasharing.models.sealed import RowSeal, SealedJSONField
from datasharing.vocabulary import Category


class Separation(models.Model):
    """Some of the family of `stayed` live apart in `apart`. Under a seal they are other people there: see `pairs`.

    `pairs` are anchors, each of the person as the old record knows them and of the same person in the new one. Sealed
    under the key of the new record, so that nobody who reads the old one finds the way.
    """

    retention = "early_help_record"
    subjects = ("apart__family__members__person__subject",)
    gathers = True
    classified = {"pairs": Category.IDENTITY}
    plain = ("is_sealed", "separated_at", "undone_at")
    sealed_for = "apart_id"

    seal = RowSeal()
    stayed = models.ForeignKey(FamilyFile, models.PROTECT, related_name="+")
    apart = models.ForeignKey(FamilyFile, models.PROTECT, related_name="+")
    is_sealed = models.BooleanField()
    pairs = SealedJSONField(null=True)
    separated_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    separated_at = models.DateTimeField()
    undone_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["apart"], name="a_record_is_separated_from_one_other"),
            models.CheckConstraint(condition=~Q(stayed=F("apart")), name="no_record_is_separated_from_itself"),
        ]
