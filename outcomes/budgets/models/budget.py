"""Budgets of places: their lines, what is promised and paid on each, and quarters closed once."""

from django.db import models
from django.db.models import Q

from agencies.models import Place, Post
from outcomes.budgets.vocabulary import EntryIs
from outcomes.costing.agreements import Footing
from outcomes.costing.budgets import BudgetKind

FOOTINGS = [(one.value, one.value.capitalize()) for one in Footing]
KINDS = [(one.value, one.value.replace("_", " ").capitalize()) for one in BudgetKind]


class Budget(models.Model):
    """One place's budget for one financial year (`year` is that of its April). One for each place and year."""

    retention = "standing"

    place = models.ForeignKey(Place, models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    footing = models.CharField(max_length=10, choices=FOOTINGS)
    host = models.CharField(max_length=200, blank=True)
    accountable_body = models.CharField(max_length=200, blank=True)
    legal_power = models.CharField(max_length=200, blank=True)
    accountable_officer = models.ForeignKey(Post, models.PROTECT, related_name="+")
    fund_limit = models.DecimalField(null=True, max_digits=14, decimal_places=2)
    fund_approver = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "place__path"]
        constraints = [
            models.UniqueConstraint(fields=["place", "year"], name="a_place_has_one_budget_a_year"),
            models.CheckConstraint(
                condition=~Q(footing=Footing.POOLED.value) | ~(Q(host="") | Q(accountable_body="") | Q(legal_power="")),
                name="pooled_money_has_host_body_and_power",
            ),
            models.CheckConstraint(
                condition=Q(fund_limit__isnull=True, fund_approver__isnull=True)
                | Q(fund_limit__gt=0, fund_approver__isnull=False),
                name="a_family_fund_has_a_limit_and_an_approver",
            ),
        ]


class BudgetLine(models.Model):
    """What one partner gives to a budget, in money or in kind.

    `is_fund`: the family fund is paid from it. `is_shared`: a fixed cost that is shared among the families supported.
    """

    retention = "standing"

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=KINDS)
    partner = models.CharField(max_length=60)
    words = models.CharField(max_length=200)
    planned = models.DecimalField(max_digits=14, decimal_places=2)
    is_fund = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["budget", "position"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "position"], name="budget_lines_stand_in_order"),
            models.UniqueConstraint(fields=["budget"], condition=Q(is_fund=True), name="a_budget_has_one_family_fund"),
            models.CheckConstraint(condition=Q(planned__gte=0), name="a_line_plans_nothing_below_nought"),
        ]


class BudgetEntry(models.Model):
    """A sum promised or paid on a line, to the penny. Appended, never edited.

    A payment may settle one promise, whole: what is paid then stands for what was promised.
    """

    retention = "standing"

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryIs)
    gbp = models.DecimalField(max_digits=14, decimal_places=2)
    falls_on = models.DateField()
    words = models.CharField(max_length=200)
    settles = models.OneToOneField("self", models.PROTECT, null=True, related_name="settled_by")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["falls_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(gbp__gt=0), name="a_sum_of_a_budget_is_above_nought"),
            models.CheckConstraint(
                condition=Q(settles__isnull=True) | Q(kind=EntryIs.PAID), name="only_a_payment_settles_a_promise"
            ),
        ]


class BudgetQuarter(models.Model):
    """A quarter of a budget, closed: its figures as they then stood, since the year began. Closed once."""

    retention = "standing"

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="quarters")
    number = models.PositiveSmallIntegerField()
    planned = models.DecimalField(max_digits=14, decimal_places=2)
    committed = models.DecimalField(max_digits=14, decimal_places=2)
    spent = models.DecimalField(max_digits=14, decimal_places=2)
    closed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="a_quarter_of_a_budget_is_closed_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=4), name="a_year_has_four_quarters"),
        ]
