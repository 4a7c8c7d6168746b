"""The published cube: editions, frozen, and their cells. Holds aggregates alone."""

from django.db import models
from django.db.models import Q

from outcomes.vocabulary import RunState


class Edition(models.Model):
    """One publication of the cube for a place. Frozen: a refresh makes another."""

    retention = "standing"

    place = models.ForeignKey("agencies.Place", models.PROTECT, related_name="editions")
    published_at = models.DateTimeField()
    covers_to = models.DateField()
    catalogue = models.ForeignKey("outcomes.Catalogue", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-published_at"]


class EditionRun(models.Model):
    """An edition that was asked for: how far its rollups are refreshed, and what came of it.

    `families` of the place's are to be worked out anew, `done` of them are. `words` say why it was refused.
    """

    retention = "standing"

    place = models.ForeignKey("agencies.Place", models.PROTECT, related_name="edition_runs")
    asked_by = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.WAITING)
    moved_at = models.DateTimeField()
    families = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=400, blank=True)
    edition = models.OneToOneField(Edition, models.PROTECT, null=True, related_name="run")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(state__in=[RunState.WAITING, RunState.WORKING]),
                name="one_edition_of_a_place_is_prepared_at_a_time",
            ),
        ]  # fmt: skip


class Cell(models.Model):
    """One cell of one declared table, rounded, or withheld (then it has no value at all).

    `band` is the fixed cut of the table that it belongs to: all families, a part of the place, an intensity.
    """

    retention = "standing"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="cells")
    table = models.CharField(max_length=40)
    band = models.CharField(max_length=220, default="all")
    row = models.CharField(max_length=60)
    column = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    withheld = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "table", "band", "row", "column"], name="a_cell_is_published_once"
            ),
            models.CheckConstraint(
                condition=models.Q(withheld=True, value__isnull=True) | models.Q(withheld=False, value__isnull=False),
                name="a_withheld_cell_has_no_value",
            ),
        ]
