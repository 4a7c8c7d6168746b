"""The journal: one append-only table for what was changed and what was looked at."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from agencies.models.agency import Agency
from agencies.models.practitioner import Post, Practitioner
from agencies.vocabulary import EntryKind, Purpose


class JournalEntry(models.Model):
    """One act by one post. The app's role may insert and read; triggers refuse update, delete and truncate.

    `families` and `subjects` are anchors of `datasharing`, held by value because relations never point up the line.
    `detail` holds codes and references alone, never a name, a number, an address or free text about a person.
    """

    retention = "journal"

    recorded_at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=10, choices=EntryKind)
    event = models.CharField(max_length=60)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=20, choices=Purpose, blank=True)
    families = ArrayField(models.UUIDField(), default=list)
    subjects = ArrayField(models.UUIDField(), default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [GinIndex(fields=["families"], name="journal_by_family")]
