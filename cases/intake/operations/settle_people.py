"""Write the people whom the records make: one row a person, as their records together write them."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from operator import attrgetter
from uuid import UUID

from django.db import connection

from cases.intake.operations.copying import copy_in
from cases.models import Person
from cases.portrait import Portrait, Written, match_key, portrait
from datasharing.keys.ring import want
from datasharing.models.sealed import opened
from datasharing.operations.remove_subjects import remove_subjects

FIELDS = tuple(field.name for field in fields(Portrait))
AT_ONCE = 2_000
_each = attrgetter(*FIELDS)


def settle_people(
    written: Mapping[UUID, list[Written]], *, suppliers: Mapping[UUID, int], anchored: set[UUID]
) -> set[UUID]:
    """Make or mend the person of each subject; those who were. For somebody dealt with only gaps are filled.

    `suppliers` is the agency (its key) that first told of a new person. Runs inside the caller's transaction.
    """
    known = {subject: Portrait(*values) for subject, *values in opened(Person.objects.all(), "subject_id", *FIELDS)}
    fresh: dict[UUID, tuple[object, ...]] = {}
    changed: list[Person] = []
    for subject, records in written.items():
        before = known.get(subject)
        after = portrait(records)
        if before is not None and subject in anchored:
            after = Portrait(*(old or new for old, new in zip(_each(before), _each(after), strict=True)))
        if before is None:
            fresh[subject] = (subject, suppliers[subject], *_values(after))
        elif after != before:
            named = dict(zip((*FIELDS, "match_key"), _values(after), strict=True))
            changed.append(Person(subject_id=subject, supplier_id=suppliers[subject], **named))
    copy_in(Person, ("subject_id", "supplier_id", *FIELDS, "match_key"), fresh.values())
    for first in range(0, len(changed), AT_ONCE):
        some = changed[first : first + AT_ONCE]
        for person in some:
            want(person.subject_id)
        Person.objects.bulk_create(
            some, update_conflicts=True, unique_fields=["subject"], update_fields=[*FIELDS, "match_key"]
        )
    return set(fresh) | {person.subject_id for person in changed}


def _values(after: Portrait) -> tuple[object, ...]:
    return *_each(after), match_key(after.given_name, after.family_name, after.date_of_birth)


def remove_people(subjects: Iterable[UUID]) -> None:
    """Remove people whom no record is about any longer, and their anchors. IntegrityError where one is dealt with."""
    gone = list(subjects)
    if not gone:
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_findingkeys WHERE person_id = ANY(%s)", [gone])
        cursor.execute("DELETE FROM cases_whereabouts WHERE person_id = ANY(%s)", [gone])
        cursor.execute("DELETE FROM cases_person WHERE subject_id = ANY(%s)", [gone])
    remove_subjects(gone)
