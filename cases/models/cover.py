"""Cover: somebody stands in for a key worker who is away, from a day to a day, by grants of their own."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Post
from datasharing.models import Grant


class Cover(models.Model):
    """A deputy for a key worker's families. The deputy inherits nothing: each family is a grant of their own."""

    retention = "staff_record"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("starts_on", "ends_on", "given_at", "ended_at")

    worker = models.ForeignKey(Post, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Post, models.PROTECT, related_name="+")
    grants = models.ManyToManyField(Grant, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the last day")
    given_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cover_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(worker=F("deputy")), name="nobody_stands_in_for_themselves"),
        ]
