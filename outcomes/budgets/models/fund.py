"""What is bought from the family fund: for one action of one family's plan, at once or when somebody else agrees."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Post
from cases.models import Action, Case
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category
from outcomes.budgets.models.budget import BudgetEntry, BudgetLine
from outcomes.budgets.vocabulary import PurchaseIs


class FundPurchase(models.Model):
    """One thing bought, or asked for. What is bought is a payment on the budget's line, and a cost of support."""

    retention = "ledger"
    subjects = ("case__family__members__person__subject",)
    gathers = True
    classified = {"what": Category.MONEY, "gbp": Category.MONEY, "reason": Category.MONEY}
    plain = ("state", "asked_at", "decided_at")
    sealed_for = "case.family_id"

    seal = RowSeal()
    case = models.ForeignKey(Case, models.PROTECT, related_name="purchases")
    action = models.ForeignKey(Action, models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="purchases")
    what = SealedTextField()
    gbp = models.DecimalField(max_digits=14, decimal_places=2)
    state = models.CharField(max_length=10, choices=PurchaseIs)
    bought_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = SealedTextField(blank=True)
    entry = models.OneToOneField(BudgetEntry, models.PROTECT, null=True, related_name="purchase")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PurchaseIs.BOUGHT, entry__isnull=False)
                | (~Q(state=PurchaseIs.BOUGHT) & Q(entry__isnull=True)),
                name="what_is_bought_is_paid_from_the_budget",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("bought_by")),
                name="nobody_approves_what_they_buy",
            ),
        ]
