"""Asking for more than one's role is shown, and the answer of somebody else."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.models import Post
from datasharing.models.anchors import FamilyFile
from datasharing.models.grant import Grant
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category


class AccessAsk(models.Model):
    """Somebody who works with a family asks to see more of it. Given, it is a specific grant that ends on a day."""

    retention = "early_help_record"
    subjects = ()
    gathers = False
    classified = {"reason": Category.SOCIAL_CARE, "words": Category.SOCIAL_CARE}
    plain = ("categories", "days", "asked_at", "answered_at", "is_given")

    sealed_for = "file_id"
    seal = RowSeal()

    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="access_asks")
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    categories = ArrayField(models.CharField(max_length=30, choices=Category))
    reason = SealedTextField()
    days = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_given = models.BooleanField(null=True)
    words = SealedTextField(blank=True)
    grant = models.OneToOneField(Grant, models.PROTECT, null=True, related_name="asked_for")

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "asked_by"],
                condition=Q(answered_at__isnull=True),
                name="a_post_has_one_open_ask_on_a_family",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="nobody_answers_their_own_ask",
            ),
            models.CheckConstraint(
                condition=Q(
                    answered_at__isnull=True, answered_by__isnull=True, is_given__isnull=True, grant__isnull=True
                )
                | Q(answered_at__isnull=False, answered_by__isnull=False, is_given=True, grant__isnull=False)
                | Q(answered_at__isnull=False, answered_by__isnull=False, is_given=False, grant__isnull=True),
                name="what_is_given_is_a_grant",
            ),
        ]
