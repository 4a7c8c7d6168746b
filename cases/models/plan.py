"""Whole-family needs and the one plan: goals by need, actions with owner, due date and what must come first."""

from django.db import models
from django.db.models import Q

from agencies.models import Agency, Post
from cases.models.case import Case
from cases.models.people import Person
from cases.vocabulary import Need, NeedKind
from datasharing.models import DataSubject
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category


class NeedRecord(models.Model):
    """A need or strength of the family, with the evidence for it and whom it is about."""

    retention = "early_help_record"
    subjects = ("about",)
    gathers = True
    classified = {"need": "category", "kind": "category", "evidence": "category"}
    plain = ("category", "told_by", "recorded_at", "met_on")
    sealed_for = "case.family_id"

    seal = RowSeal()
    case = models.ForeignKey(Case, models.PROTECT, related_name="needs")
    need = models.CharField(max_length=20, choices=Need)
    kind = models.CharField(max_length=10, choices=NeedKind, default=NeedKind.NEED)
    category = models.CharField(max_length=30, choices=Category, default=Category.NEEDS)
    about = models.ManyToManyField(DataSubject, related_name="+")
    evidence = SealedTextField()
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    told_by = models.CharField(max_length=12, default="practitioner")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    met_on = models.DateField(null=True, blank=True)


class Plan(models.Model):
    """The one plan of a case."""

    retention = "early_help_record"
    subjects = ("case__family__members__person__subject",)
    gathers = True
    classified = {"family_words": Category.PLAN}
    plain = ("agreed_at", "next_review_on", "version")
    sealed_for = "case.family_id"

    seal = RowSeal()
    case = models.OneToOneField(Case, models.PROTECT, related_name="plan")
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    family_words = SealedTextField(blank=True, help_text="what the family said of it, in their own words")
    next_review_on = models.DateField()
    version = models.PositiveIntegerField(default=1)


class Goal(models.Model):
    """What the family and the team want to be true, under one need."""

    retention = "early_help_record"
    subjects = ("plan__case__family__members__person__subject",)
    gathers = True
    classified = {"need": Category.PLAN, "words": Category.PLAN, "achieved_on": Category.PLAN}
    plain = ("position",)
    sealed_for = "plan.case.family_id"

    seal = RowSeal()
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    need = models.CharField(max_length=20, choices=Need)
    words = SealedTextField()
    position = models.PositiveSmallIntegerField()
    achieved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="goals_stand_in_order")]


class Action(models.Model):
    """Something to be done by a day, by one practitioner or one family member; may wait for another action."""

    retention = "early_help_record"
    subjects = ("owner_person__subject",)
    gathers = True
    classified = {
        "words": Category.PLAN,
        "takes": Category.PLAN,
        "due_on": Category.PLAN,
        "done_on": Category.PLAN,
    }
    plain = ("position",)
    sealed_for = "goal.plan.case.family_id"

    seal = RowSeal()
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="actions")
    position = models.PositiveSmallIntegerField()
    words = SealedTextField()
    owner_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="actions")
    owner_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="actions")
    takes = models.PositiveSmallIntegerField(default=1, help_text="working days")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    comes_after = models.ManyToManyField("self", symmetrical=False, related_name="comes_before")

    class Meta:
        ordering = ["goal__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "position"], name="actions_stand_in_order"),
            models.CheckConstraint(
                condition=Q(owner_post__isnull=False, owner_person__isnull=True)
                | Q(owner_post__isnull=True, owner_person__isnull=False),
                name="an_action_has_one_owner",
            ),
        ]
