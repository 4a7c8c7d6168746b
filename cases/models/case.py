"""The case: opened by triage, allocated to one key worker and a team, closed with an outcome."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Post, Team
from cases.intake.models.referral import Referral
from cases.models.people import Family
from cases.vocabulary import CaseState, ClosingOutcome, Intensity
from datasharing.models import Grant
from datasharing.models.period import Period
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category


class Case(models.Model):
    """One spell of help for a family. A case never goes back; one is live at a time."""

    retention = "early_help_record"
    subjects = ("family__members__person__subject",)
    gathers = True
    classified = {
        "level_of_need": Category.NEEDS,
        "intensity": Category.NEEDS,
        "reasons": Category.NEEDS,
        "outcome": Category.PLAN,
        "closing_words": Category.PLAN,
        "follow_up_on": Category.PLAN,
    }
    plain = ("state", "opened_at", "allocated_at", "closed_at", "support_reference")
    sealed_for = "family_id"

    seal = RowSeal()
    family = models.ForeignKey(Family, models.PROTECT, related_name="cases")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, related_name="cases")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="cases")
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.OPENED)
    level_of_need = models.PositiveSmallIntegerField()
    intensity = models.CharField(max_length=12, choices=Intensity)
    reasons = SealedTextField(blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    key_worker = models.ForeignKey(Post, models.PROTECT, null=True, related_name="cases")
    allocated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, choices=ClosingOutcome, blank=True)
    closing_words = SealedTextField(blank=True)
    follow_up_on = models.DateField(null=True)
    support_reference = models.CharField(max_length=40, blank=True, help_text="of support recorded before Lintel")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=~Q(state=CaseState.CLOSED), name="a_family_has_one_live_case"
            ),
            models.UniqueConstraint(
                fields=["support_reference"], condition=~Q(support_reference=""), name="support_is_recorded_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CaseState.OPENED, CaseState.CLOSED])
                | Q(key_worker__isnull=False, allocated_at__isnull=False),
                name="an_allocated_case_has_a_key_worker",
            ),
            models.CheckConstraint(
                condition=(Q(state=CaseState.CLOSED) & Q(closed_at__isnull=False) & ~Q(outcome=""))
                | (~Q(state=CaseState.CLOSED) & Q(closed_at__isnull=True)),
                name="a_closed_case_says_when_and_how",
            ),
        ]


class KeyWorker(models.Model):
    """Who was key worker, from when to when (the end excluded). The database allows no two at any moment.

    Whoever worked with the family by another record of it, merged with this one since, stands beside them.
    `handover` is what the next key worker needs to know, in the words of whoever hands over.
    """

    retention = "early_help_record"
    subjects = ("family__members__person__subject",)
    gathers = True
    classified = {"handover": Category.CONTACTS}
    plain = ("starts_at", "ends_at", "set_beside")
    sealed_for = "family_id"

    seal = RowSeal()
    family = models.ForeignKey(Family, models.PROTECT, related_name="key_workers")
    case = models.ForeignKey(Case, models.PROTECT, related_name="key_workers")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    handover = SealedTextField(blank=True)
    set_beside = models.BooleanField(default=False, help_text="on another record of the family, merged with this one")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_family_has_one_key_worker_at_a_time",
                condition=Q(set_beside=False),
                expressions=[
                    ("family", RangeOperators.EQUAL),
                    (Period("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="a_key_worker_ends_after_starting",
            ),
            models.CheckConstraint(
                condition=Q(set_beside=False) | Q(ends_at__isnull=False), name="who_is_set_beside_is_key_worker_no_more"
            ),
        ]


class CaseMember(models.Model):
    """A named practitioner on the case team, from when to when."""

    retention = "early_help_record"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("starts_at", "ends_at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="team_members")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "post"], condition=Q(ends_at__isnull=True), name="a_post_is_on_a_case_once"
            )
        ]


class Support(models.Model):
    """Minutes that a worker gave to a family in a week, as the partner that paid for them reports it."""

    retention = "early_help_record"
    subjects = ()
    gathers = False
    classified = {"minutes": Category.MONEY}
    plain = ("worker", "week_beginning")

    case = models.ForeignKey(Case, models.PROTECT, related_name="support")
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    worker = models.CharField(max_length=60)
    week_beginning = models.DateField()
    minutes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "worker", "week_beginning"], name="a_week_of_support_is_said_once")
        ]
