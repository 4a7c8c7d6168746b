"""Grants: the only truth of whose work a family is. Dated, held by one post or by one team."""

from django.contrib.auth.models import Permission
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from guardian.models import UserObjectPermissionBase

from agencies.models import Post, Team
from datasharing.models.anchors import FamilyFile
from datasharing.vocabulary import Reach


class Grant(models.Model):
    """Gives reach on one family from a moment to a moment (the end excluded).

    `due_at` is when the work that this grant is for falls due: lists are ordered by it. `subjects` narrows an
    *asked* grant to the people ticked, `categories` an *emergency* one to what was asked for. Given and ended by
    `datasharing.grants` alone.
    """

    retention = "early_help_record"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("kind", "starts_at", "ends_at", "due_at", "due_for", "asked_about", "categories")

    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="grants")
    kind = models.CharField(max_length=20, choices=Reach)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="grants")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="grants")
    given_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    due_for = models.CharField(max_length=30, blank=True)
    asked_about = ArrayField(models.UUIDField(), default=list)
    categories = ArrayField(models.CharField(max_length=30), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, team__isnull=True) | Q(post__isnull=True, team__isnull=False),
                name="a_grant_is_held_by_a_post_or_a_team",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="a_grant_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(fields=["post", "due_at", "file"], name="grant_by_post", condition=Q(post__isnull=False)),
            models.Index(fields=["team", "due_at", "file"], name="grant_by_team", condition=Q(team__isnull=False)),
            models.Index(fields=["file"], name="grant_by_file"),
        ]


class LiveGrant(UserObjectPermissionBase):
    """What django-guardian reads: the grants that are live now, for the post set in this transaction, not excluded.

    A view, never written: `assign_perm` has nothing to write to.
    """

    retention = "early_help_record"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ()

    user = models.ForeignKey("agencies.Practitioner", models.DO_NOTHING, related_name="live_grants")
    permission = models.ForeignKey(Permission, models.DO_NOTHING, related_name="live_grants")
    content_object = models.ForeignKey(FamilyFile, models.DO_NOTHING, related_name="live_grants")

    class Meta:
        managed = False
        db_table = "datasharing_live_grant"
