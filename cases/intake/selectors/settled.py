"""Who everybody in the extracts was settled to be. For operations and operators' runs alone: nothing here is shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.intake.identifiers import read_nhs_number
from cases.intake.models import ExtractRow
from cases.intake.names import name_parts, plain_postcode
from cases.intake.selectors.faces import people_sharing
from cases.intake.selectors.known import match_identity
from cases.likeness import Identity
from cases.models import Person, Whereabouts
from cases.portrait import match_key
from cases.vocabulary import Band
from datasharing.models.sealed import opened

WRITTEN = ("given_name", "family_name", "date_of_birth", "nhs_number")


@dataclass(frozen=True, slots=True)
class SettledRow:
    """One line of a file (the header is line 1): in with its person and household, or set aside with the reason."""

    line: int
    status: str
    person: UUID | None
    household: int | None
    reason: str


def settled_rows(extract: int) -> Iterator[SettledRow]:
    """Every row of one file, in the order of its lines."""
    rows = ExtractRow.objects.filter(extract_id=extract).order_by("line")
    told = opened(rows, "line", "status", "subject_id", "subject__person__household_id", "column", "reason")
    for line, status, person, household, column, reason in told:
        yield SettledRow(line, status, person, household, f"{column}: {reason}" if column else reason)


def somebody_known(
    *, given_name: str, family_name: str, date_of_birth: date, nhs_number: str, postcode: str
) -> UUID | None:
    """The one person known who has all of these together; else the one whom they match beyond doubt; else None."""
    code = plain_postcode(postcode)
    written = (given_name, family_name, date_of_birth, nhs_number)
    alike = Person.objects.filter(match_key=match_key(given_name, family_name, date_of_birth))
    exact: set[UUID] = {pk for pk, *held in opened(alike, "pk", *WRITTEN) if tuple(held) == written}
    found = sorted(exact & _seen_at(exact, code))
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
    code = plain_postcode(postcode)
    found = people_sharing([Identity(key="somebody", given="", family=family_name, dob=None, postcode=code)])
    near = Person.objects.filter(pk__in=_seen_at(found, code), household__isnull=False)
    bearing: dict[int, UUID] = {}
    for person, household, name in opened(near.order_by("pk"), "pk", "household_id", "family_name"):
        if household is not None and wanted & set(name_parts(name)):
            bearing.setdefault(household, person)
    return next(iter(bearing.values())) if len(bearing) == 1 else None


def _seen_at(people: Iterable[UUID], code: str) -> set[UUID]:
    """Those of these people who were seen at a plain postcode; nobody where there is none."""
    places = opened(Whereabouts.objects.filter(person__in=list(people)), "person_id", "postcode")
    return {person for person, held in places if code and plain_postcode(held) == code}
