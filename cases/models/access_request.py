"""Somebody asks for all that is held about them (UK GDPR art. 15): the request, its clock, the pack as it was sent."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Post
from cases.vocabulary import AskedBy, HeldBack
from datasharing.models import DataSubject, FamilyFile
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category


class AccessRequest(models.Model):
    """One request. The pack is frozen when a second person approves it, and what is sent is that and nothing else."""

    retention = "early_help_record"
    subjects = ("subject",)
    gathers = True
    classified = {
        "asked_in_words": Category.IDENTITY,
        "identity_how": Category.IDENTITY,
        "extended_because": Category.IDENTITY,
        "refused_because": Category.IDENTITY,
    }
    plain = (
        "asked_by", "received_on", "child_agrees", "recorded_at", "identity_checked_on", "paused_on", "paused_days",
        "extended", "due_on", "pack", "prepared_at", "approved_at", "released_at", "refused_at",
    )  # fmt: skip
    sealed_for = "subject_id"

    seal = RowSeal()
    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="access_requests")
    subject = models.ForeignKey(DataSubject, models.PROTECT, related_name="access_requests")
    asked_by = models.CharField(max_length=15, choices=AskedBy)
    asked_in_words = SealedTextField(blank=True, verbose_name="what was asked")
    child_agrees = models.BooleanField(null=True)
    received_on = models.DateField()
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    identity_checked_on = models.DateField(null=True)
    identity_how = SealedTextField(blank=True, verbose_name="how we knew who asked")
    paused_on = models.DateField(null=True, help_text="the clock stands since then, for clarification")
    paused_days = models.PositiveSmallIntegerField(default=0)
    extended = models.PositiveSmallIntegerField(default=0, help_text="months")
    extended_because = SealedTextField(blank=True, verbose_name="why it takes longer")
    due_on = models.DateField(null=True)
    pack = SealedTextField(blank=True, help_text="as it was prepared, JSON")
    prepared_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refused_because = SealedTextField(blank=True, verbose_name="why it was refused")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="somebody_else_approves_a_pack",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(approved_at__isnull=False),
                name="no_pack_goes_before_it_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(prepared_at__isnull=True) | Q(identity_checked_on__isnull=False),
                name="no_pack_before_we_know_who_asks",
            ),
        ]


class HeldBackRecord(models.Model):
    """One record that whoever prepares the pack keeps out of it, and on what ground."""

    retention = "early_help_record"
    subjects = ("request__subject",)
    gathers = False
    classified: dict[str, str] = {}
    plain = ("record", "ground", "held_back_at")

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="held_back")
    record = models.CharField(max_length=80, help_text="model and key")
    ground = models.CharField(max_length=15, choices=HeldBack)
    held_back_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    held_back_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "record"], name="a_record_is_held_back_once")]
