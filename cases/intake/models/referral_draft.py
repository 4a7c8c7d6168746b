"""A referral that is not sent yet: kept for its writer to go on with, and gone when it is sent or its time is over."""

import uuid

from django.db import models
from django.db.models import Q

from agencies.models import Post
from datasharing.models.sealed import RowSeal, SealedJSONField
from datasharing.vocabulary import Category


class ReferralDraft(models.Model):
    """A form as its writer left it, sealed under a key of its own. A practitioner's is their post's alone.

    A family has no account: theirs is found by a code of which a keyed hash is kept, and by nothing else.
    """

    retention = "referral"
    subjects = ()
    gathers = False
    classified = {"typed": Category.NEEDS}
    plain = ("id", "code", "submission", "kept_at", "expires_at")
    sealed_for = "id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seal = RowSeal()
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=64, blank=True, help_text="a keyed hash of the code that was given")
    submission = models.UUIDField(help_text="of the form")
    typed = SealedJSONField()
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="a_code_opens_one_draft"),
            models.UniqueConstraint(
                fields=["post", "submission"], condition=Q(post__isnull=False), name="a_form_of_a_post_is_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=False, code="") | (Q(post__isnull=True) & ~Q(code="")),
                name="a_draft_is_a_posts_or_has_a_code",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="referral_draft_by_end")]
