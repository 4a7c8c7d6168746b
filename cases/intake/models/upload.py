"""A partner's file on its way in by a page: its bytes, sealed, until every row is in or the file is refused."""

import uuid

from django.db import models

from agencies.models import Agency, Post
from cases.intake.models.extract import Extract
from cases.vocabulary import UploadState
from datasharing.models.sealed import RowSeal, SealedBinaryField
from datasharing.vocabulary import Category


class Upload(models.Model):
    """One file that somebody sent. Its own id is whose key seals it. Stopped at any moment, it is begun again."""

    retention = "extract"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = (
        "id", "profile", "covers_from", "covers_to", "supplied_on", "size", "uploaded_at", "state", "rows_read",
        "rows_at_once", "heard_at", "words",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    profile = models.CharField(max_length=60)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    covers_from = models.DateField()
    covers_to = models.DateField()
    supplied_on = models.DateField()
    size = models.PositiveBigIntegerField()
    uploaded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.WAITING)
    rows_read = models.PositiveIntegerField(default=0)
    rows_at_once = models.PositiveIntegerField(default=0, help_text="how many it is thought to have")
    heard_at = models.DateTimeField(null=True, help_text="when whoever takes it in was last heard of")
    words = models.TextField(blank=True, help_text="what became of it")
    extract = models.ForeignKey(Extract, models.PROTECT, null=True, related_name="uploads")

    class Meta:
        indexes = [
            models.Index(
                fields=["uploaded_at"],
                name="upload_not_done",
                condition=models.Q(state__in=("waiting", "reading", "joining")),
            )
        ]


class UploadPart(models.Model):
    """A piece of the file, in order."""

    retention = "extract"
    subjects = ()
    gathers = False
    classified = {"content": Category.IDENTITY}
    plain = ("number",)
    sealed_for = "upload_id"

    seal = RowSeal()
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()
    content = SealedBinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="a_file_has_its_parts_in_order")]
