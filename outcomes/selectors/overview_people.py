"""People of families with a case, by group: for equality, in statistics alone. For `publish_overview` alone."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from uuid import UUID

from cases.intake.models import Rejection
from cases.models import EqualityRecord, FamilyMember, Joining, Merging
from cases.operations.merge_families import JOININGS
from cases.vocabulary import Sex
from datasharing.models.sealed import opened
from datasharing.statistics import Tally
from outcomes.costing.partner_returns import FamilyWork
from outcomes.cube import ALL, DISABILITY, ETHNICITY, NOT_ASKED, SEX
from outcomes.selectors.overview_measures import Standing

Tallies = dict[tuple[str, str, str], Tally]
CHUNK = 5_000


def groups(families: Mapping[UUID, Standing], work: Mapping[UUID, FamilyWork]) -> dict[str, Tallies]:
    """By table: row × reached, sustained, and wrongly matched; a tally's amount is people, its families those behind.

    Whoever is in two families is counted in the first.
    """
    asked = {person: (group, disability) for person, group, disability in _asked()}
    missed, mistaken = _missed(), _mistaken()
    people: dict[tuple[str, str, str], Counter[UUID]] = defaultdict(Counter)
    for family, person, sex in _people(families):
        group, disability = asked.get(person, (NOT_ASKED, NOT_ASKED))
        columns = ["reached"]
        columns += ["sustained"] if family in work and work[family].sustained else []
        columns += ["missed"] if person in missed else []
        columns += ["mistaken"] if person in mistaken else []
        sex = sex if sex in Sex.values else Sex.UNKNOWN
        for declared, row in ((ETHNICITY, group), (DISABILITY, disability), (SEX, sex)):
            for column in columns:
                people[declared.name, row, column][family] += 1
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


def _missed() -> set[UUID]:
    """Whom matching left on record twice: somebody joined them since. Not those whom a separation had made two."""
    undone = {one for made in Merging.objects.values_list("made", flat=True) for one in made.get(JOININGS, [])}
    rows = Joining.objects.filter(parted_at__isnull=True).exclude(pk__in=undone)
    return set(rows.values_list("kept_id", flat=True))


def _mistaken() -> set[UUID]:
    """Whom matching took for somebody else: suggested and said not to be them, or joined and taken apart again."""
    parted = Joining.objects.filter(parted_at__isnull=False).values_list("kept_id", "gone_id")
    return set(Rejection.objects.values_list("person_id", flat=True)) | {one for pair in parted for one in pair}


def _people(families: Mapping[UUID, Standing]) -> Iterator[tuple[UUID, UUID, str]]:
    """Each person once, with their family and sex."""
    with_a_case = {family for family, standing in families.items() if standing.case}
    rows = FamilyMember.objects.filter(left_on__isnull=True, family__cases__isnull=False).order_by("pk").distinct()
    seen: set[UUID] = set()
    for family, person, sex in rows.values_list("family_id", "person_id", "person__sex").iterator(chunk_size=CHUNK):
        if family in with_a_case and person not in seen:
            seen.add(person)
            yield family, person, sex
