"""The bare anchors of a person and a family. Grants, consent, restrictions and keys hang here; names do not."""

import uuid

from django.db import models

from agencies.models import Place


class DataSubject(models.Model):
    """A person whom records are about. `cases.Person` points here, one to one."""

    retention = "early_help_record"
    subjects = ("self",)
    gathers = True
    classified: dict[str, str] = {}
    plain = ("id",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="joined", help_text="turned out to be this person"
    )


class FamilyFile(models.Model):
    """A family's file, from the first moment of a referral. `cases.Family` points here, one to one.

    `reference` is opaque and random; it is the only name that addresses, journals and e-mails use.
    """

    retention = "early_help_record"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("id", "reference", "opened_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="files")
    opened_at = models.DateTimeField()
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="joined", help_text="turned out to be of this family"
    )

    class Meta:
        permissions = [("work_with", "Work with this family")]
