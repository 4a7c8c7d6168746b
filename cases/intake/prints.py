"""What the database compares of rows that it cannot read: keyed hashes of a row, and of whom it writes. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from datasharing.keys.blinding import blind_all

ROW, FACE = "cases_extractrow.fingerprint", "cases_extractrow.face"
BYTES = 16


def row_prints(digests: Iterable[bytes]) -> list[bytes]:
    """The keyed hash of each row, from the digest of it that reading gives. 16 bytes."""
    return [made[:BYTES] for made in blind_all(ROW, [digest.hex() for digest in digests])]


def face_prints(people: Iterable[Sequence[str | date | None]]) -> list[int]:
    """The keyed hash of each person and home as a row writes them: 64 bits, to part one person's rows."""
    said = ["\x1f".join([value if type(value) is str else str(value or "") for value in one]) for one in people]
    return [int.from_bytes(made[:8], signed=True) for made in blind_all(FACE, said)]


def row_print(digest: bytes) -> bytes:
    """That of one row."""
    [made] = row_prints([digest])
    return made


def face_print(person: Sequence[str | date | None]) -> int:
    """That of one."""
    [made] = face_prints([person])
    return made
