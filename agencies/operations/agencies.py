"""Adding an agency, with the desk at which it is reached."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Agency, Place, Team
from agencies.operations import journal
from agencies.operations.authority import require_administrator
from agencies.operations.once import refused_if_there
from agencies.refusals import Invalid
from agencies.vocabulary import AgencyKind, Event, TeamKind


@transaction.atomic
def add_agency(
    actor: Actor | None, reference: str, *, name: str, kind: AgencyKind | str, place: str, contact: str
) -> Agency:
    """Add an agency at a place (a path) and its desk, the team `REFERENCE-desk` that requests to it arrive at.

    `contact` is shown where nothing else may be: it must name no service of a sensitive kind.
    """
    check_reference(reference)
    if not name.strip():
        raise Invalid(_("Enter the agency's name."), "name")
    if kind not in AgencyKind.values:
        raise Invalid(_("Choose what kind of agency this is."), "kind")
    if not contact.strip():
        raise Invalid(_("Enter how the agency is reached."), "contact")
    where = known_place(place)
    require_administrator(actor, where.path)
    with refused_if_there(_("There is already an agency with this reference."), "reference"):
        agency = Agency.objects.create(
            reference=reference, name=name.strip(), kind=kind, place=where, contact=contact.strip()
        )
    desk = Team.objects.create(
        reference=f"{reference}-desk", name=f"{name.strip()} desk"[:120], kind=TeamKind.DESK, place=where, agency=agency
    )
    detail = {"agency": reference, "kind": str(kind), "place": where.path, "desk": desk.reference}
    journal.record(actor, Event.AGENCY_ADDED, detail=detail)
    return agency


def check_reference(reference: str, longest: int = 55) -> None:
    """Raise Invalid unless this can name an agency or a team in an address."""
    try:
        validate_slug(reference)
    except ValidationError as error:
        raise Invalid(_("Write the reference in letters, numbers and hyphens, without spaces."), "reference") from error
    if len(reference) > longest or reference != reference.lower():
        raise Invalid(
            _("Write the reference in small letters, %(longest)s at most.") % {"longest": longest}, "reference"
        )


def known_place(path: str) -> Place:
    """The place at a path. Raises Invalid when there is none."""
    place = Place.objects.filter(path=path).first()
    if place is None:
        raise Invalid(_("Choose a place from the list."), "place")
    return place


def known_agency(reference: str) -> Agency:
    """The agency with a reference. Raises Invalid when there is none."""
    agency = Agency.objects.select_related("place").filter(reference=reference).first()
    if agency is None:
        raise Invalid(_("Choose an agency from the list."), "agency")
    return agency
