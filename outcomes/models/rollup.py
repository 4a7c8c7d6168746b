"""What a family's ledger comes to, kept until anything of it changes."""

from django.db import models

from cases.models import Case
from datasharing.models.sealed import RowSeal, SealedJSONField
from datasharing.vocabulary import Category
from outcomes.models.ledger import Catalogue


class CostRollup(models.Model):
    """One case's costs under one catalogue: pounds by window, by quarter and bearer, and what breaks an outcome.

    `stamp` tells what it was worked out from; one that no longer fits is worked out anew (`refresh_rollups`). Pounds
    are to the penny, as text, sealed under the family's key: when that is shredded, nothing of it is counted any more.
    It is read for the published cube alone and shown to nobody by itself.
    """

    retention = "ledger"
    subjects = ()
    gathers = False
    classified = {"costs": Category.MONEY}
    plain = ("stamp",)
    sealed_for = "case.family_id"

    seal = RowSeal()
    case = models.ForeignKey(Case, models.CASCADE, related_name="rollups")
    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="+")
    stamp = models.CharField(max_length=32)
    costs = SealedJSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "catalogue"], name="a_case_is_rolled_up_once_a_catalogue")
        ]
