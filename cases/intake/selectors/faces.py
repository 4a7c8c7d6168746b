"""Every face of people who are known: how each record, of whatever source, writes them. Nothing here is shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import connection

from cases.finding import finding_keys
from cases.intake.identifiers import read_nhs_number
from cases.intake.models import ExtractRow, ReferredPerson
from cases.intake.names import plain_postcode
from cases.likeness import Identity, face
from cases.models import Person, Whereabouts
from datasharing.keys.ring import read_wanted
from datasharing.models.sealed import Fetched

_Numbers = tuple[tuple[str, str], ...]

WRITTEN = ("given_name", "family_name", "date_of_birth", "sex")
PLACE = ("postcode", "address")
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
    seen = Fetched(Whereabouts.objects.filter(person__in=found).order_by("pk"), "person_id", *PLACE)
    people = Fetched(Person.objects.filter(pk__in=found), "pk", *WRITTEN, *NUMBERS)
    alike = ExtractRow.objects.filter(subject__in=found).order_by("subject_id", "face", "pk")
    rows = Fetched(alike.distinct("subject_id", "face"), "subject_id", *WRITTEN, *NUMBERS, *PLACE)
    referred = Fetched(ReferredPerson.objects.filter(person__in=found), "person_id", *WRITTEN, *PLACE)
    read_wanted()
    places: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for person, postcode, address in seen.opened():
        places[person].append((postcode, address))
    faces: list[Identity] = []
    numbers: dict[UUID, _Numbers] = {}
    for person, given, family, born, sex, *held in people.opened():
        numbers[person] = ids = _numbers(held)
        for postcode, address in places[person] or [("", "")]:
            faces.append(_face(person, given, family, born, sex, postcode, address, ids))
    for person, given, family, born, sex, nhs_number, upn, nino, *place in rows.opened():
        ids = (*numbers.get(person, ()), *_numbers((nhs_number, upn, nino)))
        faces.append(_face(person, given, family, born, sex, place[0], place[1], ids))
    for person, given, family, born, sex, *place in referred.opened():
        faces.append(_face(person, given, family, born, sex, place[0], place[1], numbers.get(person, ())))
    return list(dict.fromkeys(faces))


def identity_of(person: ReferredPerson) -> Identity:
    """A referred person in the form that matching compares. A wrong NHS number is not used."""
    number = read_nhs_number(person.nhs_number) if person.nhs_number else None
    ids = (("nhs_number", number.value),) if number and number.usable else ()
    return _face(
        person.position, person.given_name, person.family_name, person.date_of_birth, person.sex, person.postcode,
        person.address, ids,
    )  # fmt: skip


def written_alike(one: Identity, other: Identity) -> bool:
    """Whether two records write somebody just so, in comparable letters."""
    return face(one) == face(other)


def _numbers(values: Iterable[str]) -> _Numbers:
    return tuple((scheme, value) for scheme, value in zip(NUMBERS, values, strict=True) if value)


def _face(
    key: UUID | int, given: str, family: str, born: date | None, sex: str, postcode: str, address: str,
    ids: Iterable[tuple[str, str]],
) -> Identity:  # fmt: skip
    return Identity(
        key=key,
        given=given,
        family=family,
        dob=born,
        postcode=plain_postcode(postcode),
        ids=tuple(dict.fromkeys(ids)),
        sex=sex if sex in ("F", "M") else "",
        address=address,
    )
