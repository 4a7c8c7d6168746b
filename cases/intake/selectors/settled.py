"""Who everybody in the extracts was settled to be. For operations and operators' runs alone: nothing here is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.intake.identifiers import read_nhs_number
from cases.intake.models import ExtractRow
from cases.intake.names import name_parts, plain_postcode
from cases.intake.selectors.known import match_identity
from cases.likeness import Identity
from cases.models import Person
from cases.vocabulary import Band


@dataclass(frozen=True, slots=True)
class SettledRow:
    """One line of a file (the header is line 1): in with its person and household, or set aside with the reason."""

    line: int
    status: str
    person: UUID | None
    household: int | None
    reason: str


def settled_rows(extract: int) -> Iterator[SettledRow]:
    """Every row of one file, in the order of its lines; streamed."""
    rows = ExtractRow.objects.filter(extract_id=extract).order_by("line")
    found = rows.values_list("line", "status", "subject_id", "subject__person__household_id", "column", "reason")
    for line, status, person, household, column, reason in found.iterator(chunk_size=5_000):
        yield SettledRow(line, status, person, household, f"{column}: {reason}" if column else reason)


def somebody_known(
    *, given_name: str, family_name: str, date_of_birth: date, nhs_number: str, postcode: str
) -> UUID | None:
    """The one person known who has all of these together; else the one whom they match beyond doubt; else None."""
    code = plain_postcode(postcode)
    exact = Person.objects.filter(
        given_name=given_name,
        family_name=family_name,
        date_of_birth=date_of_birth,
        nhs_number=nhs_number,
        whereabouts__postcode__in=_spelled(code),
    )
    found = list(exact.values_list("pk", flat=True).distinct()[:2])
    if len(found) == 1:
        return found[0]
    number = read_nhs_number(nhs_number)
    match = match_identity(
        Identity(
            key="somebody",
            given=given_name,
            family=family_name,
            dob=date_of_birth,
            postcode=code,
            ids=(("nhs_number", number.value),) if number.usable else (),
        )
    )
    first = match.candidates[0].key if match.band == Band.LINK else None
    return first if isinstance(first, UUID) else None


def somebody_at_home(*, family_name: str, postcode: str) -> UUID | None:
    """Somebody of the one household seen at this postcode that bears this family name; None where there are several."""
    wanted = set(name_parts(family_name))
    near = Person.objects.filter(whereabouts__postcode__in=_spelled(plain_postcode(postcode)), household__isnull=False)
    bearing: dict[int, UUID] = {}
    for person, household, name in near.order_by("pk").values_list("pk", "household_id", "family_name"):
        if household is not None and wanted & set(name_parts(name)):
            bearing.setdefault(household, person)
    return next(iter(bearing.values())) if len(bearing) == 1 else None


def _spelled(code: str) -> set[str]:
    """A plain postcode as records write it; nothing for none."""
    return {code, f"{code[:-3]} {code[-3:]}"} if code else set()
