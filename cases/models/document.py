"""A document in a family's file: a letter, a report, a picture. Sealed under the key of the person whom it is about."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from agencies.models import Agency, Post
from cases.documents import KINDS, TEXT
from datasharing.models import DataSubject, FamilyFile
from datasharing.models.sealed import RowSeal, SealedBinaryField, SealedCharField, SealedTextField
from datasharing.vocabulary import Category


class Document(models.Model):
    """One document, never edited. About one person, or (`about` empty) the whole family, under the family's key.

    A withdrawn one was put here in error: kept, and given to nobody any longer.
    """

    retention = "early_help_record"
    subjects = ("about",)
    gathers = True
    classified = {
        "title": "category",
        "file_name": "category",
        "kind": "category",
        "content": "category",
        "dated_on": "category",
        "withdrawn_because": "category",
    }
    plain = ("category", "size", "recorded_at", "submission", "withdrawn_at")
    of_family = "file_id"
    sealed_for = "key_owner"

    seal = RowSeal()
    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="documents")
    about = models.ForeignKey(DataSubject, models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=30, choices=Category)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    title = SealedCharField(max_length=150)
    file_name = SealedCharField(max_length=160)
    kind = models.CharField(max_length=10, choices=[(kind.name, kind.words) for kind in KINDS.values()])
    content = SealedBinaryField()
    size = models.PositiveIntegerField(help_text="in bytes, as it came")
    dated_on = models.DateField(null=True, help_text="the day that it bears")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    submission = models.UUIDField(null=True, unique=True, help_text="of the form: pressed twice, kept once")
    withdrawn_because = SealedTextField(blank=True)
    withdrawn_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="a_withdrawn_document_says_by_whom",
            )
        ]

    def in_words(self) -> str:
        """What it says, where it is words alone; else that it is a file of its own."""
        if self.kind == TEXT.name:
            return bytes(self.content).decode("utf-8", "replace")
        return "Comes with this list as a file of its own, read for what is about others before it is sent"

    @property
    def key_owner(self) -> UUID:
        """Whose key it is sealed under: the person's, or the family's."""
        return self.about_id or self.file_id
