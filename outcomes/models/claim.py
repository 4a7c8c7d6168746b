"""Claims: what a framework was asked to pay for, on what evidence, who approved it, and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agencies.models import Post
from cases.models import Case
from datasharing.models import FamilyFile
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category
from outcomes.vocabulary import ClaimState


class Claim(models.Model):
    """One claim for a family under a framework; or, with `reverses`, the reversal of one that was paid.

    What was claimed, for how much and on what evidence never changes; once paid, nothing does (a trigger holds the
    database to it). `turn` counts the reversals before it: one claim a family, framework and turn is alive.
    """

    retention = "claim"
    subjects = ("file__family__members__person__subject",)
    gathers = True
    classified = {"evidence": Category.NEEDS, "decision_words": Category.NEEDS, "gbp": Category.NEEDS}
    plain = (
        "reference", "framework", "framework_title", "result", "result_words", "claimed_on", "claimed_at", "turn",
        "digest", "state", "decided_at", "paid_on",
    )  # fmt: skip
    sealed_for = "file_id"

    seal = RowSeal()
    reference = models.CharField(max_length=12, unique=True)
    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="claims")
    case = models.ForeignKey(Case, models.PROTECT, related_name="claims")
    framework = models.CharField(max_length=60)
    framework_title = models.CharField(max_length=120)
    result = models.CharField(max_length=60)
    result_words = models.CharField(max_length=200)
    claimed_on = models.DateField()
    gbp = models.DecimalField(max_digits=10, decimal_places=2)
    evidence = SealedTextField(help_text="the pack, as JSON, frozen: what, from whom, when")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the pack")
    turn = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.CLAIMED)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_words = SealedTextField(blank=True)
    paid_on = models.DateField(null=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        ordering = ["-claimed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "framework", "turn"],
                condition=~Q(state=ClaimState.REFUSED) & Q(reverses__isnull=True),
                name="a_family_is_claimed_for_once_a_framework",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("claimed_by")),
                name="a_claim_is_decided_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(state=ClaimState.CLAIMED, decided_at__isnull=True)
                | (~Q(state=ClaimState.CLAIMED) & Q(decided_at__isnull=False))
                | Q(reverses__isnull=False),
                name="a_claim_says_when_it_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, gbp__gte=0) | Q(reverses__isnull=False, gbp__lte=0),
                name="a_reversal_takes_back",
            ),
        ]

    def get_absolute_url(self) -> str:
        """The claim's own page."""
        return reverse("outcomes:claim", args=[self.reference])
