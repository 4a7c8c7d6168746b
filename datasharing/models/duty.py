"""The duty custodian: who is on duty from when to when, and what somebody at work by night asked of them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from agencies.models import Place, Post
from datasharing.models.anchors import FamilyFile
from datasharing.models.period import Period
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category


class DutyTurn(models.Model):
    """Somebody is the duty custodian of a place, by this telephone, from a moment to a moment: one at a time."""

    retention = "restriction"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("telephone", "starts_at", "ends_at")

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    telephone = models.CharField(max_length=20, help_text="answered day and night while the turn lasts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    set_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="a_turn_ends_after_it_starts"),
            ExclusionConstraint(
                name="one_duty_custodian_at_a_time",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    (Period("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class DutyQuestion(models.Model):
    """Emergency duty or child protection asks whether somebody sealed stands behind a referral or a family.

    It is asked alike whether anybody does, and answered by a person. `opened_until` is empty where nothing was opened.
    """

    retention = "restriction"
    subjects = ()
    gathers = False
    classified = {"reason": Category.SOCIAL_CARE}
    plain = ("asked_at", "answered_at", "opened_until")
    sealed_for = "file_id"

    seal = RowSeal()
    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="duty_questions")
    reason = SealedTextField()
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    opened_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, opened_until__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="a_duty_question_is_answered_by_somebody",
            ),
        ]
