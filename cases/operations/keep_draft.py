"""Drafts: what is typed is kept as it is typed, and let go once the step is taken or the writer throws it away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound
from cases.models import Draft
from cases.operations.live_case import moment
from cases.permits import DRAFTED, PERMITS, Step
from cases.vocabulary import Event
from datasharing import door

MOST_FIELDS = 500
LONGEST = 200_000
"""Characters of one draft: ten of the longest texts that a step can keep."""


@transaction.atomic
def keep_draft(
    actor: Actor,
    family_reference: str,
    *,
    step: str,
    typed: Mapping[str, Sequence[str]],
    submission: UUID | None = None,
    on: datetime | None = None,
) -> datetime | None:
    """Keep what somebody has typed so far, in place of what was kept before; returns when.

    None, and nothing is kept, where `submission` is that of a form whose step was taken meanwhile.
    """
    wanted = _step(step)
    file = door.take(actor, family_reference, kinds=PERMITS[wanted].reaches)
    at = moment(on)
    check_typed(typed)
    draft, is_new = Draft.objects.get_or_create(
        family_id=file.id, post_id=actor.post, step=wanted, defaults={"kept_at": at}
    )
    if submission and draft.settled == submission:
        return None
    begun = is_new or draft.typed is None
    draft.typed = {name: list(values) for name, values in typed.items()}
    draft.submission, draft.kept_at = submission, at
    draft.save(update_fields=["typed", "submission", "kept_at"])
    if begun:
        journal.record(actor, Event.DRAFT_BEGUN, families=[file.id], detail={"step": wanted})
    return at


@transaction.atomic
def discard_draft(actor: Actor, family_reference: str, *, step: str) -> bool:
    """The writer throws a draft away; returns whether there was one."""
    wanted = _step(step)
    file = door.take(actor, family_reference, kinds=PERMITS[wanted].reaches)
    gone = settle_draft(file.id, actor.post, wanted)
    if gone:
        journal.record(actor, Event.DRAFT_DISCARDED, families=[file.id], detail={"step": wanted})
    return gone


def settle_draft(family: UUID, post: int, step: str, submission: UUID | None = None) -> bool:
    """The step was taken, or its draft thrown away: let the draft go, and what is still on its way from its form.

    Called by the step itself, in its transaction. Without `submission`, the draft's own form is meant.
    """
    held = Draft.objects.filter(family_id=family, post_id=post, step=step).first()
    if held is None:
        if submission:
            Draft.objects.create(family_id=family, post_id=post, step=step, settled=submission, kept_at=moment(None))
        return False
    gone = held.typed is not None
    held.settled = submission or held.submission or held.settled
    held.typed = held.submission = None
    held.save(update_fields=["typed", "submission", "settled"])
    return gone


def _step(step: str) -> Step:
    if step not in DRAFTED:
        raise NotFound
    return Step(step)


def check_typed(typed: Mapping[str, Sequence[str]]) -> None:
    """Refuse what is too much for a draft, or cannot be kept."""
    if len(typed) > MOST_FIELDS:
        raise Invalid(_("This form has too many fields to be kept as a draft."))
    words = [word for values in typed.values() for word in values]
    if sum(map(len, (*typed, *words))) > LONGEST:
        raise Invalid(
            _("A draft can have at most %(longest)s characters. Shorten what you typed, or save it in parts.")
            % {"longest": format(LONGEST, ",")}
        )
    if any("\x00" in word for word in (*typed, *words)):
        raise Invalid(_("Take the null character out of what you typed: it cannot be kept."))
