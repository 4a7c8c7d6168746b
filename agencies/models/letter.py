"""Letters: the e-mail that tells a practitioner of their notices. Its key is its Message-ID, for good."""

import uuid

from django.db import models
from django.db.models import Q

from agencies.models.practitioner import Practitioner


class Letter(models.Model):
    """One e-mail to be sent, once. It holds no words: they are written from its notices when it goes.

    A notice is in one letter at most; a practitioner has one digest a day at most. `key` is the same at each try, so
    that a transport that keeps what it took can tell a letter that it has already.
    """

    retention = "staff_record"

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="letters")
    digest_on = models.DateField(null=True, help_text="the day whose digest it is; none for one sent at once")
    written_at = models.DateTimeField()
    try_after = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True, help_text="when nothing of it was left to tell")

    class Meta:
        ordering = ["written_at", "key"]
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "digest_on"], name="a_practitioner_has_one_digest_a_day"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(dropped_at__isnull=True),
                name="a_letter_is_sent_or_dropped_and_not_both",
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_after"],
                name="letter_waiting",
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
            ),
        ]
