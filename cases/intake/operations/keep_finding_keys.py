"""Keep the keyed hashes under which people are found: written again whenever a record about them comes or goes."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from uuid import UUID

from django.db import connection, transaction

from cases.finding import finding_keys
from cases.intake.selectors.faces import faces_of
from cases.likeness import Identity
from cases.models import FindingKeys, Person
from cases.operations.living_apart import living_apart

AT_ONCE = 5_000
KEEP = """
    INSERT INTO cases_findingkeys (person_id, keys)
    SELECT person, string_to_array(keys, ',')::bigint[] FROM unnest(%s::uuid[], %s::text[]) AS now (person, keys)
    ON CONFLICT (person_id) DO UPDATE SET keys = excluded.keys
"""
"""Each person's keys in one text: an array of arrays must have as many of each."""


@transaction.atomic
def keep_finding_keys(people: Collection[UUID]) -> int:
    """Write the keys of these people as their records now are; returns how many can be found. Nothing is shown.

    Whoever lives apart under a seal is found by their new record alone.
    """
    kept = 0
    for part in _parts(sorted(set(people) - set(living_apart()))):
        faces: dict[UUID, list[Identity]] = defaultdict(list)
        for face in faces_of(part):
            if isinstance(face.key, UUID):
                faces[face.key].append(face)
        kept += write_finding_keys({person: finding_keys(faces[person]) for person in part})
    return kept


def write_finding_keys(keys: dict[UUID, list[int]]) -> int:
    """Put these keys in place of what was kept; somebody with none cannot be found. Returns how many can be."""
    FindingKeys.objects.filter(person__in=[person for person, held in keys.items() if not held]).delete()
    found = {person: held for person, held in keys.items() if held}
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [list(found), [",".join(map(str, held)) for held in found.values()]])
    return len(found)


def keep_all_finding_keys() -> int:
    """Write everybody's keys anew, as after another `LINTEL_BLINDING`; returns how many people can be found."""
    everybody = list(Person.objects.values_list("pk", flat=True))
    return sum(keep_finding_keys(part) for part in _parts(everybody))


def _parts(people: list[UUID]) -> Iterator[list[UUID]]:
    for first in range(0, len(people), AT_ONCE):
        yield people[first : first + AT_ONCE]
