"""What stands beside a recorded statement: that it is disputed, its correction, or why it stands. Never over it."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Post
from cases.models.plan import NeedRecord
from cases.models.work import Contact, ContactPart
from cases.vocabulary import MarkKind
from datasharing.models import DataSubject, FamilyFile
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category


class Mark(models.Model):
    """One mark beside a part of a contact or a need. As closed as what it stands beside; written once.

    `said_by` is the member of the family who disputes it, none where the practitioner does. A correction, or a word
    that the statement stands, `answers` a dispute; a correction may come without one.
    """

    retention = "early_help_record"
    subjects = ("part__about", "need__about", "said_by")
    gathers = True
    classified = {"words": "category"}
    plain = ("kind", "category", "recorded_at")
    sealed_for = "file_id"

    seal = RowSeal()
    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="marks")
    part = models.ForeignKey(ContactPart, models.PROTECT, null=True, related_name="marks")
    need = models.ForeignKey(NeedRecord, models.PROTECT, null=True, related_name="marks")
    kind = models.CharField(max_length=10, choices=MarkKind)
    category = models.CharField(max_length=30, choices=Category)
    words = SealedTextField()
    said_by = models.ForeignKey(DataSubject, models.PROTECT, null=True, related_name="+")
    answers = models.OneToOneField("self", models.PROTECT, null=True, related_name="answer")
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part__isnull=True, need__isnull=False) | Q(part__isnull=False, need__isnull=True),
                name="a_mark_stands_beside_one_statement",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MarkKind.DISPUTED) | Q(answers__isnull=True), name="a_dispute_answers_nothing"
            ),
            models.CheckConstraint(
                condition=~Q(kind=MarkKind.STANDS) | Q(answers__isnull=False), name="what_stands_was_disputed"
            ),
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | ~Q(answers=F("id")), name="no_mark_answers_itself"
            ),
        ]


class Withdrawal(models.Model):
    """A contact recorded in error is shown to nobody any longer, but that there was one, who withdrew it and why."""

    retention = "early_help_record"
    subjects = ("contact__seen",)
    gathers = True
    classified = {"reason": Category.CONTACTS}
    plain = ("withdrawn_at",)
    sealed_for = "contact.case.family_id"

    seal = RowSeal()
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="withdrawal")
    reason = SealedTextField()
    withdrawn_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()
