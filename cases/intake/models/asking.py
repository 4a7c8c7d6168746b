"""What a partner was asked, about whom, and what it said: each answer in its own box."""

from django.db import models
from django.db.models import Q

from agencies.models import Agency, Post
from cases.intake.models.referral import Referral, ReferredPerson
from datasharing.models import DataSubject, Grant
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category


class InformationRequest(models.Model):
    """One partner asked once about the people ticked. The answer stays sealed from the other answering partners."""

    retention = "referral"
    subjects = ("about__person__subject",)
    gathers = True
    classified = {"question": Category.NEEDS}
    plain = ("asked_at", "due_at", "answered_at", "act_now", "nothing_known")
    sealed_for = "referral.file_id"

    seal = RowSeal()
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="requests")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    about = models.ManyToManyField(ReferredPerson, related_name="+")
    question = SealedTextField()
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    act_now = models.BooleanField(default=False)
    nothing_known = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "agency"],
                condition=Q(answered_at__isnull=True),
                name="a_partner_is_asked_once_at_a_time",
            )
        ]


class AnswerPart(models.Model):
    """One part of an answer: a category, the people it is about, the words."""

    retention = "referral"
    subjects = ("about",)
    gathers = True
    classified = {"words": "category"}
    plain = ("category",)
    sealed_for = "request.referral.file_id"

    seal = RowSeal()
    request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="parts")
    category = models.CharField(max_length=30, choices=Category)
    about = models.ManyToManyField(DataSubject, related_name="+")
    words = SealedTextField()
