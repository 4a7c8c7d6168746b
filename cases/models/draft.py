"""What somebody is still typing, kept on the server so that a lost signal or an ended session loses nothing."""

from django.db import models

from agencies.models import Post
from cases.models.people import Family
from datasharing.models.sealed import RowSeal, SealedJSONField
from datasharing.vocabulary import Category


class Draft(models.Model):
    """A form of one family as one post left it: its writer's alone, until the step is taken or it is thrown away.

    `settled` is the submission of the form whose step was taken last: what still comes from that page is let go.
    """

    retention = "early_help_record"
    subjects = ("family__members__person__subject",)
    gathers = True
    classified = {"typed": Category.CONTACTS}
    plain = ("step", "submission", "settled", "kept_at")
    sealed_for = "family_id"

    seal = RowSeal()
    family = models.ForeignKey(Family, models.PROTECT, related_name="drafts")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    step = models.CharField(max_length=30)
    typed = SealedJSONField(null=True)
    submission = models.UUIDField(null=True)
    settled = models.UUIDField(null=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "post", "step"], name="a_form_has_one_draft_a_writer")]
