"""Tasks: what somebody who works with a family is to do by a day, and each time that it was put off."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Post
from cases.models.case import Case
from cases.models.work import Contact, Review
from datasharing.models import DataSubject
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category


class Task(models.Model):
    """Something to do by a day, for one post of the team. It may come from a contact or from a review."""

    retention = "early_help_record"
    subjects = ("about",)
    gathers = True
    classified = {"words": Category.PLAN}
    plain = ("due_on", "given_at", "done_at", "submission")
    sealed_for = "case.family_id"

    seal = RowSeal()
    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    words = SealedTextField()
    about = models.ForeignKey(DataSubject, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    owner = models.ForeignKey(Post, models.PROTECT, related_name="tasks")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="tasks")
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="tasks")
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    done_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    submission = models.UUIDField(null=True, unique=True, help_text="of the form: pressed twice, given once")

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on"], name="task_not_done", condition=Q(done_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="a_task_that_is_done_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(review__isnull=True), name="a_task_comes_from_one_thing"
            ),
        ]


class PutOff(models.Model):
    """A task was put off to a later day, and why."""

    retention = "early_help_record"
    subjects = ("task__about",)
    gathers = True
    classified = {"reason": Category.PLAN}
    plain = ("was_due_on", "due_on", "put_off_at")
    sealed_for = "task.case.family_id"

    seal = RowSeal()
    task = models.ForeignKey(Task, models.PROTECT, related_name="put_off")
    was_due_on = models.DateField()
    due_on = models.DateField()
    reason = SealedTextField()
    put_off_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    put_off_at = models.DateTimeField()

    class Meta:
        ordering = ["put_off_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=F("was_due_on")), name="what_is_put_off_is_due_later"),
        ]
