"""Places and agencies, as an administrator and as forms of other apps see them."""

from dataclasses import dataclass

from django.db.models import Q

from agencies.actor import Actor
from agencies.models import Agency, Place
from agencies.vocabulary import RUNS_THE_PLACE, AgencyKind, PlaceKind
from agencies.within import within


@dataclass(frozen=True)
class PlaceSheet:
    """One place; `path` is how it is referred to."""

    path: str
    name: str
    kind: PlaceKind


@dataclass(frozen=True)
class AgencySheet:
    """One agency; `contact` is the neutral one."""

    id: int
    reference: str
    name: str
    kind: AgencyKind
    place: str
    place_name: str
    contact: str


def any_place() -> bool:
    """Whether this installation has a place at all yet."""
    return Place.objects.exists()


def places_inside(path: str) -> list[PlaceSheet]:
    """A place and its parts, in the order of their paths."""
    places = Place.objects.filter(within(path, "path")).order_by("path")
    return [PlaceSheet(place.path, place.name, PlaceKind(place.kind)) for place in places]


def agencies_at(path: str, *, kind: AgencyKind | None = None) -> list[AgencySheet]:
    """The agencies that work in a place: those inside it, and those whose own place holds it; by name."""
    around = [path[: len(path) - len(rest)] for rest in _tails(path)]
    agencies = Agency.objects.filter(Q(place__path__in=around) | Q(place__path__startswith=f"{path}/"))
    if kind is not None:
        agencies = agencies.filter(kind=kind)
    return [_sheet(agency) for agency in agencies.select_related("place").order_by("name")]


def agencies_administered(actor: Actor) -> list[AgencySheet]:
    """Those that an administrator sees to: all of the place, or their own alone."""
    at_the_place = agencies_at(actor.place)
    if actor.kind in RUNS_THE_PLACE:
        return at_the_place
    return [agency for agency in at_the_place if agency.id == actor.agency]


def _sheet(agency: Agency) -> AgencySheet:
    return AgencySheet(
        agency.pk,
        agency.reference,
        agency.name,
        AgencyKind(agency.kind),
        agency.place.path,
        agency.place.name,
        agency.contact,
    )


def _tails(path: str) -> list[str]:
    """What must be cut off a path to give itself and each place that holds it."""
    parts = path.split("/")
    return ["".join(f"/{part}" for part in parts[size:]) for size in range(len(parts), 0, -1)]
