"""The operational plan of a place: what it is for, what is done by whom, what is missing, who decides."""

from django.db import models
from django.db.models import Q

from agencies.models import Place, Post
from outcomes.budgets.vocabulary import PartIs, PartState


class OperationalPlan(models.Model):
    """One plan of a place at a time; its parts say everything."""

    retention = "standing"

    place = models.OneToOneField(Place, models.PROTECT, related_name="operational_plan")
    name = models.CharField(max_length=160)
    purpose = models.TextField()
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class PlanPart(models.Model):
    """One part: an outcome, a service, a step of a delivery chain, a gap, a milestone, a barrier, a seat or a decision.

    `under` is the service of a chain's step, or the outcome of a service. `who` answers for it: the provider, the
    owner, with whom a barrier was raised, who sits on the board. `day` is due, raised or decided on.
    """

    retention = "standing"

    plan = models.ForeignKey(OperationalPlan, models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=12, choices=PartIs)
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    who = models.CharField(max_length=200, blank=True)
    day = models.DateField(null=True)
    under = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "position"], name="parts_of_a_plan_stand_in_order"),
            models.CheckConstraint(
                condition=~Q(kind__in=[PartIs.MILESTONE, PartIs.BARRIER, PartIs.DECISION]) | Q(day__isnull=False),
                name="what_has_a_day_says_it",
            ),
        ]


class PartNews(models.Model):
    """What came of a part, and how it stands since. Appended, never edited."""

    retention = "standing"

    part = models.ForeignKey(PlanPart, models.PROTECT, related_name="news")
    state = models.CharField(max_length=10, choices=PartState)
    words = models.TextField()
    happened_on = models.DateField()
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
