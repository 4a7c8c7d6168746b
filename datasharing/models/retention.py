"""What is due to be deleted, as one person listed it and another approved it; and the holds that stop it."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Place, Post
from datasharing.models.anchors import DataSubject, FamilyFile
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category, LeftBecause


class Hold(models.Model):
    """Nothing of a family's is deleted while this lasts: an inquiry, a claim, a complaint. Says why, and since when."""

    retention = "retention_record"
    subjects = ()
    gathers = False
    classified = {"reason": Category.SOCIAL_CARE, "ended_because": Category.SOCIAL_CARE}
    plain = ("starts_at", "review_on", "ends_at")
    sealed_for = "file_id"

    seal = RowSeal()
    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="holds")
    reason = SealedTextField()
    set_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    review_on = models.DateField()
    ended_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    ends_at = models.DateTimeField(null=True)
    ended_because = SealedTextField(blank=True)

    class Meta:
        ordering = ["review_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True, ended_by__isnull=True)
                | Q(ends_at__isnull=False, ended_by__isnull=False),
                name="a_hold_is_ended_by_somebody",
            )
        ]


class RetentionList(models.Model):
    """People whose records are due, drawn up on a day. Nothing goes before a second person has approved it."""

    retention = "retention_record"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("drawn_at", "approved_at", "withdrawn_at", "done_at")

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    drawn_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    approved_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-drawn_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="a_place_has_one_open_retention_list",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drawn_by")),
                name="somebody_else_approves_a_retention_list",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(approved_at__isnull=False),
                name="nothing_is_deleted_before_it_is_approved",
            ),
        ]


class RetentionLine(models.Model):
    """One person on a list, by the file they were known in; done, or left and why."""

    retention = "retention_record"
    subjects = ("subject",)
    gathers = False
    classified: dict[str, str] = {}
    plain = ("due_since", "done_at", "left_because")

    listing = models.ForeignKey(RetentionList, models.PROTECT, related_name="lines")
    subject = models.ForeignKey(DataSubject, models.PROTECT, related_name="+")
    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="+")
    due_since = models.DateField()
    done_at = models.DateTimeField(null=True)
    left_because = models.CharField(max_length=12, choices=LeftBecause, blank=True)

    class Meta:
        ordering = ["due_since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "subject"], name="a_person_is_on_a_retention_list_once")
        ]
