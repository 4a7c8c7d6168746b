"""Write where people were seen, and the homes that they share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from uuid import UUID

from django.db import connection
from django.utils import timezone

from cases.intake.models import Household
from cases.intake.names import plain_address, plain_postcode
from cases.intake.operations.copying import copy_in, new_keys
from cases.models import Person, Whereabouts
from datasharing.keys.blinding import blind
from datasharing.models.sealed import opened

AT_ONCE = 2_000
FOUND_BY = "cases_household.found_by"
_MOVE_PEOPLE = """
    UPDATE cases_person held SET household_id = moved.household
    FROM unnest(%s::uuid[], %s::bigint[]) AS moved (person, household) WHERE held.subject_id = moved.person
"""


@dataclass(frozen=True, slots=True)
class Home:
    """People found to live together, at a plain postcode and address (empty when not known)."""

    people: list[UUID]
    postcode: str
    address: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where records saw a person, who said so (the agency's key), and the latest day that they tell of."""

    person: UUID
    postcode: str
    address: str
    uprn: str
    supplier: int
    seen_on: date


@dataclass(frozen=True, slots=True)
class SettledHomes:
    """How many homes there are, and how many rows were written or removed to say so."""

    number: int
    changed: int


def settle_homes(homes: list[Home], places: Iterable[Place], *, anchored: set[UUID]) -> SettledHomes:
    """Give every person their household and whereabouts. What somebody dealt with told elsewhere is kept.

    Runs inside the caller's transaction, after the people are written.
    """
    changed = _settle_households(homes) + _settle_whereabouts(places, anchored)
    return SettledHomes(len(homes), changed)


def _key(home: Home) -> str:
    said = f"home|{home.postcode}|{home.address}" if home.postcode else f"person|{min(home.people)}"
    return blind(FOUND_BY, blake2b(said.encode(), digest_size=16).hexdigest()).hex()


def _settle_households(homes: list[Home]) -> int:
    keys = [_key(home) for home in homes]
    known = dict(Household.objects.values_list("key", "pk"))
    now = timezone.now()
    fresh = [key for key in keys if key not in known]
    numbers = new_keys(Household, len(fresh))
    copy_in(Household, ("id", "key", "formed_at"), ((pk, key, now) for pk, key in zip(numbers, fresh, strict=True)))
    known |= dict(zip(fresh, numbers, strict=True))
    current = dict(Person.objects.values_list("subject_id", "household_id"))
    people: list[UUID] = []
    households: list[int] = []
    for home, key in zip(homes, keys, strict=True):
        for person in home.people:
            if current.get(person) != known[key]:
                people.append(person)
                households.append(known[key])
    if people:
        with connection.cursor() as cursor:
            cursor.execute(_MOVE_PEOPLE, [people, households])
    empty = Household.objects.filter(people__isnull=True, families__isnull=True)
    return len(people) + empty.delete()[0]


def _settle_whereabouts(places: Iterable[Place], anchored: set[UUID]) -> int:
    wanted: dict[tuple[UUID, str, str], Place] = {}
    for place in places:
        if not place.postcode and not place.address:
            continue
        key = (place.person, plain_postcode(place.postcode), plain_address(place.address))
        before = wanted.get(key)
        if before is None or (place.seen_on, place.uprn, place.address) > (before.seen_on, before.uprn, before.address):
            wanted[key] = place
    stale: list[int] = []
    later: list[Whereabouts] = []
    names = ("id", "person_id", "postcode", "address", "telephone", "seen_on")
    for pk, person, postcode, address, telephone, seen_on in opened(Whereabouts.objects.order_by("pk"), *names):
        key = (person, plain_postcode(postcode), plain_address(address))
        found = wanted.pop(key, None)
        if found is None:
            if person not in anchored and not telephone:
                stale.append(pk)
        elif found.seen_on > seen_on:
            later.append(Whereabouts(pk=pk, seen_on=found.seen_on))
    Whereabouts.objects.filter(pk__in=stale).delete()
    Whereabouts.objects.bulk_update(later, ["seen_on"], AT_ONCE)
    copy_in(
        Whereabouts,
        ("person_id", "address", "postcode", "uprn", "telephone", "supplier_id", "seen_on"),
        (
            (person, place.address, place.postcode, place.uprn, "", place.supplier, place.seen_on)
            for (person, _, _), place in wanted.items()
        ),
    )
    return len(stale) + len(later) + len(wanted)
