"""Everything that tells who somebody was goes, before their key does. Called by the step that applies retention."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from cases.intake.models import ExtractRow, ReferredPerson
from cases.intake.operations.forget_unlinked import forget_homes, forget_rows
from cases.intake.operations.import_extract import TAKEN_IN
from cases.models import FamilyMember, FindingKeys, Person, Whereabouts

NAMELESS = {
    "given_name": "", "family_name": "", "date_of_birth": None, "sex": "", "nhs_number": "", "upn": "", "nino": "",
    "died_on": None, "match_key": "",
}  # fmt: skip
AS_REFERRED = {
    "given_name": "", "family_name": "", "date_of_birth": None, "sex": "", "nhs_number": "", "address": "",
    "postcode": "", "telephone": "",
}  # fmt: skip


@transaction.atomic
def forget_person(subjects: Collection[UUID]) -> None:
    """Empty every name, number and address of these people that is not sealed under their own key, and every hash."""
    Whereabouts.objects.filter(person__in=subjects).delete()
    FindingKeys.objects.filter(person__in=subjects).delete()
    ReferredPerson.objects.filter(person__in=subjects).update(**AS_REFERRED)
    rows = ExtractRow.objects.filter(subject__in=subjects, status__in=TAKEN_IN)
    forget_rows(list(rows.values_list("pk", flat=True)))
    people = Person.objects.filter(pk__in=subjects)
    homes = {home for home in people.values_list("household", flat=True) if home}
    people.update(**NAMELESS)
    forget_homes(homes)


def people_of(file: UUID) -> set[UUID | None]:
    """Everybody whom this file is or was about; None among them when a referral names somebody never matched."""
    family: set[UUID | None] = set(FamilyMember.objects.filter(family_id=file).values_list("person_id", flat=True))
    return family.union(ReferredPerson.objects.filter(referral__file_id=file).values_list("person_id", flat=True))
