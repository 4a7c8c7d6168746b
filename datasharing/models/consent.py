"""Consent by person and category, who may give it, and which provider a partner pays."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Post
from datasharing.models.anchors import DataSubject
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category, ConsentBy, HowHeld


class Consent(models.Model):
    """A yes or no of one person to one category, by somebody who may say it, until it is withdrawn or lapses.

    `onward_to` narrows it to passing that on to one agency. `lapses_on` is the sixteenth birthday where somebody else
    said it for a child: from then the young person decides.
    """

    retention = "early_help_record"
    subjects = ("subject",)
    gathers = True
    classified = {"agrees": Category.AGREEMENT, "words": Category.AGREEMENT}
    plain = ("category", "by", "given_at", "lapses_on", "withdrawn_at")

    sealed_for = "subject_id"
    seal = RowSeal()

    subject = models.ForeignKey(DataSubject, models.PROTECT, related_name="consents")
    category = models.CharField(max_length=30, choices=Category)
    onward_to = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    agrees = models.BooleanField()
    by = models.CharField(max_length=20, choices=ConsentBy)
    by_subject = models.ForeignKey(DataSubject, models.PROTECT, null=True, related_name="+")
    words = SealedTextField(blank=True)
    given_at = models.DateTimeField()
    lapses_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_at", "-id"]
        indexes = [models.Index(fields=["subject"], name="consent_by_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "category", "onward_to"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="a_person_says_one_thing_of_a_category",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="a_consent_is_withdrawn_after_it_is_given",
            ),
        ]


class Competence(models.Model):
    """A practitioner's judgement that a child under sixteen can, or someone over it cannot, decide something."""

    retention = "early_help_record"
    subjects = ("subject",)
    gathers = True
    classified = {"is_able": Category.AGREEMENT, "matter": Category.AGREEMENT, "reasons": Category.AGREEMENT}
    plain = ("judged_at", "ends_at")

    sealed_for = "subject_id"
    seal = RowSeal()

    subject = models.ForeignKey(DataSubject, models.PROTECT, related_name="competence")
    is_able = models.BooleanField()
    matter = models.CharField(max_length=30, choices=Category)
    reasons = SealedTextField()
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    judged_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-judged_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "matter"], condition=Q(ends_at__isnull=True), name="one_judgement_of_a_matter_stands"
            )
        ]


class ParentalResponsibility(models.Model):
    """Who holds parental responsibility for a child: how, from when, limited or removed by which order."""

    retention = "early_help_record"
    subjects = ("child",)
    gathers = True
    classified = {"how": Category.HOUSEHOLD, "limited_by": Category.HOUSEHOLD, "is_risk": Category.SOCIAL_CARE}
    plain = ("starts_on", "ends_on")

    sealed_for = "child_id"
    seal = RowSeal()

    child = models.ForeignKey(DataSubject, models.PROTECT, related_name="parental_responsibility")
    holder = models.ForeignKey(DataSubject, models.PROTECT, related_name="+")
    how = models.CharField(max_length=20, choices=HowHeld)
    limited_by = SealedTextField(blank=True, help_text="the order that limits or removes it")
    is_risk = models.BooleanField(default=False, help_text="the holder is recorded as a risk to the child")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "holder"], condition=Q(ends_on__isnull=True), name="responsibility_is_held_once"
            ),
            models.CheckConstraint(condition=~Q(child=F("holder")), name="nobody_is_responsible_for_themselves"),
        ]


class Funding(models.Model):
    """A partner pays a voluntary or private body for work with families, from a day to a day, both included."""

    retention = "agreement"

    payer = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    provider = models.ForeignKey(Agency, models.PROTECT, related_name="funded_by")
    contract = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(payer=F("provider")), name="nobody_pays_themselves"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="funding_ends_after_it_starts"),
        ]
