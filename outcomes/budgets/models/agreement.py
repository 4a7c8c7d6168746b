"""Investment agreements: partners, what they commit by quarter, and quarters settled once."""

from django.db import models
from django.db.models import Q

from agencies.models import Place, Post
from cases.vocabulary import Intensity
from outcomes.budgets.models.budget import FOOTINGS
from outcomes.costing.agreements import Footing, Sharing

SHARINGS = [
    (Sharing.IN_PROPORTION.value, "In proportion to what each puts in"),
    (Sharing.FIXED_SHARES.value, "By fixed shares"),
    (Sharing.FIRST_LOSS.value, "First loss, then shares"),
]


class InvestmentAgreement(models.Model):
    """What partners agreed for the families of a place, or those of one intensity there.

    `first_quarter` and `last_quarter` are whole quarters in a row: year × 4 + number − 1.
    """

    retention = "standing"

    reference = models.CharField(max_length=12, unique=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="investment_agreements")
    tier = models.CharField(max_length=10, choices=Intensity, blank=True)
    name = models.CharField(max_length=160)
    footing = models.CharField(max_length=10, choices=FOOTINGS)
    sharing = models.CharField(max_length=15, choices=SHARINGS)
    first_quarter = models.PositiveIntegerField()
    last_quarter = models.PositiveIntegerField()
    host = models.CharField(max_length=200, blank=True)
    accountable_body = models.CharField(max_length=200, blank=True)
    legal_power = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_quarter__gte=models.F("first_quarter")), name="an_agreement_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(footing=Footing.POOLED.value) | ~(Q(host="") | Q(accountable_body="") | Q(legal_power="")),
                name="a_pooled_agreement_has_host_body_and_power",
            ),
        ]


class AgreementPartner(models.Model):
    """One partner to an agreement; an outside investor is one like any other."""

    retention = "standing"

    agreement = models.ForeignKey(InvestmentAgreement, models.PROTECT, related_name="partners")
    position = models.PositiveSmallIntegerField()
    partner = models.CharField(max_length=60)
    share = models.DecimalField(max_digits=9, decimal_places=8, null=True)
    stands_first_loss = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "partner"], name="a_partner_agrees_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1), name="a_share_is_from_none_to_all"
            ),
        ]


class Commitment(models.Model):
    """What one partner commits in one quarter."""

    retention = "standing"

    partner = models.ForeignKey(AgreementPartner, models.PROTECT, related_name="commitments")
    quarter = models.PositiveIntegerField()
    gbp = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["quarter"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "quarter"], name="a_partner_commits_once_a_quarter"),
            models.CheckConstraint(condition=Q(gbp__gte=0), name="nobody_commits_less_than_nought"),
        ]


class SettledQuarter(models.Model):
    """A quarter of an agreement, closed once: by which published edition, and what would pass."""

    retention = "standing"

    agreement = models.ForeignKey(InvestmentAgreement, models.PROTECT, related_name="quarters")
    quarter = models.PositiveIntegerField()
    edition = models.ForeignKey("outcomes.Edition", models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["quarter"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "quarter"], name="a_quarter_of_an_agreement_is_closed_once")
        ]


class SettledPartner(models.Model):
    """One partner's row of a closed quarter, since the agreement began. `passes` above nought is received."""

    retention = "standing"

    quarter = models.ForeignKey(SettledQuarter, models.PROTECT, related_name="rows")
    partner = models.ForeignKey(AgreementPartner, models.PROTECT, related_name="settled")
    committed = models.DecimalField(max_digits=14, decimal_places=2)
    put_in = models.DecimalField(max_digits=14, decimal_places=2)
    gained = models.DecimalField(max_digits=14, decimal_places=2)
    due = models.DecimalField(max_digits=14, decimal_places=2)
    passes = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["partner__position"]
        constraints = [
            models.UniqueConstraint(fields=["quarter", "partner"], name="a_partner_is_settled_once_a_quarter")
        ]
