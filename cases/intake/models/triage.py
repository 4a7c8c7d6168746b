"""Triage: what the panel has before it, who keeps out, what was decided, and the way to protection."""

from django.db import models
from django.db.models import Q

from agencies.models import Post, Team
from cases.intake.models.referral import Referral
from cases.vocabulary import Decision, Intensity
from datasharing.models import FamilyFile, Grant
from datasharing.models.sealed import RowSeal, SealedCharField, SealedTextField
from datasharing.vocabulary import Category


class AgendaItem(models.Model):
    """A referral on a panel's agenda. Open until decided."""

    retention = "referral"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("listed_at", "closed_at")

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="agenda")
    panel = models.ForeignKey(Team, models.PROTECT, related_name="agenda")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    listed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    listed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(closed_at__isnull=True), name="a_referral_is_on_one_agenda"
            )
        ]


class Conflict(models.Model):
    """A panel member keeps out of one referral, pack included; stands beside an *excluded* grant."""

    retention = "referral"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("declared_at",)

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="conflicts")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()


class TriageDecision(models.Model):
    """What was decided on a referral, with level of need, intensity and reasons. Appended, never edited."""

    retention = "referral"
    subjects = ("referral__people__person__subject",)
    gathers = True
    classified = {
        "decision": Category.NEEDS,
        "level_of_need": Category.NEEDS,
        "intensity": Category.NEEDS,
        "reasons": Category.NEEDS,
        "conditions": Category.NEEDS,
        "dissent": Category.NEEDS,
        "signposted_to": Category.NEEDS,
    }
    plain = ("decided_at",)
    sealed_for = "referral.file_id"

    seal = RowSeal()
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=20, choices=Decision)
    level_of_need = models.PositiveSmallIntegerField(null=True)
    intensity = models.CharField(max_length=12, choices=Intensity, blank=True)
    reasons = SealedTextField()
    conditions = SealedTextField(blank=True)
    dissent = SealedTextField(blank=True)
    signposted_to = SealedCharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    present = models.ManyToManyField(Post, related_name="+", help_text="members of the panel who took part")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level_of_need__isnull=True) | Q(level_of_need__range=(1, 4)),
                name="a_level_of_need_is_one_to_four",
            )
        ]


class StepUp(models.Model):
    """A call to protection, by anyone, alone, from any step. The panel notes it afterwards."""

    retention = "referral"
    subjects = ("file__family__members__person__subject",)
    gathers = True
    classified = {"reason": Category.SOCIAL_CARE, "spoken_to": Category.SOCIAL_CARE, "strategy": Category.SOCIAL_CARE}
    plain = ("called_at", "strategy_due_at", "recorded_at", "noted_at")
    sealed_for = "file_id"

    seal = RowSeal()
    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="step_ups")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, related_name="step_ups")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    spoken_to = SealedCharField(max_length=120)
    reason = SealedTextField()
    strategy = SealedTextField(blank=True, help_text="the strategy discussion: when, who, what was decided")
    strategy_due_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    noted_at = models.DateTimeField(null=True)
