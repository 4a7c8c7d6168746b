"""Measurements: how each need stood at the start, at reviews and at the close."""

from django.db import models

from agencies.models import Agency, Post
from cases.models import Case, NeedRecord
from datasharing.models.sealed import RowSeal, SealedTextField
from outcomes.vocabulary import SCORES, Occasion, Standing


class Measurement(models.Model):
    """How one need stood on one day, with the evidence. Appended, never edited."""

    retention = "early_help_record"
    subjects = ("need__about",)
    gathers = True
    classified = {"standing": "need.category", "score": "need.category", "evidence": "need.category"}
    plain = ("occasion", "measured_on", "recorded_at")
    sealed_for = "case.family_id"

    seal = RowSeal()
    case = models.ForeignKey(Case, models.PROTECT, related_name="measurements")
    need = models.ForeignKey(NeedRecord, models.PROTECT, related_name="measurements")
    occasion = models.CharField(max_length=10, choices=Occasion)
    standing = models.CharField(max_length=8, choices=Standing)
    score = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 10; empty where nobody asked")
    evidence = SealedTextField(blank=True)
    measured_on = models.DateField()
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["measured_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "occasion", "measured_on"], name="a_need_is_measured_once_a_day_and_occasion"
            ),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__in=SCORES), name="a_score_is_1_to_10"
            ),
        ]
