"""Data keys, wrapped. In a table of its own, backed up apart from the data and kept for a shorter time."""

from django.db import models

from datasharing.vocabulary import KeyKind


class DataKey(models.Model):
    """The key of one person, or of one family's shared records. `owner` is the anchor's id; `version` of the wrapping.

    A shredded key leaves its row, without the key: whatever was sealed under it reads as empty. An owner without a row
    is a mistake (a backup restored without its keys), and is said so.
    """

    retention = "data_key"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("owner", "kind", "version", "wrapped", "made_at", "shredded_at")

    owner = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10, choices=KeyKind)
    version = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["version"], name="data_key_by_version")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, shredded_at__isnull=True)
                | models.Q(wrapped__isnull=True, shredded_at__isnull=False),
                name="a_key_is_there_or_shredded",
            )
        ]
