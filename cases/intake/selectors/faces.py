"""Every face of people who are known: how each record, of whatever source, writes them. Nothing here is shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection

from cases.finding import finding_keys
from cases.intake.identifiers import read_nhs_number
from cases.intake.models import ExtractRow, ReferredPerson
from cases.intake.names import plain_postcode
from cases.likeness import Identity, face
from cases.models import Person, Whereabouts
from datasharing.keys.ring import read_wanted

NUMBERS = ("nhs_number", "upn", "nino")
MOST_FOUND = 400
"""People looked at for each person asked about, those who share the most first."""
NOBODY = UUID(int=0)
"""Stands in where nobody was found, so that the database is asked the same whether anybody was or not."""

FIND = """
SELECT held.person_id FROM cases_findingkeys held WHERE held.keys && %(keys)s::bigint[]
ORDER BY cardinality(ARRAY(SELECT unnest(held.keys) INTERSECT SELECT unnest(%(keys)s::bigint[]))) DESC, held.person_id
LIMIT %(most)s
"""


def people_sharing(wanted: Collection[Identity]) -> list[UUID]:
    """The people who share a keyed hash with any of these, those who share the most first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"keys": finding_keys(wanted), "most": MOST_FOUND * max(1, len(wanted))})
        return [person for (person,) in cursor.fetchall()]


def faces_of(subjects: Collection[UUID]) -> list[Identity]:
    """How the records write these people, each face once; the `key` is the subject. Five statements for any number.

    Every face carries the numbers of the person, so that a record without one is not taken for somebody else's.
    """
    found = [*subjects, NOBODY]
    places: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    seen = list(Whereabouts.objects.filter(person__in=found))
    people = list(Person.objects.filter(pk__in=found))
    rows = list(ExtractRow.objects.filter(subject__in=found))
    referred = list(ReferredPerson.objects.filter(person__in=found))
    read_wanted()
    for place in seen:
        places[place.person_id].append((place.postcode, place.address))
    faces: list[Identity] = []
    numbers: dict[UUID | None, tuple[tuple[str, str], ...]] = {}
    for person in people:
        numbers[person.pk] = ids = _numbers(person)
        for postcode, address in places[person.pk] or [("", "")]:
            faces.append(_face(person.pk, person, postcode, address, ids))
    for row in rows:
        ids = (*numbers.get(row.subject_id, ()), *_numbers(row))
        faces.append(_face(row.subject_id, row, row.postcode, row.address, ids))
    for said in referred:
        faces.append(_face(said.person_id, said, said.postcode, said.address, numbers.get(said.person_id, ())))
    return list(dict.fromkeys(faces))


def identity_of(person: ReferredPerson) -> Identity:
    """A referred person in the form that matching compares. A wrong NHS number is not used."""
    number = read_nhs_number(person.nhs_number) if person.nhs_number else None
    ids = (("nhs_number", number.value),) if number and number.usable else ()
    return _face(person.position, person, person.postcode, person.address, ids)


def written_alike(one: Identity, other: Identity) -> bool:
    """Whether two records write somebody just so, in comparable letters."""
    return face(one) == face(other)


def _numbers(record: Person | ExtractRow) -> tuple[tuple[str, str], ...]:
    return tuple((scheme, value) for scheme in NUMBERS if (value := getattr(record, scheme)))


def _face(
    key: UUID | int | None,
    record: Person | ExtractRow | ReferredPerson,
    postcode: str,
    address: str,
    ids: Iterable[tuple[str, str]],
) -> Identity:
    return Identity(
        key=key,
        given=record.given_name,
        family=record.family_name,
        dob=record.date_of_birth,
        postcode=plain_postcode(postcode),
        ids=tuple(dict.fromkeys(ids)),
        sex=record.sex if record.sex in ("F", "M") else "",
        address=address,
    )
