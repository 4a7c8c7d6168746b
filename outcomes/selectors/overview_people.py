"""People of families with a case, by group: for equality, in statistics alone. For `publish_overview` alone."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from uuid import UUID

from cases.models import EqualityRecord, FamilyMember
from cases.vocabulary import Sex
from datasharing.models.sealed import opened
from datasharing.statistics import Tally
from outcomes.costing.partner_returns import FamilyWork
from outcomes.cube import ALL, DISABILITY, ETHNICITY, NOT_ASKED, SEX
from outcomes.selectors.overview_measures import Standing

Tallies = dict[tuple[str, str, str], Tally]
CHUNK = 5_000


def groups(families: Mapping[UUID, Standing], work: Mapping[UUID, FamilyWork]) -> dict[str, Tallies]:
    """By table: row × reached and sustained; a tally's amount is people, its families those behind them.

    Whoever is in two families is counted in the first.
    """
    asked = {person: (group, disability) for person, group, disability in _asked()}
    people: dict[tuple[str, str, str], Counter[UUID]] = defaultdict(Counter)
    for family, person, sex in _people(families):
        group, disability = asked.get(person, (NOT_ASKED, NOT_ASKED))
        held = family in work and bool(work[family].sustained)
        sex = sex if sex in Sex.values else Sex.UNKNOWN
        for declared, row in ((ETHNICITY, group), (DISABILITY, disability), (SEX, sex)):
            people[declared.name, row, "reached"][family] += 1
            if held:
                people[declared.name, row, "sustained"][family] += 1
    tallies: dict[str, Tallies] = defaultdict(lambda: defaultdict(Tally))
    for (table, row, column), by_family in people.items():
        for number in by_family.values():
            tallies[table][ALL, row, column].add(Decimal(number))
    return tallies


def _asked() -> Iterator[tuple[UUID, str, str]]:
    """Whose key was shredded is not among them."""
    rows = EqualityRecord.objects.order_by("pk")
    for person, group, disability in opened(rows, "pk", "ethnic_group", "disability"):
        if group and disability:
            yield person, group, disability


def _people(families: Mapping[UUID, Standing]) -> Iterator[tuple[UUID, UUID, str]]:
    """Each person once, with their family and sex."""
    with_a_case = {family for family, standing in families.items() if standing.case}
    rows = FamilyMember.objects.filter(left_on__isnull=True, family__cases__isnull=False).order_by("pk").distinct()
    seen: set[UUID] = set()
    for family, person, sex in rows.values_list("family_id", "person_id", "person__sex").iterator(chunk_size=CHUNK):
        if family in with_a_case and person not in seen:
            seen.add(person)
            yield family, person, sex
