"""The journal: one append-only table for what was changed and what was looked at."""

from typing import Any

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
    leaf = models.BinaryField(max_length=32, help_text="SHA-256 over all the others, taken when it was written")

    class Meta:
        indexes = [GinIndex(fields=["families"], name="journal_by_family")]

    def told(self) -> dict[str, Any]:
        """What its leaf is taken over: everything but its key."""
        return {
            "recorded_at": self.recorded_at,
            "kind": str(self.kind),
            "event": self.event,
            "post": self.post_id,
            "practitioner": self.practitioner_id,
            "agency": self.agency_id,
            "purpose": str(self.purpose),
            "families": self.families,
            "subjects": self.subjects,
            "detail": self.detail,
        }


class JournalSeal(models.Model):
    """A second's entries under one root, chained to the seal before it and signed (Ed25519). Append-only too."""

    retention = "journal"

    number = models.PositiveBigIntegerField(primary_key=True)
    previous = models.BinaryField(max_length=32, help_text="the chain of the seal before it")
    root = models.BinaryField(max_length=32)
    entries = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    chain = models.BinaryField(max_length=32, unique=True)
    signature = models.BinaryField(max_length=64)
    signed_by = models.CharField(max_length=16, help_text="the beginning of the public key's digest")

    class Meta:
        ordering = ["number"]


class SealedEntry(models.Model):
    """That an entry is the so-manieth leaf of a seal: who belongs to a tree is written down, never a range of keys."""

    retention = "journal"

    entry = models.OneToOneField(JournalEntry, models.PROTECT, primary_key=True, related_name="sealed")
    seal = models.ForeignKey(JournalSeal, models.PROTECT, related_name="members")
    position = models.PositiveIntegerField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "position"], name="a_place_in_a_seal_is_taken_once")]


class JournalCheck(models.Model):
    """What checking the whole journal found. `fault` is empty when every entry and seal is as it was signed."""

    retention = "journal"

    checked_at = models.DateTimeField()
    seals = models.PositiveBigIntegerField()
    entries = models.PositiveBigIntegerField()
    waiting = models.PositiveBigIntegerField(help_text="entries not sealed yet")
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-checked_at", "-id"]
