"""What the journal keeps of signing in: who came, who left, which post they chose, what they changed."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Post
from agencies.operations import journal
from agencies.refusals import Refused
from agencies.vocabulary import Event


@transaction.atomic
def note_sign_in(practitioner: UUID) -> None:
    """Somebody has signed in with both factors, or with a password alone before they have set up the second."""
    journal.record(None, Event.SIGNED_IN, practitioner=practitioner)


@transaction.atomic
def note_sign_out(practitioner: UUID) -> None:
    """Somebody has signed out."""
    journal.record(None, Event.SIGNED_OUT, practitioner=practitioner)


@transaction.atomic
def note_password_changed(practitioner: UUID) -> None:
    """Somebody has changed their own password."""
    journal.record(None, Event.PASSWORD_CHANGED, practitioner=practitioner)


@transaction.atomic
def note_second_factor(practitioner: UUID) -> None:
    """Somebody has set up their own second factor."""
    journal.record(None, Event.SECOND_FACTOR_SET, practitioner=practitioner)


@transaction.atomic
def choose_post(practitioner: UUID, post: int) -> int:
    """Act in a post from now on; returns it. Raises Refused when it is not theirs, or not held today."""
    held = Post.objects.filter(pk=post, practitioner=practitioner).first()
    today = timezone.localdate()
    if held is None or held.starts_on > today or (held.ends_on is not None and held.ends_on < today):
        raise Refused(_("You do not hold this post today. Choose another."), "post")
    journal.record(None, Event.POST_CHOSEN, practitioner=practitioner, detail={"post": held.pk})
    return held.pk
