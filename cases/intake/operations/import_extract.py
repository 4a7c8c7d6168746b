"""Take a partner's file in: every row in or set aside, all or nothing, and the same file twice is once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from agencies.actor import Actor
from agencies.models import Agency
from agencies.operations.journal import record
from agencies.refusals import NotAllowed
from agencies.turns import in_turn
from agencies.vocabulary import Role
from cases.intake.ahead import read_ahead
from cases.intake.happenings import Cover, ReadEvent
from cases.intake.models import Extract, ExtractRow, Occurrence
from cases.intake.operations.copying import copy_in, new_keys
from cases.intake.prints import face_prints, row_print, row_prints
from cases.intake.profile import BadProfile, Profile, event_codes, shipped_profile
from cases.intake.reading import FileRefused, ReadPerson, ReadRow, SetAsideRow, cells_of, read_rows
from cases.vocabulary import Event, ExtractState, RowStatus
from datasharing.keys.ring import make_keys
from datasharing.operations.anchors import anchor_subjects
from datasharing.selectors.cover import why_not_covered
from datasharing.vocabulary import KeyKind, ToldBy

BATCH = 2_000
FACES_REMEMBERED = 50_000
TAKEN_IN = (RowStatus.IN, RowStatus.MENDED)
KNOWN = (*TAKEN_IN, RowStatus.FORGOTTEN)
IN = str(RowStatus.IN)

PERSON_COLUMNS = (
    "given_name", "family_name", "date_of_birth", "sex", "nhs_number", "upn", "nino", "address", "postcode", "uprn",
)  # fmt: skip
ROW_COLUMNS = (
    "id", "extract_id", "line", "status", "fingerprint", "face", "occurrence", "subject_id", *PERSON_COLUMNS, "column",
    "reason",
)  # fmt: skip
OCCURRENCE_COLUMNS = (
    "row_id", "subject_id", "supplier_id", "told_by", "category", "code", "starts_on", "ends_on", "is_open", "incident",
    "ordinal",
)  # fmt: skip

Progress = Callable[[int], None]


@dataclass(frozen=True)
class ImportedExtract:
    """What became of a file. `rows_known` had come before in another file; `already` when the whole file had."""

    extract: int
    profile: str
    supplier: str
    rows_in: int
    rows_known: int
    rows_set_aside: int
    already: bool


def import_extract(
    actor: Actor | None,
    profile: str,
    *,
    file: BinaryIO,
    cover: Cover,
    supplier: str = "",
    progress: Progress | None = None,
) -> ImportedExtract:
    """Take one file in through the profile of that name. `supplier` is an agency's reference, where several could be.

    `actor` is None for the command line. `progress` is told the rows read so far. Raises FileRefused, in words, when
    the whole file cannot go in: nothing of it is kept then but that it was refused, and why.
    """
    shape, agency = _shape(profile), supplier_of_profile(profile, supplier)
    check_may_import(actor, agency)
    if not cover.first_day <= cover.last_day <= cover.supplied_on:
        raise FileRefused("The first day covered, the last, and the day of supply follow one another.")
    digest = _digest(file)
    try:
        with transaction.atomic():
            return _take_in(actor, shape, agency, digest, file, cover, progress)
    except FileRefused as refused:
        _record_refusal(actor, shape, agency, digest, cover, refused)
        raise


def _shape(name: str) -> Profile:
    try:
        return shipped_profile(name)
    except BadProfile as wrong:
        raise FileRefused(str(wrong)) from wrong


def supplier_of_profile(profile: str, reference: str) -> Agency:
    """The agency of that reference, or the only one of the kind that supplies such files. Refused where unclear."""
    kind = _shape(profile).supplier
    agencies = Agency.objects.filter(kind=kind)
    found = list(agencies.filter(reference=reference) if reference else agencies[:2])
    if len(found) != 1:
        words = "There is no such agency" if not found else "There are several agencies"
        raise FileRefused(f"{words} of the kind that supplies {profile} ({kind}). Say which one.")
    return found[0]


def check_may_import(actor: Actor | None, agency: Agency) -> None:
    """Refuse an actor who is neither of the supplier nor an administrator; None is the command line."""
    if actor is None or actor.role == Role.ADMINISTRATOR or actor.agency == agency.pk:
        return
    raise NotAllowed(
        gettext("Files of %(agency)s are taken in by its own people or an administrator.") % {"agency": agency.name}
    )


def _digest(file: BinaryIO) -> str:
    digest = sha256()
    file.seek(0)
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _take_in(
    actor: Actor | None, profile: Profile, agency: Agency, digest: str, file: BinaryIO, cover: Cover,
    progress: Progress | None,
) -> ImportedExtract:  # fmt: skip
    lock_supply(profile.name, agency)
    known = Extract.objects.filter(profile=profile.name, supplier=agency, digest=digest).first()
    if known is not None and known.state == ExtractState.POSTED:
        return ImportedExtract(
            known.pk, profile.name, agency.reference, known.rows_in, 0, known.rows_set_aside, already=True
        )
    obstacle = why_not_covered(
        profile.agreements, supplier=agency.pk, kind=agency.kind, categories=profile.categories,
        on=timezone.localdate(),
    )  # fmt: skip
    if obstacle:
        raise FileRefused(f"No agreement in force covers this file: {obstacle}.")
    extract = _staged(actor, profile, agency, digest, cover)
    make_keys(KeyKind.EXTRACT, [extract.seal])
    intake = Intake(extract, profile, cover)
    _check_as_rows_come()
    for rows in read_ahead(_batches(read_rows(file, profile, cover))):
        intake.take(rows)
        if progress is not None:
            progress(intake.rows)
    extract.state, extract.posted_at = ExtractState.POSTED, timezone.now()
    extract.rows_in, extract.rows_set_aside = intake.rows_in, intake.rows_set_aside
    extract.save()
    detail = {
        "extract": extract.pk, "profile": profile.name, "supplier": agency.reference,
        "agreements": list(profile.agreements),
        "rows_in": intake.rows_in, "rows_known": intake.rows_known, "rows_set_aside": intake.rows_set_aside,
    }  # fmt: skip
    record(actor, Event.EXTRACT_IMPORTED, detail=detail)
    return ImportedExtract(
        extract.pk, profile.name, agency.reference, intake.rows_in, intake.rows_known, intake.rows_set_aside,
        already=False,
    )  # fmt: skip


def _check_as_rows_come() -> None:
    """Have the database check references at the end of each batch, not of the file: it does so while we read on."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def lock_supply(profile: str, agency: Agency) -> None:
    """Files of one profile and supplier go in one after another; held to the end of the transaction."""
    in_turn(f"extract {profile} {agency.pk}")


def _staged(actor: Actor | None, profile: Profile, agency: Agency, digest: str, cover: Cover) -> Extract:
    facts = {
        "covers_from": cover.first_day, "covers_to": cover.last_day, "supplied_on": cover.supplied_on,
        "state": ExtractState.STAGED, "started_at": timezone.now(), "refusal": "",
        "imported_by_id": actor.post if actor else None,
    }  # fmt: skip
    extract, _ = Extract.objects.update_or_create(profile=profile.name, supplier=agency, digest=digest, defaults=facts)
    return extract


@transaction.atomic
def _record_refusal(
    actor: Actor | None, profile: Profile, agency: Agency, digest: str, cover: Cover, refused: FileRefused
) -> None:
    lock_supply(profile.name, agency)
    extract = _staged(actor, profile, agency, digest, cover)
    extract.state, extract.refusal = ExtractState.REFUSED, refused.words
    extract.save()
    detail = {"extract": extract.pk, "profile": profile.name, "supplier": agency.reference, "line": refused.line}
    record(actor, Event.EXTRACT_REFUSED, detail=detail)


def _batches(rows: Iterable[ReadRow | SetAsideRow]) -> Iterator[list[ReadRow | SetAsideRow]]:
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        yield batch


class Intake:
    """Writes the rows of one extract, batch by batch; remembers fingerprints and some faces, never rows."""

    def __init__(self, extract: Extract, profile: Profile, cover: Cover) -> None:
        self.extract, self.profile, self.cover = extract, profile, cover
        self.rows = self.rows_in = self.rows_known = self.rows_set_aside = 0
        self._alike: dict[int, int] = {}
        self._faces: dict[tuple[object, ...], UUID] = {}
        self._earlier = Extract.objects.filter(
            profile=profile.name, supplier=extract.supplier, state=ExtractState.POSTED
        ).exclude(pk=extract.pk)
        self._first = not self._earlier.exists()

    def take(self, rows: list[ReadRow | SetAsideRow]) -> None:
        """Post one batch."""
        self.rows += len(rows)
        good = [row for row in rows if isinstance(row, ReadRow)]
        aside = [row for row in rows if isinstance(row, SetAsideRow)]
        prints = row_prints(row.fingerprint for row in good)
        known = self._known(prints)
        fresh: list[tuple[ReadRow, int, bytes]] = []
        again: list[bytes] = []
        still_open: list[bytes] = []
        for row, printed in zip(good, prints, strict=True):
            number = self._number(printed)
            if number > known.get(printed, 0):
                fresh.append((row, number, printed))
                continue
            self.rows_known += 1
            again.append(printed)
            if any(event.is_open for event in row.events):
                still_open.append(printed)
        self._post(fresh)
        self._supplied_again(again)
        self._extend(still_open)
        ExtractRow.objects.bulk_create([self._aside(row) for row in aside])
        self.rows_in += len(good)
        self.rows_set_aside += len(aside)

    def _post(self, rows: list[tuple[ReadRow, int, bytes]]) -> None:
        """Write rows that were not in before, each with its number among those alike, and what they tell of."""
        subjects = self._subjects([row.person for row, _, _ in rows])
        people = [person_values(row.person) for row, _, _ in rows]
        keys, faces = new_keys(ExtractRow, len(rows)), face_prints(people)
        copy_in(
            ExtractRow,
            ROW_COLUMNS,
            (
                (key, self.extract.pk, row.line, IN, printed, face, number, subject, *person, "", "")
                for key, face, (row, number, printed), subject, person in zip(
                    keys, faces, rows, subjects, people, strict=True
                )
            ),
            owner=self.extract.seal,
        )
        copy_in(
            Occurrence,
            OCCURRENCE_COLUMNS,
            (
                values
                for key, (row, _, _), subject in zip(keys, rows, subjects, strict=True)
                for values in occurrence_values(row.events, key, subject, self.extract.supplier_id)
            ),
        )

    def _number(self, fingerprint: bytes) -> int:
        short = int.from_bytes(fingerprint[:8])
        number = self._alike.get(short, 0) + 1
        self._alike[short] = number
        return number

    def _known(self, prints: list[bytes]) -> Mapping[bytes, int]:
        """How many rows like each of these earlier files brought, those among them of which nobody is told any more."""
        if self._first:
            return {}
        found = ExtractRow.objects.filter(fingerprint__in=prints, extract__in=self._earlier, status__in=KNOWN)
        counted = found.values_list("fingerprint").annotate(most=Max("occurrence"))
        return {bytes(printed): most for printed, most in counted}

    def _supplied_again(self, fingerprints: list[bytes]) -> None:
        """A row that a later file has too is as fresh as that file: its names are kept for as long again."""
        if fingerprints:
            known = ExtractRow.objects.filter(
                fingerprint__in=fingerprints, extract__in=self._earlier, status__in=TAKEN_IN
            )
            known.update(supplied_again_on=timezone.localdate())

    def _extend(self, fingerprints: list[bytes]) -> None:
        """A spell that is still open in a later file runs to the end of that file's cover."""
        if not fingerprints:
            return
        Occurrence.objects.filter(
            row__fingerprint__in=fingerprints, row__extract__in=self._earlier, is_open=True,
            ends_on__lt=self.cover.open_end,
        ).update(ends_on=self.cover.open_end, posted_at=None)  # fmt: skip

    def _subjects(self, people: list[ReadPerson]) -> list[UUID]:
        """A subject for each person as written, the same for the same face; who is who is settled when joined."""
        if len(self._faces) > FACES_REMEMBERED:
            self._faces.clear()
        faces = [(p.given_name, p.family_name, p.date_of_birth, p.postcode, p.ids) for p in people]
        fresh = [face for face in dict.fromkeys(faces) if face not in self._faces]
        self._faces.update(zip(fresh, anchor_subjects(len(fresh)), strict=True))
        return [self._faces[face] for face in faces]

    def _aside(self, row: SetAsideRow) -> ExtractRow:
        return ExtractRow(
            extract=self.extract, line=row.line, status=RowStatus.SET_ASIDE,
            fingerprint=row_print(sha256(row.text.encode()).digest()), column=row.column[:80],
            reason=row.reason[:300], raw=cells_of(row.text, self.profile),
        )  # fmt: skip


def person_values(person: ReadPerson) -> tuple[str | date | None, ...]:
    """A person as read, in the order of `PERSON_COLUMNS`."""
    numbers = dict(person.ids)
    return (
        person.given_name, person.family_name, person.date_of_birth, person.sex, numbers.get("nhs_number", ""),
        numbers.get("upn", ""), numbers.get("nino", ""), person.address, person.postcode, person.uprn,
    )  # fmt: skip


def occurrence_values(
    events: Iterable[ReadEvent], row: int, subject: UUID, supplier: int
) -> Iterator[tuple[object, ...]]:
    """What a row tells of, numbered among those of one code, in the order of `OCCURRENCE_COLUMNS`."""
    numbers: dict[str, int] = {}
    for event in events:
        numbers[event.code] = numbers.get(event.code, 0) + 1
        yield (
            row, subject, supplier, ToldBy.SYSTEM, event_codes()[event.code].category, event.code, event.first_day,
            event.end_day, event.is_open, event.incident, numbers[event.code],
        )  # fmt: skip
