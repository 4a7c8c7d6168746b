"""What two people of a family are to each other, from a day to a day."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Post
from cases.kinship import Kin
from cases.models.people import Person
from datasharing.vocabulary import Category, ToldBy


class Kinship(models.Model):
    """`one` is a parent of `other`, or the two are partners. Siblings follow from parents and are never recorded.

    Never edited: what changes ends on a day and something new begins; what was wrong is withdrawn, and shown to nobody.
    """

    retention = "early_help_record"
    subjects = ("one__subject", "other__subject")
    gathers = True
    classified = {"kind": "category", "starts_on": "category", "ends_on": "category"}
    plain = ("category", "told_by", "recorded_at", "withdrawn_at")

    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kin)
    category = models.CharField(max_length=30, choices=Category, default=Category.HOUSEHOLD)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    told_by = models.CharField(max_length=12, choices=ToldBy, default=ToldBy.PRACTITIONER)
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(one=F("other")) | Q(withdrawn_at__isnull=False), name="nobody_is_kin_to_themselves"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_kinship_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="a_withdrawn_kinship_says_by_whom",
            ),
        ]
