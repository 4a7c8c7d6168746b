"""Business cases and their versions. Held without any family: a case speaks of populations."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Place, Post


class BusinessCase(models.Model):
    """One question put to a place: what should be done instead of business as usual. Its answers are its versions."""

    retention = "standing"

    reference = models.CharField(max_length=12, unique=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="business_cases")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]


class CaseVersion(models.Model):
    """A business case as it was saved once. Never edited: a change is a further version.

    `told` is the case as it was written, in TOML; `catalogue` the version of prices it is worked out with.
    """

    retention = "standing"

    business_case = models.ForeignKey(BusinessCase, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    purpose = models.TextField(blank=True)
    told = models.TextField()
    catalogue = models.CharField(max_length=40)
    saved_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    approved_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approval_words = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["business_case", "number"], name="versions_of_a_case_are_numbered"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("saved_by"))),
                name="a_case_is_approved_by_somebody_else",
            ),
        ]
