"""The directory of services: what help there is, from whom, for whom, where and when. Nothing personal."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.models import Place


class DirectoryFeed(models.Model):
    """Where listings come from, and when they were last read."""

    retention = "standing"

    name = models.SlugField(max_length=60, unique=True)
    source = models.CharField(max_length=500, help_text="the feed's address, or the file's name")
    place = models.ForeignKey(Place, models.PROTECT, related_name="directories")
    read_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]


class DirectoryEntry(models.Model):
    """One service. What left its feed stays for the referrals that name it, and is offered to nobody."""

    retention = "standing"

    feed = models.ForeignKey(DirectoryFeed, models.PROTECT, related_name="entries")
    key = models.CharField(max_length=100, help_text="the service's id in its feed")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    provider = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=200, blank=True)
    needs = ArrayField(models.CharField(max_length=20), default=list)
    eligibility = models.TextField(blank=True)
    least_age = models.PositiveSmallIntegerField(null=True)
    most_age = models.PositiveSmallIntegerField(null=True)
    cost = models.TextField(blank=True)
    schedule = ArrayField(models.TextField(), default=list)
    places = ArrayField(models.TextField(), default=list)
    languages = ArrayField(models.CharField(max_length=60), default=list)
    checked_on = models.DateField(null=True, help_text="when its provider last said that it is so")
    is_running = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "key"], name="a_service_stands_in_its_feed_once"),
            models.CheckConstraint(
                condition=Q(least_age__isnull=True) | Q(most_age__isnull=True) | Q(least_age__lte=F("most_age")),
                name="a_service_is_for_ages_from_low_to_high",
            ),
        ]
        indexes = [models.Index(fields=["name"], name="service_offered", condition=Q(gone_at__isnull=True))]


class DirectoryAside(models.Model):
    """A row of a feed that could not be used, and why; replaced whenever the feed is read."""

    retention = "standing"

    feed = models.ForeignKey(DirectoryFeed, models.CASCADE, related_name="aside")
    number = models.PositiveIntegerField(help_text="of the row in the feed, from 1")
    key = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["feed", "number"], name="a_row_is_set_aside_once")]
