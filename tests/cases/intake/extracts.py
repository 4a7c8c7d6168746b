"""Small files for the tests of intake, made on the spot: no row describes a real person."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from cases.intake.happenings import Cover
from cases.intake.profile import shipped_profile

COVER = Cover(date(2023, 9, 1), date(2026, 8, 31), date(2026, 9, 4))
ANN = "9434765919,Khan,Ann,20100309,WX4 3AF"
BEN = "9876543210,Khan,Ben,20120501,WX4 3AF"


def file_of(profile: str, *rows: str, encoding: str | None = None) -> BytesIO:
    """A file of this profile with these rows below its header."""
    shape = shipped_profile(profile)
    lines = [",".join(shape.headers), *rows]
    return BytesIO("".join(f"{line}\r\n" for line in lines).encode(encoding or shape.encoding))


def health(person: str, what: str = "ED attendance", first: str = "20250105", end: str = "") -> str:
    """A row of health_events about a person given by their first five cells."""
    return f"{person},{what},{first},{end}"


def health_file(*rows: str) -> BytesIO:
    """A file of health_events."""
    return file_of("health_events", *rows)


def mended_file(profile: str, rows: Sequence[tuple[int, str]]) -> BytesIO:
    """A file of rows set aside as it comes back: each with the line it had."""
    headers = ["Lintel line", "Lintel column", "Lintel reason", *shipped_profile(profile).headers]
    lines = [",".join(headers), *(f"{line},,,{row}" for line, row in rows)]
    return BytesIO(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
