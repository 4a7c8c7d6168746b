"""Notices: that there is something to do, for one post, without a word about anybody."""

from django.db import models

from agencies.models.letter import Letter
from agencies.models.practitioner import Post
from agencies.vocabulary import NoticeKind


class Notice(models.Model):
    """One event told to one post: its kind, an opaque reference and when it is due. The rest is behind the door.

    `leads_to` is the name of a page's address, which takes `reference`. `family` is an anchor of `datasharing`, held
    by value: whoever has no reach on it any more is neither shown nor sent it. One event gives one notice a post.
    """

    retention = "staff_record"

    post = models.ForeignKey(Post, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40, choices=NoticeKind)
    event = models.CharField(max_length=60, help_text="what happened, by its number: the same for everybody told of it")
    leads_to = models.CharField(max_length=60)
    reference = models.CharField(max_length=60, blank=True)
    family = models.UUIDField(null=True)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="notices")

    class Meta:
        ordering = ["due_at", "raised_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["post", "kind", "event"], name="an_event_is_told_to_a_post_once"),
        ]
        indexes = [
            models.Index(fields=["raised_at"], name="notice_not_in_a_letter", condition=models.Q(letter__isnull=True)),
            models.Index(
                fields=["post", "due_at"], name="notice_open_by_post", condition=models.Q(settled_at__isnull=True)
            ),
        ]
