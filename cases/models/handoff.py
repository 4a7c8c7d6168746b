"""What leaves for another system, once: the council's own children's system, and another authority's front door."""

import uuid

from django.db import models
from django.db.models import Q

from agencies.models import Post
from cases.intake.models import Referral
from cases.models.case import Case
from cases.models.people import Family
from cases.vocabulary import HandOffKind
from datasharing.models.sealed import RowSeal, SealedCharField, SealedJSONField, SealedTextField
from datasharing.vocabulary import Category


class HandOff(models.Model):
    """One document for the council's own system: written with what happened, sent once under its key.

    `source` names what happened ("contact:12"), so that nothing is handed off twice. `document` is what goes, as its
    reader at the council could see it at that moment; it goes on a day when all its `parts` are still open to them.
    """

    retention = "early_help_record"
    subjects = ("case__family__members__person__subject",)
    gathers = True
    classified = {"document": "category"}
    plain = (
        "key", "kind", "source", "category", "digest", "written_at", "try_after", "tries", "sent_at", "held_at",
        "held_why", "parts",
    )  # fmt: skip
    sealed_for = "case.family_id"

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seal = RowSeal()
    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_offs")
    kind = models.CharField(max_length=10, choices=HandOffKind)
    source = models.CharField(max_length=60, unique=True)
    category = models.CharField(max_length=30, choices=Category, default=Category.PLAN)
    document = SealedJSONField(null=True)
    parts = models.JSONField(
        default=list, help_text="what it shows: category, supplier and its kind, about whom, who told it"
    )
    digest = models.CharField(max_length=64, blank=True)
    reader = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", help_text="as whom it was written")
    written_at = models.DateTimeField()
    try_after = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    held_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-written_at", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(held_at__isnull=True), name="what_is_held_was_not_sent"
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_after"],
                name="hand_off_waiting",
                condition=Q(sent_at__isnull=True, held_at__isnull=True),
            ),
        ]


class OutsideRecord(models.Model):
    """The family's number and link in the council's own system, so that nobody looks them up twice."""

    retention = "early_help_record"
    subjects = ("family__members__person__subject",)
    gathers = True
    classified = {"number": Category.IDENTITY, "link": Category.IDENTITY}
    plain = ("recorded_at",)
    sealed_for = "family_id"

    family = models.OneToOneField(Family, models.PROTECT, primary_key=True, related_name="outside_record")
    number = SealedCharField(max_length=60)
    link = SealedCharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()


class Transfer(models.Model):
    """A family that moved: its case ended here, and a referral was made to the front door of where it lives now."""

    retention = "early_help_record"
    subjects = ("case__family__members__person__subject",)
    gathers = True
    classified = {"words": Category.NEEDS}
    plain = ("agreed", "moved_at")
    sealed_for = "case.family_id"

    seal = RowSeal()
    case = models.OneToOneField(Case, models.PROTECT, related_name="transfer")
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="transfer")
    agreed = models.BooleanField(help_text="whether the family agreed that this goes")
    words = SealedTextField(help_text="what was said of them, or why without their agreement")
    moved_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
