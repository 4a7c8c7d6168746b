"""Help from a service of the directory: whom a family member was referred to, for what, and what came of it."""

from django.db import models
from django.db.models import Q

from agencies.models import Agency, Post
from cases.models.case import Case
from cases.models.directory import DirectoryEntry
from cases.vocabulary import HelpResult, HelpState, Need
from datasharing.models import DataSubject
from datasharing.models.sealed import RowSeal, SealedTextField
from datasharing.vocabulary import Category

OVER = [HelpState.DECLINED, HelpState.ENDED]


class ServiceReferral(models.Model):
    """One family member, or the whole family, referred to one service for one need, with their yes."""

    retention = "early_help_record"
    subjects = ("about",)
    gathers = True
    classified = {"need": "category", "words": "category", "state": "category", "result": "category"}
    plain = ("category", "agreed_on", "referred_at", "ended_on", "submission")
    sealed_for = "case.family_id"

    seal = RowSeal()
    case = models.ForeignKey(Case, models.PROTECT, related_name="service_referrals")
    entry = models.ForeignKey(DirectoryEntry, models.PROTECT, related_name="referrals")
    about = models.ForeignKey(DataSubject, models.PROTECT, null=True, related_name="+")
    need = models.CharField(max_length=20, choices=Need)
    category = models.CharField(max_length=30, choices=Category, default=Category.NEEDS)
    words = SealedTextField(blank=True, help_text="why, and what is hoped for")
    agreed_on = models.DateField(help_text="when they said yes to it")
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    referred_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    referred_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=HelpState, default=HelpState.REFERRED)
    result = models.CharField(max_length=12, choices=HelpResult, blank=True)
    ended_on = models.DateField(null=True)
    submission = models.UUIDField(null=True, unique=True, help_text="of the form: pressed twice, recorded once")

    class Meta:
        ordering = ["-referred_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "entry", "about"],
                condition=Q(ended_on__isnull=True),
                nulls_distinct=False,
                name="somebody_is_with_a_service_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_on__isnull=False) | ~Q(state__in=OVER) & Q(ended_on__isnull=True),
                name="a_referral_that_is_over_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(state=HelpState.ENDED) & ~Q(result="") | ~Q(state=HelpState.ENDED) & Q(result=""),
                name="what_ended_says_what_came_of_it",
            ),
        ]


class ServiceNews(models.Model):
    """What became of a referral to a service, one row a step; never edited."""

    retention = "early_help_record"
    subjects = ("referral__about",)
    gathers = True
    classified = {"words": "referral__category", "state": "referral__category"}
    plain = ("happened_on", "recorded_at")
    sealed_for = "referral.case.family_id"

    seal = RowSeal()
    referral = models.ForeignKey(ServiceReferral, models.PROTECT, related_name="news")
    state = models.CharField(max_length=10, choices=HelpState)
    words = SealedTextField(blank=True)
    happened_on = models.DateField()
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_on", "id"]
