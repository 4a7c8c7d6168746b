"""Who may change agencies, teams and posts: an administrator, inside the place of their own post."""

from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Agency
from agencies.places import lies_inside
from agencies.refusals import NotAllowed
from agencies.vocabulary import RUNS_THE_PLACE, Role


def require_administrator(actor: Actor | None, place: str, *, agency: Agency | None = None) -> None:
    """Raise NotAllowed unless the actor administers this place and, of another body, this agency.

    The administrator of a council or a combined authority sees to every agency of its place; any other
    administrator to their own agency alone. `actor` is None at set-up, when there is nobody yet.
    """
    if actor is None:
        return
    if actor.role != Role.ADMINISTRATOR:
        raise NotAllowed(_("Only an administrator can change agencies, teams and posts."))
    if not lies_inside(place, actor.place):
        raise NotAllowed(_("You administer another place. Ask the administrator of this one."))
    if actor.kind not in RUNS_THE_PLACE and (agency is None or agency.pk != actor.agency):
        raise NotAllowed(_("You administer your own agency alone. Ask the council's administrator."))


def require_any_administrator(actor: Actor | None) -> None:
    """Raise NotAllowed unless the actor is an administrator, of whatever place (or nobody yet: set-up)."""
    if actor is not None and actor.role != Role.ADMINISTRATOR:
        raise NotAllowed(_("Only an administrator can change agencies, teams and posts."))
