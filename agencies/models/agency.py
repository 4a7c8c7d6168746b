"""Places, which nest, and the agencies that work in them."""

from django.db import models

from agencies.vocabulary import AgencyKind, PlaceKind


class Place(models.Model):
    """A whole place, a local authority or a neighbourhood. `path` spells its line of parents, root first."""

    retention = "standing"

    path = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=PlaceKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A body that works with families. `contact` is neutral: it can be shown where nothing else may."""

    retention = "standing"

    reference = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=30, choices=AgencyKind)
    place = models.ForeignKey(Place, models.PROTECT, related_name="agencies")
    contact = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
