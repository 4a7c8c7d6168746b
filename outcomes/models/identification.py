"""Households found by events: runs with their counts, suggestions by reference alone, and decisions to offer help."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from agencies.models import Agency, Place, Post
from cases.models import Household
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category


class IdentificationRun(models.Model):
    """One asking: which households of a front door's area had enough headline needs on `day`. Holds counts alone.

    `households` have a child and something that counts; `identified` enough headline needs; `in_hand` of these have a
    live case or a referral that waits. `left_out` are the kinds of information that no agreement let count.
    """

    retention = "standing"

    framework = models.CharField(max_length=60)
    needed = models.PositiveSmallIntegerField()
    day = models.DateField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", help_text="whose front door it is for")
    run_at = models.DateTimeField()
    run_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    households = models.PositiveIntegerField()
    identified = models.PositiveIntegerField()
    in_hand = models.PositiveIntegerField()
    age_unknown = models.PositiveIntegerField(help_text="happenings that an unknown birth date kept from counting")
    by_headline = models.JSONField(default=dict, help_text="headline: identified households that show it")
    left_out = ArrayField(models.CharField(max_length=200), default=list)

    class Meta:
        ordering = ["-run_at", "-id"]


class HelpOffer(models.Model):
    """A recorded decision to offer one suggested household help. Until there is one, its evidence stays closed.

    Its reason has a data key of its own: who lives together is settled anew, and the words may be about any of them.
    """

    retention = "extract_row"
    subjects = ("household__people__subject",)
    gathers = True
    classified = {"reason": Category.NEEDS}
    plain = ("reference", "decided_at")
    sealed_for = "seal"

    seal = RowSeal()
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="help_offers")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, help_text="of the suggestion")
    reason = SealedTextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reference"], name="help_is_offered_once_a_suggestion")]


class Suggestion(models.Model):
    """A household of the latest run, by a random reference that it keeps from run to run. No name, no address.

    Not a referral and not a decision. `household` is empty once who lives together was settled anew.
    """

    retention = "extract_row"
    subjects = ("household__people__subject",)
    gathers = True
    classified = {"headlines": Category.NEEDS}
    plain = ("reference",)

    run = models.ForeignKey(IdentificationRun, models.PROTECT, related_name="suggestions")
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="suggestions")
    reference = models.CharField(max_length=12)
    headlines = models.PositiveSmallIntegerField(help_text="how many headline needs")
    offer = models.ForeignKey(HelpOffer, models.PROTECT, null=True, related_name="suggestions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "reference"], name="a_run_suggests_a_reference_once"),
            models.UniqueConstraint(fields=["run", "household"], name="a_run_suggests_a_household_once"),
        ]
