"""The published cube: editions, frozen, and their cells. Holds aggregates alone."""

from django.db import models


class Edition(models.Model):
    """One publication of the cube for a place. Frozen: a refresh makes another."""

    retention = "standing"

    place = models.ForeignKey("agencies.Place", models.PROTECT, related_name="editions")
    published_at = models.DateTimeField()
    covers_to = models.DateField()
    catalogue = models.ForeignKey("outcomes.Catalogue", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-published_at"]


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
