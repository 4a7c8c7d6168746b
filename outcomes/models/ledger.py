"""The ledger: what each occurrence cost whom, under which catalogue; and what support cost."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.models import Post
from cases.models import Case, Occurrence, Support
from datasharing.vocabulary import Category
from outcomes.costing.ledger import WhyNotCosted
from outcomes.vocabulary import Basis, SupportKind

WHY_NOT_COSTED = [(why.value, why.words) for why in WhyNotCosted]


class Catalogue(models.Model):
    """One dated version of prices and mappings; its rows are data files named by `version`.

    `complete_at` is when every occurrence known then stood in the ledger under it; until then the version before it
    is what pages show.
    """

    retention = "standing"

    version = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    base_year = models.CharField(max_length=7)
    loaded_at = models.DateTimeField()
    complete_at = models.DateTimeField(null=True)


class LedgerLine(models.Model):
    """One price on one occurrence, in pounds at the catalogue's base year, not rounded.

    *each*: `gbp` falls on `starts_on`. *per_day*: `gbp` falls on every `per_days` days from `starts_on` up to, not
    including, `ends_on`. Economic and social values stand beside it and are empty where the catalogue has none.
    """

    retention = "ledger"
    subjects = ("occurrence__subject",)
    gathers = True
    classified = {
        "gbp": "occurrence.category",
        "economic_gbp": "occurrence.category",
        "social_gbp": "occurrence.category",
        "starts_on": "occurrence.category",
        "ends_on": "occurrence.category",
    }
    plain = ("unit_cost", "bearer", "basis", "per_days")

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="ledger_lines")
    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="lines")
    unit_cost = models.CharField(max_length=20)
    bearer = models.CharField(max_length=30)
    basis = models.CharField(max_length=8, choices=Basis)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    gbp = models.DecimalField(max_digits=48, decimal_places=28)
    per_days = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    economic_gbp = models.DecimalField(max_digits=48, decimal_places=28, null=True)
    social_gbp = models.DecimalField(max_digits=48, decimal_places=28, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "catalogue", "unit_cost", "bearer", "basis"],
                name="an_occurrence_is_priced_once_a_catalogue",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.EACH, ends_on__isnull=True, per_days__isnull=True)
                | Q(basis=Basis.PER_DAY, ends_on__gt=F("starts_on"), per_days__gt=0),
                name="a_daily_line_has_an_end",
            ),
        ]


class NotCosted(models.Model):
    """An occurrence, or the part that `unit_costs` name, that the catalogue could not price. Not nought pounds."""

    retention = "ledger"
    subjects = ("occurrence__subject",)
    gathers = False
    classified: dict[str, str] = {}
    plain = ("reason", "unit_costs")

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="not_costed")
    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=30, choices=WHY_NOT_COSTED)
    unit_costs = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "catalogue"], name="not_costed_is_said_once_a_catalogue")
        ]


class SupportCost(models.Model):
    """What a week of support cost: minutes × the hourly rate of the worker's grade."""

    retention = "ledger"
    subjects = ()
    gathers = False
    classified = {"gbp": Category.MONEY, "minutes": Category.MONEY}
    plain = ("unit_cost", "bearer", "kind", "falls_on")

    case = models.ForeignKey(Case, models.PROTECT, related_name="support_costs")
    support = models.ForeignKey(Support, models.PROTECT, related_name="costs")
    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="+")
    unit_cost = models.CharField(max_length=20)
    bearer = models.CharField(max_length=30)
    kind = models.CharField(max_length=8, choices=SupportKind, default=SupportKind.CASH)
    falls_on = models.DateField()
    minutes = models.PositiveIntegerField()
    gbp = models.DecimalField(max_digits=48, decimal_places=28)
    posted_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["support", "catalogue", "unit_cost", "bearer", "kind"],
                name="a_week_of_support_is_priced_once_a_catalogue",
            )
        ]
