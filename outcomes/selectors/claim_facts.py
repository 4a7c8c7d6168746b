"""What claims rest on, for a page of families at once: needs with their measurements, the plan, what partners told.

Everything comes through the door: what this reader may not see is not in it, and what a partner's category is closed to
them by rule stops no clock. For the selectors and operations of claims.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from agencies.languages import as_written
from agencies.vocabulary import AgencyKind
from cases.models import Case, FamilyMember, Goal, NeedRecord
from cases.selectors.people import age_on
from cases.vocabulary import ClosingOutcome, Need, NeedKind, Role
from datasharing.door import OpenFile
from datasharing.vocabulary import Category
from outcomes.catalogues import shipped_catalogue
from outcomes.claiming import FamilyFacts, NeedFacts
from outcomes.costing.catalogue import Catalogue
from outcomes.costing.effect_histories import needs_shown
from outcomes.frameworks import Framework, shipped_framework
from outcomes.models import Claim, Measurement
from outcomes.selectors.family_ledgers import LedgerEntry, family_ledgers
from outcomes.selectors.support_windows import shown_catalogue
from outcomes.sustained import ONE_DAY, Break, Measured
from outcomes.vocabulary import ClaimState, Standing

CHILD = 18
YEAR = timedelta(days=365)
SPOKEN_BY = "supporting-families-2022"
"""The framework in whose headlines the catalogue says what an event speaks for."""


@dataclass(frozen=True)
class Told:
    """One line of evidence: what, from whom, on which day, and under what it is decided who may see it."""

    words: str
    told_by: str
    on: date
    category: str
    supplier: int
    supplier_kind: str
    subjects: tuple[UUID, ...]


@dataclass(frozen=True)
class ClaimFacts:
    """A family's latest case, what a claim rests on, and the lines of evidence for it."""

    file: OpenFile
    case: Case
    family: FamilyFacts
    told: tuple[Told, ...]


def claim_facts(files: Sequence[OpenFile], framework: Framework, *, on: date) -> dict[UUID, ClaimFacts]:
    """By family's file, for those that have had a case: some ten statements however many families."""
    ids = [file.id for file in files]
    cases = _latest_cases(ids)
    members = _members(ids)
    for file in files:
        file.know({row.person.subject_id for row in members[file.id]})
    needs, measured, in_plan = _needs(cases.values()), _measured(cases.values()), _in_plan(cases.values())
    catalogue = shown_catalogue()
    ledgers = family_ledgers(set(ids), catalogue) if catalogue else {}
    held = shipped_catalogue(catalogue.version) if catalogue else None
    claimed = _claimed(ids)
    found: dict[UUID, ClaimFacts] = {}
    for file in files:
        if (case := cases.get(file.id)) is None:
            continue
        seen = [one for one in needs[case.pk] if _open(file, one)]
        entries = [entry for entry in ledgers.get(file.id, ()) if _entry_open(file, entry)] if held else []
        spoken = [spoken for entry in entries for spoken in _spoken(entry, held, framework)] if held else []
        found[file.id] = ClaimFacts(
            file,
            case,
            FamilyFacts(
                has_child=any(_is_child(row, on) for row in members[file.id]),
                identified=frozenset(headline for headline, one, _ in spoken if case_began(case, one)),
                key_worker=case.key_worker_id is not None,
                assessed=_assessed(file, seen, members[file.id]),
                needs=tuple(
                    NeedFacts(
                        Need(one.need),
                        tuple(Measured(row.measured_on, row.standing == Standing.MET) for row in measured[one.pk]),
                        one.need in in_plan[case.pk],
                    )
                    for one in seen
                    if one.kind == NeedKind.NEED
                ),
                breaks=_by_headline((headline, one) for headline, one, _ in spoken),
                claimed=claimed[file.id],
            ),
            tuple(_told(case, seen, measured, spoken)),
        )
    return found


def case_began(case: Case, one: Break) -> bool:
    """Whether it happened, or went on, in the year up to the case's opening: the family was found by it."""
    opened = case.opened_at.date()
    return one.on <= opened and (one.until is None or one.until >= opened - YEAR)


def _latest_cases(files: Collection[UUID]) -> dict[UUID, Case]:
    rows = Case.objects.filter(family__in=files).exclude(outcome=ClosingOutcome.MERGED)
    rows = rows.select_related("key_worker__practitioner", "key_worker__agency")
    return {case.family_id: case for case in rows.order_by("opened_at", "pk")}


def _members(files: Collection[UUID]) -> dict[UUID, list[FamilyMember]]:
    found: dict[UUID, list[FamilyMember]] = defaultdict(list)
    for row in FamilyMember.objects.filter(family__in=files, left_on__isnull=True).select_related("person"):
        found[row.family_id].append(row)
    return found


def _needs(cases: Iterable[Case]) -> dict[int, list[NeedRecord]]:
    found: dict[int, list[NeedRecord]] = defaultdict(list)
    rows = NeedRecord.objects.filter(case__in=list(cases)).select_related("supplier", "case").prefetch_related("about")
    for row in rows.order_by("pk"):
        found[row.case_id].append(row)
    return found


def _measured(cases: Iterable[Case]) -> dict[int, list[Measurement]]:
    found: dict[int, list[Measurement]] = defaultdict(list)
    rows = Measurement.objects.filter(case__in=list(cases)).select_related("supplier", "recorded_by__practitioner")
    for row in rows.order_by("measured_on", "pk"):
        found[row.need_id].append(row)
    return found


def _in_plan(cases: Iterable[Case]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for case, need in Goal.objects.filter(plan__case__in=list(cases)).values_list("plan__case_id", "need"):
        found[case].add(need)
    return found


def _claimed(files: Collection[UUID]) -> dict[UUID, dict[str, date]]:
    """Claims that stand: neither refused nor reversed."""
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    rows = Claim.objects.filter(file__in=files, reverses__isnull=True, reversed_by__isnull=True)
    for file, slug, day in rows.exclude(state=ClaimState.REFUSED).values_list("file_id", "framework", "claimed_on"):
        found[file][slug] = day
    return found


def _open(file: OpenFile, row: NeedRecord) -> bool:
    about = [subject.pk for subject in row.about.all()]
    return file.decide(Category(row.category), row.supplier_id, AgencyKind(row.supplier.kind), about).is_open


def _entry_open(file: OpenFile, entry: LedgerEntry) -> bool:
    return file.decide(entry.category, entry.supplier, entry.supplier_kind, entry.subjects).is_open


def _is_child(row: FamilyMember, on: date) -> bool:
    born = row.person.date_of_birth
    return row.role == Role.CHILD or (born is not None and age_on(born, on) < CHILD)


def _assessed(file: OpenFile, rows: Sequence[NeedRecord], members: Sequence[FamilyMember]) -> bool:
    """Everybody in the family that this reader may know of is in a need or a strength, or one is about all of them."""
    if not rows:
        return False
    about = [{subject.pk for subject in row.about.all()} for row in rows]
    if any(not people for people in about):
        return True
    known = {row.person.subject_id for row in members if not file.hides(row.person.subject_id)}
    return known <= set().union(*about)


def spoken_for(entry: LedgerEntry, held: Catalogue) -> Iterable[tuple[str, Break]]:
    """The needs that something told speaks for, and the break that it is in each."""
    speaks = {code: need for need, code in shipped_framework(SPOKEN_BY).needs.items()}
    for shown in needs_shown([entry.event], held):
        if (need := speaks.get(shown.headline)) is not None:
            until = None if entry.event.end_day is None and shown.on_the_day else shown.end_day - ONE_DAY
            yield need, Break(shown.from_day, until, entry.event.code.partition(".")[2].replace("_", " "))


def _spoken(entry: LedgerEntry, held: Catalogue, framework: Framework) -> Iterable[tuple[str, Break, LedgerEntry]]:
    """The headlines of this framework that something told speaks for, and the break that it is."""
    for need, one in spoken_for(entry, held):
        if (headline := framework.needs.get(need)) is not None:
            yield headline, one, entry


def _by_headline(spoken: Iterable[tuple[str, Break]]) -> dict[str, tuple[Break, ...]]:
    found: dict[str, list[Break]] = defaultdict(list)
    for headline, one in spoken:
        found[headline].append(one)
    return {headline: tuple(breaks) for headline, breaks in found.items()}


def _told(
    case: Case,
    needs: Sequence[NeedRecord],
    measured: dict[int, list[Measurement]],
    spoken: Sequence[tuple[str, Break, LedgerEntry]],
) -> Iterable[Told]:
    """The evidence, earliest first in each part: needs, how each was measured, and what partners told of them."""
    for need in needs:
        about = tuple(subject.pk for subject in need.about.all())
        where = (str(need.category), need.supplier_id, str(need.supplier.kind), about)
        label = as_written(Need(need.need).label)
        yield Told(f"{label}: recorded. {need.evidence}", need.supplier.name, need.recorded_at.date(), *where)
        for row in measured[need.pk]:
            words = f"{label}: {as_written(Standing(row.standing).label).lower()}. {row.evidence}"
            yield Told(words, f"{row.recorded_by.practitioner.name}, {row.supplier.name}", row.measured_on, *where)
    opened = case.opened_at.date() - YEAR
    for _, one, entry in sorted(spoken, key=lambda item: item[1].on):
        if one.until is None or one.until >= opened:
            where = (str(entry.category), entry.supplier, str(entry.supplier_kind), tuple(sorted(entry.subjects)))
            yield Told(one.words.capitalize(), as_written(AgencyKind(entry.supplier_kind).label), one.on, *where)
