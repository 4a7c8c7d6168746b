"""Teams: the front door, panels, standing locality teams across agencies, and each partner's desk."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.models.agency import Agency, Place
from agencies.models.practitioner import Post
from agencies.vocabulary import AgencyKind, TeamKind


class Team(models.Model):
    """A standing team. `agency` is empty where people of several agencies sit together.

    A panel decides where at least `quorum` of its members take part, among them one of each of `quorum_kinds`; 0 and
    none where nothing is set.
    """

    retention = "standing"

    reference = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=TeamKind)
    place = models.ForeignKey(Place, models.PROTECT, related_name="teams")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="teams")

    quorum = models.PositiveSmallIntegerField(default=0)
    quorum_kinds = ArrayField(models.CharField(max_length=30, choices=AgencyKind), default=list)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["agency"], condition=Q(kind=TeamKind.DESK), name="an_agency_has_one_desk"),
            models.CheckConstraint(
                condition=~Q(kind=TeamKind.DESK) | Q(agency__isnull=False), name="a_desk_belongs_to_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    """A post sits on a team from a day to a day, both included."""

    retention = "standing"

    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    post = models.ForeignKey(Post, models.PROTECT, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "post"], condition=Q(ends_on__isnull=True), name="a_post_sits_once_on_a_team"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_membership_ends_after_it_starts",
            ),
        ]
