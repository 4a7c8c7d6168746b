"""Record what somebody in the family says of themselves, for equality monitoring."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound
from cases.models import EqualityRecord
from cases.operations.live_case import may_know, moment
from cases.vocabulary import Disability, EthnicGroup, Event
from datasharing import door
from datasharing.vocabulary import Reach

ASKERS = frozenset({Reach.KEY_WORKER, Reach.TEAM})
ONLY = gettext_lazy("The key worker, or somebody in the team around the family, asks this.")


@transaction.atomic
def record_equality(
    actor: Actor, family_reference: str, person: UUID, *, ethnic_group: str, disability: str, on: datetime | None = None
) -> UUID:
    """Write down their own answers, over those that were there; returns the person. NotFound for no member of it."""
    file = door.take(actor, family_reference, kinds=ASKERS, words=str(ONLY))
    if not may_know(file, person):
        raise NotFound(family_reference)
    if ethnic_group not in EthnicGroup.values:
        raise Invalid(_("Choose an ethnic group, or that they would rather not say."), field="ethnic_group")
    if disability not in Disability.values:
        raise Invalid(_("Choose whether they say that they are disabled, or would rather not say."), field="disability")
    EqualityRecord.objects.update_or_create(
        person_id=person,
        defaults={
            "ethnic_group": ethnic_group,
            "disability": disability,
            "asked_on": timezone.localdate(moment(on)),
            "supplier_id": actor.agency,
            "recorded_by_id": actor.post,
        },
    )
    journal.record(actor, Event.EQUALITY_RECORDED, families=[file.id], subjects=[person])
    return person
