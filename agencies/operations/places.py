"""Adding a place."""

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from agencies.operations.authority import require_administrator
from agencies.operations.once import refused_if_there
from agencies.places import is_a_path, parent_path
from agencies.refusals import Invalid, Refused
from agencies.vocabulary import Event, PlaceKind


@transaction.atomic
def add_place(actor: Actor | None, path: str, *, name: str, kind: PlaceKind | str, parent: str | None = None) -> Place:
    """Add a place at `path`, which begins with the path of its parent ("ashworth/north" in "ashworth").

    Raises Invalid for a path that is not one, Refused when it is there already or its parent is not.
    """
    if not is_a_path(path) or len(path) > 200:
        raise Invalid(
            _("Write the place's path in small letters, numbers and hyphens, such as ashworth/north."), "path"
        )
    if not name.strip():
        raise Invalid(_("Enter the place's name."), "name")
    if kind not in PlaceKind.values:
        raise Invalid(_("Choose what kind of place this is."), "kind")
    above = parent_path(path)
    if parent is not None and parent != above:
        raise Invalid(_("A place's path must begin with the path of the place it is in."), "path")
    require_administrator(actor, above or path)
    whole = Place.objects.filter(path=above).first() if above else None
    if above and whole is None:
        raise Refused(
            _("There is no place at %(above)s to put this one in. Add that first.") % {"above": above}, "path"
        )
    with refused_if_there(_("There is already a place at this path."), "path"):
        place = Place.objects.create(path=path, name=name.strip(), kind=kind, parent=whole)
    journal.record(actor, Event.PLACE_ADDED, detail={"place": path, "kind": str(kind)})
    return place
