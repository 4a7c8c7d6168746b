"""Where a family lives, as far as reach is concerned: its file's place, narrowed once somebody knows better."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from agencies.places import lies_inside
from agencies.refusals import Invalid
from cases.vocabulary import Event
from datasharing.models import FamilyFile


@transaction.atomic
def place_family(actor: Actor | None, file_id: UUID, place: str) -> bool:
    """Narrow a file's place to a part of it. Called under the file's lock. Returns whether it changed.

    Refused for a place elsewhere: a family that moves to another area is transferred, which is a step of its own.
    """
    now = FamilyFile.objects.values_list("place__path", flat=True).get(pk=file_id)
    if place == now:
        return False
    wanted = Place.objects.filter(path=place).first()
    if wanted is None or not lies_inside(place, now):
        raise Invalid(_("Choose a part of the area in which this family lives."), "place")
    FamilyFile.objects.filter(pk=file_id).update(place=wanted)
    journal.record(actor, Event.FAMILY_PLACED, families=[file_id], detail={"from": now, "to": place})
    return True
