"""Information sharing agreements, their parties, their rules, and the legal gateways they rest on."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency
from agencies.vocabulary import AgencyKind, Purpose
from datasharing.vocabulary import Category, LevelWord, Onward


class Gateway(models.Model):
    """A power or duty under which agencies share. `confidence` travels to the screen."""

    retention = "standing"

    code = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=200)
    provision = models.TextField()
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=40)


class Agreement(models.Model):
    """A signed agreement between parties. In force while every party to a rule has signed and its dates hold."""

    retention = "agreement"

    reference = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    words = models.TextField(help_text="what it is for, in plain words")
    starts_on = models.DateField()
    ends_on = models.DateField()
    review_on = models.DateField()
    suspended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="an_agreement_ends_after_it_starts")
        ]


class Party(models.Model):
    """An agency that is party to an agreement, and when and by whom it was signed for it."""

    retention = "agreement"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="parties")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="agreements")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "agency"], name="an_agency_is_party_once")]


class Rule(models.Model):
    """Supplier kind × category → receiving kind × roles × purpose × reaches: at this level, under this gateway."""

    retention = "agreement"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="rules")
    supplier_kind = models.CharField(max_length=30, choices=AgencyKind)
    category = models.CharField(max_length=30, choices=Category)
    receiver_kind = models.CharField(max_length=30, choices=AgencyKind)
    roles = ArrayField(models.CharField(max_length=30))
    purpose = models.CharField(max_length=20, choices=Purpose)
    reaches = ArrayField(models.CharField(max_length=20))
    level = models.CharField(max_length=12, choices=LevelWord)
    gateway = models.ForeignKey(Gateway, models.PROTECT, related_name="rules")
    needs_consent = models.BooleanField(default=False)
    onward = models.CharField(max_length=20, choices=Onward, default=Onward.ANY)
    not_for = ArrayField(models.CharField(max_length=30), default=list)
    confidence = models.CharField(max_length=40, default="verified")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "supplier_kind", "category", "receiver_kind", "purpose", "level", "needs_consent"],
                name="a_rule_is_said_once",
            )
        ]


class RulebookTurn(models.Model):
    """One row whose number is new after any change of agreements, their parties, rules, gateways, payers, or agencies.

    Triggers keep it (migration 0009), so that rules that were read can be used again until anything changes.
    """

    retention = "standing"

    number = models.BigIntegerField()
