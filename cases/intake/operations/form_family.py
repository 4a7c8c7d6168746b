"""A family is formed of the people with whom somebody lives, as the extracts settled it: for the import of history."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place
from agencies.places import lies_inside
from agencies.refusals import NotAllowed, NotFound
from cases.intake.selectors.families_near import families_near
from cases.models import Person
from cases.operations.open_family import open_family
from cases.operations.record_support import IMPORTERS
from datasharing.operations.anchors import open_file


@dataclass(frozen=True)
class FormedFamily:
    """The reference of a family's file, and whether the family was there before."""

    file: str
    before: bool


@transaction.atomic
def form_family(actor: Actor, person: UUID, *, place: str, on: datetime | None = None) -> FormedFamily:
    """The family of this person: the one they belong to, else one formed of everybody in their household.

    `place` is the path of the place where a new family lives. Raises NotFound for somebody who is not known.
    """
    if actor.role not in IMPORTERS:
        raise NotAllowed(_("Only a manager, a claims officer or an administrator forms families from records."))
    known = Person.objects.select_for_update(of=("self",)).filter(pk=person).first()
    where = Place.objects.filter(path=place).first()
    if known is None or where is None or not lies_inside(where.path, actor.place):
        raise NotFound
    families = families_near(where.path, {person}).families
    if families:
        return FormedFamily(families[0].reference, before=True)
    people = [known]
    if known.household_id:
        people = sorted(
            Person.objects.filter(household=known.household_id),
            key=lambda one: (one.date_of_birth or date.max, one.pk),
        )
    file = open_file(actor, place=where, on=on)
    open_family(
        actor,
        file.pk,
        people={one.pk: "" for one in people},
        supplier=known.supplier_id,
        household=known.household_id,
        on=on,
    )
    return FormedFamily(file.reference, before=False)
