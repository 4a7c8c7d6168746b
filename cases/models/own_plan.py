"""The family's own plan: private links by which it is read, and what the family says of it."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Post
from cases.models.plan import Goal, Plan
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category


class PlanLink(models.Model):
    """A private way for a family to read its own plan. Opens nothing until a second person has agreed; ends by itself.

    Only the SHA-256 of the link is kept.
    """

    retention = "early_help_record"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("digest", "language", "asked_at", "agreed_at", "ends_at")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=5, default="en-gb")
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="a_link_says_who_agreed_and_when",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")), name="somebody_else_agrees_to_a_link"
            ),
        ]


class PlanComment(models.Model):
    """What the family said of its plan through a link."""

    retention = "early_help_record"
    subjects = ("link__plan__case__family__members__person__subject",)
    gathers = True
    classified = {"words": Category.PLAN}
    plain = ("said_at",)
    sealed_for = "link.plan.case.family_id"

    seal = RowSeal()
    link = models.ForeignKey(PlanLink, models.PROTECT, related_name="comments")
    words = SealedTextField()
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "id"]


class KeptOff(models.Model):
    """A goal that the key worker keeps off the family's copy: a page left on the table is read by whoever comes by."""

    retention = "early_help_record"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("kept_at",)

    goal = models.OneToOneField(Goal, models.PROTECT, related_name="kept_off")
    kept_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
