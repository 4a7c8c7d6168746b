"""Settle who is who: all records taken in become people, and people homes. Running it again changes nothing.

Somebody whom a practitioner has dealt with (in a family, named in a referral, told apart) keeps their subject: new
records may join them, but two of them are never made one here.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, transaction
from django.db.models import Max, Min

from agencies.actor import Actor
from agencies.operations.journal import record
from agencies.turns import in_turn
from cases.households import Sighting, households
from cases.intake.models import ExtractRow
from cases.intake.operations.import_extract import TAKEN_IN
from cases.intake.operations.keep_finding_keys import keep_finding_keys
from cases.intake.operations.settle_homes import Home, Place, settle_homes
from cases.intake.operations.settle_people import remove_people, settle_people
from cases.intake.selectors.dealt_with import people_dealt_with
from cases.likeness import Identity
from cases.linkage.engine import clusters
from cases.linkage.model import shipped_model
from cases.models import Person, Whereabouts
from cases.operations.living_apart import living_apart
from cases.portrait import Written
from cases.vocabulary import Event
from datasharing.models.sealed import opened
from datasharing.operations.anchors import anchor_subjects

AT_ONCE = 5_000
FACE = (
    "pk", "given_name", "family_name", "date_of_birth", "sex", "nhs_number", "upn", "nino", "postcode", "address",
    "uprn",
)  # fmt: skip
_MOVE_ROWS = """
    UPDATE cases_extractrow held SET subject_id = moved.subject
    FROM unnest(%s::bigint[], %s::uuid[]) AS moved (row, subject) WHERE held.id = moved.row
"""
_MOVE_OCCURRENCES = """
    UPDATE cases_occurrence held SET subject_id = moved.subject, posted_at = NULL
    FROM unnest(%s::bigint[], %s::uuid[]) AS moved (row, subject) WHERE held.row_id = moved.row
"""


@dataclass(frozen=True)
class JoinedRecords:
    """How many records there are, how many people and homes they make, and how many records changed person."""

    records: int
    people: int
    households: int
    moved: int


@dataclass(slots=True)
class Group:
    """Rows of one subject that write the person alike. `seen_on` is the latest day that one of them tells of."""

    subject: UUID
    rows: list[int]
    written: Written
    postcode: str
    address: str
    uprn: str
    supplier: int
    seen_on: date | None
    covers_from: date


@transaction.atomic
def join_records(actor: Actor | None) -> JoinedRecords:
    """Match every record against every other, and post what changed. `actor` is None for the command line."""
    in_turn("join records")
    groups = _groups()
    anchored = people_dealt_with()
    numbers, decided = _clusters(groups, anchored)
    targets = _to_new_records(groups, _targets(groups, numbers, decided))
    moved = _move(groups, targets)
    by_person: dict[UUID, list[Group]] = defaultdict(list)
    for group, target in zip(groups, targets, strict=True):
        by_person[target].append(group)
    people = settle_people(
        {target: [group.written for group in held] for target, held in by_person.items()},
        suppliers={target: min(held, key=lambda g: min(g.rows)).supplier for target, held in by_person.items()},
        anchored=anchored,
    )
    homes = settle_homes(_homes(by_person), _places(by_person), anchored=anchored)
    gone = {group.subject for group in groups} - set(targets) - anchored
    remove_people(gone)
    keep_finding_keys((people | _changed_hands(groups, targets) | _not_to_be_found()) - gone)
    if moved or gone or people or homes.changed:
        detail = {"records": len(groups), "people": len(by_person), "moved": moved, "homes": homes.number}
        record(actor, Event.RECORDS_JOINED, detail=detail)
    return JoinedRecords(sum(len(group.rows) for group in groups), len(by_person), homes.number, moved)


def _groups() -> list[Group]:
    rows = ExtractRow.objects.filter(status__in=TAKEN_IN, subject__isnull=False)
    found = (
        rows.values_list("subject_id", "face", "extract__supplier_id")
        .annotate(
            rows=ArrayAgg("id", distinct=True),
            seen_on=Max("occurrences__starts_on"),
            covers_from=Min("extract__covers_from"),
        )
        .order_by()
    )
    groups: list[Group] = []
    stream = found.iterator(chunk_size=AT_ONCE)
    while some := list(islice(stream, AT_ONCE)):
        faces = {first: values for first, *values in opened(rows.filter(pk__in=[min(row[3]) for row in some]), *FACE)}
        for subject, _, supplier, numbers, seen_on, covers_from in some:
            held = sorted(numbers)
            *person, postcode, address, uprn = faces[held[0]]
            written = _written(person, len(held))
            groups.append(Group(subject, held, written, postcode, address, uprn, supplier, seen_on, covers_from))
    return sorted(groups, key=lambda group: group.rows[0])


def _written(values: Sequence[Any], records: int = 1) -> Written:
    given, family, born, sex, nhs_number, upn, nino = values
    return Written(given, family, born, sex, nhs_number, upn, nino, records)


def _clusters(groups: list[Group], anchored: set[UUID]) -> tuple[list[int], dict[int, UUID]]:
    """For each group the number of its person, and by number the people dealt with, who stand in as recorded."""
    identities = _identities(groups, anchored)
    fields = ("given_name", "family_name", "date_of_birth", "sex", "nhs_number", "upn", "nino")
    places: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for person, *place in opened(Whereabouts.objects.filter(person__in=anchored), "person_id", "postcode", "address"):
        places[person].append((place[0], place[1]))
    standing: dict[tuple[str, int], UUID] = {}
    for subject, *names in opened(Person.objects.filter(subject_id__in=anchored), "subject_id", *fields):
        for postcode, address in places.get(subject) or [("", "")]:
            key = ("known", len(standing))
            standing[key] = subject
            identities.append(_identity(key, _written(names), postcode, address, subject, anchored))
    answer = clusters(identities, shipped_model(settings.LINKAGE_WEIGHTS))
    decided = {answer[key]: subject for key, subject in standing.items()}
    return [answer[place] for place in range(len(groups))], decided


def recorded_identities() -> list[Identity]:
    """Every record taken in, in the form that linkage compares."""
    return _identities(_groups(), set())


def _identities(groups: list[Group], anchored: set[UUID]) -> list[Identity]:
    return [
        _identity(place, group.written, group.postcode, group.address, group.subject, anchored, len(group.rows))
        for place, group in enumerate(groups)
    ]


def _identity(
    key: Hashable,
    written: Written,
    postcode: str,
    address: str,
    subject: UUID,
    anchored: set[UUID],
    rows: int = 1,
) -> Identity:
    numbers = (("nhs_number", written.nhs_number), ("upn", written.upn), ("nino", written.nino))
    return Identity(
        key=key, given=written.given_name, family=written.family_name, dob=written.date_of_birth, postcode=postcode,
        ids=tuple((scheme, value) for scheme, value in numbers if value), sex=written.sex, address=address,
        anchor=str(subject) if subject in anchored else "", rows=rows,
    )  # fmt: skip


def _targets(groups: list[Group], numbers: list[int], decided: dict[int, UUID]) -> list[UUID]:
    """The subject that each group's person keeps: the one dealt with, else the one with most of the records."""
    votes: dict[int, Counter[UUID]] = defaultdict(Counter)
    first: dict[int, int] = {}
    for group, number in zip(groups, numbers, strict=True):
        votes[number][group.subject] += len(group.rows)
        first.setdefault(number, group.rows[0])
    has_person = set(Person.objects.values_list("subject_id", flat=True))
    ranked = sorted(
        ((number, subject, count) for number, held in votes.items() for subject, count in held.items()),
        key=lambda vote: (vote[1] not in has_person, -vote[2], first[vote[0]]),
    )
    chosen = {number: subject for number, subject in decided.items() if number in votes}
    taken = set(decided.values())
    for number, subject, _ in ranked:
        if number not in chosen and subject not in taken:
            chosen[number] = subject
            taken.add(subject)
    without = [number for number in votes if number not in chosen]
    chosen |= dict(zip(without, anchor_subjects(len(without)), strict=True))
    return [chosen[number] for number in numbers]


def _to_new_records(groups: list[Group], targets: list[UUID]) -> list[UUID]:
    """What comes in about somebody who lives apart under a seal goes to their new record, and never to the old one."""
    apart = living_apart()
    return [
        target if group.subject == target else apart.get(target, target)
        for group, target in zip(groups, targets, strict=True)
    ]


def _move(groups: list[Group], targets: list[UUID]) -> int:
    """Give rows and what they tell of to the person they belong to; costs already posted are taken up again."""
    rows: list[int] = []
    subjects: list[UUID] = []
    for group, target in zip(groups, targets, strict=True):
        if group.subject != target:
            rows += group.rows
            subjects += [target] * len(group.rows)
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_ROWS, [rows, subjects])
        cursor.execute(_MOVE_OCCURRENCES, [rows, subjects])
    return len(rows)


def _changed_hands(groups: list[Group], targets: list[UUID]) -> set[UUID]:
    """The people who lost or won a record."""
    moved = [(group.subject, target) for group, target in zip(groups, targets, strict=True) if group.subject != target]
    return set(Person.objects.filter(pk__in={person for pair in moved for person in pair}).values_list("pk", flat=True))


def _not_to_be_found() -> set[UUID]:
    """The people of whom no finding key is kept."""
    known = Person.objects.filter(finding__isnull=True).exclude(given_name="", family_name="")
    return set(known.values_list("pk", flat=True))


def _homes(by_person: dict[UUID, list[Group]]) -> list[Home]:
    sightings = [
        Sighting(str(person), group.postcode, group.address, group.written.family_name, group.seen_on)
        for person, held in by_person.items()
        for group in held
        for _ in group.rows
    ]
    return [
        Home([UUID(str(person)) for person in home.people], home.postcode, home.address)
        for home in households(sightings)
    ]


def _places(by_person: dict[UUID, list[Group]]) -> list[Place]:
    return [
        Place(person, group.postcode, group.address, group.uprn, group.supplier, group.seen_on or group.covers_from)
        for person, held in by_person.items()
        for group in held
    ]
