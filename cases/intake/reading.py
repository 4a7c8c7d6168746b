"""Reading a partner's file through its profile: every row goes in or is set aside, or the whole file is refused.

Streams: holds one row at a time. Pure: no tables; whoever reads decides what becomes of the rows.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import BinaryIO

from agencies.refusals import Refused
from cases.intake.days import day_reader
from cases.intake.happenings import Cover, DayReader, ReadEvent, RowFails, row_events
from cases.intake.identifiers import READERS, read_uprn
from cases.intake.names import as_written, name_parts, plain_postcode
from cases.intake.profile import OF_THE_EVENT, Column, Profile

_BOM = b"\xef\xbb\xbf"
_UNSEEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"%PDF")
_SEXES = {"F": "F", "FEMALE": "F", "M": "M", "MALE": "M"}


class FileRefused(Refused):
    """Nothing of this file goes in. `line` is where it went wrong (the header is line 1), None for the whole."""

    def __init__(self, words: str, line: int | None = None) -> None:
        super().__init__(words, "file")
        self.line = line


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """The person that a row is about, as its supplier writes them.

    Names and address are kept as they came. `ids` are (scheme, value) that may join people; `reference` is the
    supplier's own number for the person; `postcode` is plain (no space, capitals) or empty; `sex` is F, M or empty.
    """

    given_name: str
    family_name: str
    date_of_birth: date | None
    sex: str
    ids: tuple[tuple[str, str], ...]
    reference: str
    address: str
    postcode: str
    uprn: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that goes in. `fingerprint` (16 bytes) is the same for rows alike, in any file of the profile.

    `values` are the row's values in the order of the profile's columns; `remarks` say what was there and not used.
    """

    line: int
    fingerprint: bytes
    person: ReadPerson
    events: tuple[ReadEvent, ...]
    values: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """A row that does not go in: its line (the header is line 1), the column at fault (or empty), why, and its text."""

    line: int
    column: str
    reason: str
    text: str


MENDING = ("Lintel line", "Lintel column", "Lintel reason")
"""The columns that stand before a partner's own in a file of rows set aside, so that each finds its way back."""


def read_mended(handle: BinaryIO, profile: Profile, cover: Cover) -> Iterator[ReadRow | SetAsideRow]:
    """The rows of a file of rows set aside (see `MENDING`) that came back; `line` is that of the first file.

    The file is UTF-8 with commas, as it was given out. FileRefused when it is not such a file; a row without a line
    of the first file is set aside with line 0.
    """
    shape = replace(profile, encoding="utf-8", delimiter=",")
    extra = tuple(Column(header, "detail", OF_THE_EVENT) for header in MENDING)
    lines = _lines(handle, shape)
    first = next(lines, None)
    if first is None:
        raise FileRefused("This file is empty.")
    order = _order(first[1], replace(shape, columns=(*extra, *profile.columns)))
    read_day = day_reader(profile.days)
    for _, text in lines:
        line = 0
        try:
            found = _split(text, ",")
            if len(found) != len(order):
                raise RowFails("", f"the row has {len(found)} values where {len(order)} are due")
            said = found[order[0]].strip()
            if not (said.isascii() and said.isdigit() and len(said) < 10):
                raise RowFails(MENDING[0], f"“{said[:40]}” is not a line of the first file")
            line = int(said)
            yield _read_values(line, text, [found[place] for place in order[3:]], shape, cover, read_day)
        except RowFails as fails:
            yield SetAsideRow(line, fails.column, fails.reason, text)


def cells_of(text: str, profile: Profile) -> list[str]:
    """The cells of a row set aside, as many as its columns where it can be parted at all, else the text alone."""
    try:
        found = _split(text, profile.delimiter)
    except RowFails:
        found = [text]
    return found[: len(profile.columns)]


def mended_cells_of(text: str) -> list[str]:
    """The partner's own cells of a row of a mended file (its columns stand as they were given out)."""
    try:
        return _split(text, ",")[len(MENDING) :]
    except RowFails:
        return [text]


def read_rows(handle: BinaryIO, profile: Profile, cover: Cover) -> Iterator[ReadRow | SetAsideRow]:
    """Every row of the file in its order. FileRefused, at any moment, means that nothing read so far may stand."""
    lines = _lines(handle, profile)
    first = next(lines, None)
    if first is None:
        raise FileRefused("This file is empty.")
    order = _order(first[1], profile)
    read_day = day_reader(profile.days)
    rows = failed = 0
    for line, text in lines:
        rows += 1
        if rows > profile.bounds.rows:
            raise FileRefused(f"This file has more than {profile.bounds.rows:,} rows. Send it in parts.", line)
        try:
            yield _read_row(line, text, order, profile, cover, read_day)
        except RowFails as fails:
            failed += 1
            yield SetAsideRow(line, fails.column, fails.reason, text)
    if not rows:
        raise FileRefused("This file has a header and no rows.")
    if failed == rows or (rows >= profile.bounds.refuse_from_rows and failed > profile.bounds.refuse_share * rows):
        raise FileRefused(
            f"{failed:,} of {rows:,} rows cannot be read. That is too many to go in without the rest: "
            f"check that this file is {profile.words} ({profile.name})."
        )


def _lines(handle: BinaryIO, profile: Profile) -> Iterator[tuple[int, str]]:
    """Line number and text of every line that is not blank, decoded; bounds are kept before anything is held."""
    bounds, size, number = profile.bounds, 0, 0
    while raw := handle.readline(bounds.row_bytes + 1):
        number += 1
        size += len(raw)
        if number == 1 and raw.startswith(_PACKED):
            raise FileRefused("This is an archive, a workbook or a document. Send the plain text file inside it.", 1)
        if b"\x00" in raw:
            raise FileRefused(
                f"Line {number} holds nulls. The file may be UTF-16 or damaged: it must be {profile.encoding}.", number
            )
        if len(raw) > bounds.row_bytes:
            raise FileRefused(f"Line {number} is longer than {bounds.row_bytes:,} bytes.", number)
        if size > bounds.bytes:
            raise FileRefused(f"This file is larger than {bounds.bytes:,} bytes. Send it in parts.", number)
        if number == 1 and profile.encoding.startswith("utf"):
            raw = raw.removeprefix(_BOM)
        text = _decoded(raw, number, profile.encoding).rstrip("\r\n")
        if text.strip():
            yield number, text


def _decoded(raw: bytes, number: int, encoding: str) -> str:
    if raw.isascii():
        return raw.decode("ascii")
    if encoding.startswith("utf"):
        encoding = "utf-8"
    elif _is_utf8(raw):
        raise FileRefused(
            f"Line {number} is written in UTF-8, and this extract is agreed to be {encoding}. "
            "Names with accents would come out wrong, so nothing was taken in.",
            number,
        )
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise FileRefused(
            f"Line {number} is not {encoding}: byte {wrong.start + 1} does not belong there. "
            "The file was written in another encoding (Windows systems often write cp1252), so nothing was taken in.",
            number,
        ) from wrong


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _split(text: str, delimiter: str) -> list[str]:
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as wrong:
        raise RowFails("", "a quotation mark is opened and not closed, or stands where none may be") from wrong


def _order(header: str, profile: Profile) -> list[int]:
    """For each column of the profile, its place in the file. FileRefused, in words that repeat no line of people."""
    try:
        given = [name.strip() for name in _split(header, profile.delimiter)]
    except RowFails as fails:
        raise FileRefused(f"The header cannot be read: {fails.reason}.", 1) from fails
    lacking = [name for name in profile.headers if name not in given]
    strange = [name for name in given if name not in profile.headers]
    if lacking or strange or len(given) != len(profile.headers):
        is_header = 2 * len(lacking) <= len(profile.headers)
        said = [
            f"It lacks {', '.join(lacking)}." if lacking else "",
            _strange(strange) if is_header else "Its first line may be no header.",
            "A column stands there twice." if not lacking and not strange else "",
        ]
        raise FileRefused(f"The columns are not those of {profile.name}. {' '.join(filter(None, said))}", 1)
    return [given.index(name) for name in profile.headers]


def _strange(names: list[str]) -> str:
    if not names:
        return ""
    shown = ", ".join(name[:40] or "(no name)" for name in names[:8])
    return f"We do not know {shown}{' and more' if len(names) > 8 else ''}."


def _read_row(line: int, text: str, order: list[int], profile: Profile, cover: Cover, read_day: DayReader) -> ReadRow:
    found = _split(text, profile.delimiter)
    if len(found) != len(order):
        short = "short" if len(found) < len(order) else "long"
        raise RowFails("", f"the row is {short}: {len(found)} values where {len(order)} are due")
    return _read_values(line, text, [found[place] for place in order], profile, cover, read_day)


def _read_values(
    line: int, text: str, found: list[str], profile: Profile, cover: Cover, read_day: DayReader
) -> ReadRow:
    values = tuple([value.strip(" ") for value in found])
    if "'" in text:
        values = tuple([as_written(value) for value in values])
    if _UNSEEN.search(text):
        raise RowFails("", "the row holds control characters")
    by_header = dict(zip(profile.headers, values, strict=True))
    if len(text) > profile.bounds.value_characters:
        _check_lengths(by_header, profile.bounds.value_characters)
    person, remarks = _person(profile, values, cover, read_day)
    events = row_events(profile, by_header, cover, read_day)
    return ReadRow(line, _fingerprint(profile.name, values), person, events, values, tuple(remarks))


def _check_lengths(values: Mapping[str, str], most: int) -> None:
    for header, value in values.items():
        if len(value) > most:
            raise RowFails(header, f"the value is longer than {most} characters")


def _fingerprint(name: str, values: tuple[str, ...]) -> bytes:
    return blake2b("\x1f".join((name, *values)).encode(), digest_size=16).digest()


def _person(
    profile: Profile, values: tuple[str, ...], cover: Cover, read_day: DayReader
) -> tuple[ReadPerson, list[str]]:
    remarks: list[str] = []
    ids: list[tuple[str, str]] = []
    bad_number: tuple[str, str] | None = None
    held: dict[str, str] = {}
    born: date | None = None
    for at, header, field in profile.of_the_person:
        value = values[at]
        if not value:
            continue
        if field == "date_of_birth":
            born = read_day(value)
            if born is None:
                raise RowFails(header, f"“{value}” is not a day that can be")
            if born > cover.supplied_on:
                remarks.append(f"{header}: the date of birth is after the file was supplied; not used")
                born = None
        elif field in READERS:
            number = READERS[field](value)
            if number.usable:
                ids.append((number.scheme, number.value))
            else:
                remarks.append(f"{header}: {number.why}; not used")
                bad_number = bad_number or (header, number.why)
        elif field in ("family_then_given", "given_then_family"):
            held.update(_both_names(value, family_first=field == "family_then_given"))
        else:
            held[field] = value
    nameless = not name_parts(held.get("given_name", "")) and not name_parts(held.get("family_name", ""))
    if nameless and not ids and not held.get("person_reference"):
        if bad_number:
            raise RowFails(bad_number[0], f"{bad_number[1]}, and there is nothing else to know the person by")
        raise RowFails("", "there is neither a name nor a number to know the person by")
    person = ReadPerson(
        given_name=held.get("given_name", ""),
        family_name=held.get("family_name", ""),
        date_of_birth=born,
        sex=_SEXES.get(held.get("sex", "").upper(), ""),
        ids=tuple(ids),
        reference=held.get("person_reference", ""),
        address=held.get("address", ""),
        postcode=_checked_postcode(held.get("postcode", ""), remarks),
        uprn=_checked_uprn(held.get("uprn", ""), remarks),
    )
    return person, remarks


def _both_names(value: str, *, family_first: bool) -> dict[str, str]:
    before, comma, after = value.partition(",") if family_first else value.rpartition(" ")
    names = (before.strip(), after.strip())
    if not comma:
        return {"family_name": value.strip()}
    fields = ("family_name", "given_name") if family_first else ("given_name", "family_name")
    return dict(zip(fields, names, strict=True))


def _checked_postcode(value: str, remarks: list[str]) -> str:
    plain = plain_postcode(value)
    if value and not plain:
        remarks.append("the postcode is not one; not used")
    return plain


def _checked_uprn(value: str, remarks: list[str]) -> str:
    if not value:
        return ""
    number = read_uprn(value)
    if not number.usable:
        remarks.append(f"{number.why}; not used")
    return number.value if number.usable else ""
