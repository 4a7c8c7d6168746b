"""The strategy discussion after a step up: recorded, so that the step up is no longer open."""

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import settle_notices
from agencies.refusals import Refused
from agencies.vocabulary import NoticeKind
from cases.intake.models import StepUp
from cases.operations.live_case import needed_words
from cases.permits import STRATEGY
from cases.vocabulary import Event
from datasharing import door


@transaction.atomic
def record_strategy(actor: Actor, family_reference: str, *, strategy: str) -> int:
    """Record when the strategy discussion was held, who came and what was decided; returns the step up.

    It answers the family's earliest step up that has none.
    """
    file = door.take(
        actor,
        family_reference,
        kinds=STRATEGY,
        words=_("Only protection, the front door, the key worker or their manager record a strategy discussion."),
    )
    made = StepUp.objects.filter(file_id=file.id, strategy="").order_by("called_at", "pk").first()
    if made is None:
        raise Refused(_("No step up is open for this family."))
    made.strategy = needed_words(strategy, _("when it was held, who came and what was decided"), "strategy")
    made.save(update_fields=["strategy"])
    journal.record(actor, Event.STRATEGY_RECORDED, families=[file.id], detail={"step_up": made.pk})
    settle_notices(NoticeKind.STEPPED_UP, event=f"step_up:{made.pk}")
    return made.pk
