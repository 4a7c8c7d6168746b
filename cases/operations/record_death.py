"""A member of the family has died; or it turns out that it was recorded in error."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound
from cases.models import Person
from cases.operations.live_case import may_know, moment
from cases.permits import PERMITS, Step
from cases.vocabulary import Event
from datasharing import door


@transaction.atomic
def record_death(
    actor: Actor, family_reference: str, subject: UUID, *, died_on: date | None, on: datetime | None = None
) -> UUID:
    """Record the day on which somebody died, or (None) that they have not. Returns their subject.

    NotFound for whoever is not in the family, or not the actor's to know of.
    """
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.ADD_MEMBER].reaches,
        words=_("Only the key worker, the team manager or a social worker records a death."),
    )
    if not may_know(file, subject):
        raise NotFound(family_reference)
    at = moment(on)
    person = Person.objects.select_for_update().get(pk=subject)
    if died_on and died_on > timezone.localdate(at):
        raise Invalid(_("The day must be today or in the past."), "died_on")
    if died_on and person.date_of_birth and died_on < person.date_of_birth:
        raise Invalid(_("They were born later than this. Is one of the days wrong?"), "died_on")
    person.died_on = died_on
    person.save(update_fields=["died_on"])
    detail = {"died": died_on is not None}
    journal.record(actor, Event.DEATH_RECORDED, families=[file.id], subjects=[subject], detail=detail, on=at)
    return subject
