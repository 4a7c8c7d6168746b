"""Restrictions, and what stands beside them: who is named, safety instructions, emergency access and its review."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Post
from datasharing.models.anchors import DataSubject, FamilyFile
from datasharing.models.grant import Grant
from datasharing.models.sealed import RowSeal, SealedCharField, SealedTextField
from datasharing.vocabulary import Category, RestrictionKind


class Restriction(models.Model):
    """Closes categories of what is about one person to everybody who is not named on it, from a moment to a moment.

    *Guarded* leaves involvement at most; *sealed* leaves nothing, not that there is a seal. In force from the moment
    that it is set: a second person confirms it within one working day, and an end needs one too.
    """

    retention = "restriction"
    subjects = ("subject",)
    gathers = True
    classified = {"reason": Category.SOCIAL_CARE}
    plain = ("categories", "kind", "starts_at", "confirm_by", "confirmed_at", "review_on", "ends_at")

    sealed_for = "subject_id"
    seal = RowSeal()

    subject = models.ForeignKey(DataSubject, models.PROTECT, related_name="restrictions")
    categories = ArrayField(models.CharField(max_length=30, choices=Category))
    kind = models.CharField(max_length=10, choices=RestrictionKind)
    reason = SealedTextField()
    set_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    confirm_by = models.DateTimeField()
    confirmed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    review_on = models.DateField()
    ended_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["subject"], name="restriction_by_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(categories__len__gt=0), name="a_restriction_closes_something"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("set_by")),
                name="somebody_else_confirms_a_restriction",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="a_restriction_ends_after_it_starts",
            ),
        ]


class Named(models.Model):
    """A post that a restriction does not close, from a moment to a moment; a custodian opens a seal to others."""

    retention = "restriction"
    subjects = ("restriction__subject",)
    gathers = False
    classified: dict[str, str] = {}
    plain = ("is_custodian", "starts_at", "ends_at")

    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="named")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    is_custodian = models.BooleanField(default=False)
    given_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "post"], condition=Q(ends_at__isnull=True), name="a_post_is_named_once"
            )
        ]


class Implicated(models.Model):
    """A post whose holder may not set, see or end restrictions on this person, and is told nothing of them."""

    retention = "restriction"
    subjects = ("subject",)
    gathers = False
    classified: dict[str, str] = {}
    plain = ("said_at",)

    subject = models.ForeignKey(DataSubject, models.PROTECT, related_name="implicated")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    said_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "post"], name="a_post_is_implicated_once")]


class SafetyInstruction(models.Model):
    """What everybody with reach must do ("ring duty before any visit"). Tells no reason, so that nothing hides it."""

    retention = "restriction"
    subjects = ()
    gathers = False
    classified = {"words": Category.WHEREABOUTS}
    plain = ("keeps_apart", "starts_at", "ends_at")
    sealed_for = "file_id"

    seal = RowSeal()
    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="safety_instructions")
    words = SealedCharField(max_length=200)
    keeps_apart = models.BooleanField(default=False, help_text="no two adults of the family are invited together")
    set_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at"]


class EmergencyAccess(models.Model):
    """Twelve hours of access to named categories, and why. Its grant says when; it is reviewed by every supplier."""

    retention = "early_help_record"
    subjects = ()
    gathers = False
    classified = {"reason": Category.SOCIAL_CARE}
    plain = ("taken_at",)

    sealed_for = "grant.file_id"
    seal = RowSeal()

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="emergency")
    reason = SealedTextField()
    taken_at = models.DateTimeField()


class EmergencyReview(models.Model):
    """One supplier of something seen in an emergency looks at whether it was right."""

    retention = "early_help_record"
    subjects = ()
    gathers = False
    classified = {"words": Category.SOCIAL_CARE}
    plain = ("was_right", "reviewed_at")

    sealed_for = "access.grant.file_id"
    seal = RowSeal()

    access = models.ForeignKey(EmergencyAccess, models.PROTECT, related_name="reviews")
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    was_right = models.BooleanField(null=True)
    words = SealedTextField(blank=True)
    reviewed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["access", "supplier"], name="a_supplier_reviews_an_emergency_once"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, was_right__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, was_right__isnull=False),
                name="a_review_says_who_when_and_what",
            ),
        ]
