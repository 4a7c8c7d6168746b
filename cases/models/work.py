"""The work itself: contacts in parts, and reviews by the team around the family. Both append-only."""

from django.db import models

from agencies.models import Agency, Post
from cases.models.case import Case
from cases.models.plan import Goal
from cases.vocabulary import ContactKind, Progress
from datasharing.models import DataSubject
from datasharing.models.sealed import RowSeal, SealedCharField, SealedTextField
from datasharing.vocabulary import Category


class Contact(models.Model):
    """A contact with the family: when, how, how long, who was seen, what next. Its words are in its parts."""

    retention = "early_help_record"
    subjects = ("seen",)
    gathers = True
    classified = {"place_words": Category.WHEREABOUTS, "next_step": Category.PLAN}
    plain = ("kind", "held_at", "minutes", "recorded_at", "submission")
    sealed_for = "case.family_id"

    seal = RowSeal()
    case = models.ForeignKey(Case, models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=12, choices=ContactKind)
    held_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place_words = SealedCharField(max_length=200, blank=True)
    seen = models.ManyToManyField(DataSubject, related_name="+")
    next_step = SealedTextField(blank=True)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    submission = models.UUIDField(null=True, unique=True, help_text="of the form: pressed twice, recorded once")

    class Meta:
        ordering = ["-held_at", "-id"]


class ContactPart(models.Model):
    """What was said or seen, of one category, about these people."""

    retention = "early_help_record"
    subjects = ("about",)
    gathers = True
    classified = {"words": "category", "is_child_voice": "category"}
    plain = ("category", "told_by")
    sealed_for = "contact.case.family_id"

    seal = RowSeal()
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="parts")
    category = models.CharField(max_length=30, choices=Category, default=Category.CONTACTS)
    about = models.ManyToManyField(DataSubject, related_name="+")
    words = SealedTextField()
    is_child_voice = models.BooleanField(default=False)
    told_by = models.CharField(max_length=12, default="practitioner")


class Review(models.Model):
    """A review: who came, what was decided, in whose words, and when the next one is."""

    retention = "early_help_record"
    subjects = ("case__family__members__person__subject",)
    gathers = True
    classified = {"decisions": Category.PLAN, "family_words": Category.PLAN, "minutes": Category.PLAN}
    plain = ("held_on", "next_review_on", "recorded_at", "submission")
    sealed_for = "case.family_id"

    seal = RowSeal()
    case = models.ForeignKey(Case, models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    minutes = SealedTextField(blank=True, help_text="what was said, for those who were asked to come")
    decisions = SealedTextField()
    family_words = SealedTextField(blank=True)
    next_review_on = models.DateField(null=True)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    submission = models.UUIDField(null=True, unique=True, help_text="of the form: pressed twice, recorded once")

    class Meta:
        ordering = ["-held_on", "-id"]


class ReviewGoal(models.Model):
    """How one goal stood at one review."""

    retention = "early_help_record"
    subjects = ("goal__plan__case__family__members__person__subject",)
    gathers = True
    classified = {"progress": Category.PLAN, "words": Category.PLAN}
    plain = ()
    sealed_for = "review.case.family_id"

    seal = RowSeal()
    review = models.ForeignKey(Review, models.PROTECT, related_name="goals")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="reviewed")
    progress = models.CharField(max_length=8, choices=Progress)
    words = SealedTextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "goal"], name="a_goal_is_reviewed_once_a_review")]
