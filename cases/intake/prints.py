"""What the database compares of rows that it cannot read: keyed hashes of a row, and of whom it writes. Pure."""

from collections.abc import Sequence
from datetime import date

from datasharing.keys.blinding import blind

ROW, FACE = "cases_extractrow.fingerprint", "cases_extractrow.face"
BYTES = 16


def row_print(fingerprint: str) -> bytes:
    """The keyed hash of a row, from the digest of it that reading gives. 16 bytes."""
    return blind(ROW, fingerprint)[:BYTES]


def face_print(values: Sequence[str | date | None]) -> int:
    """The keyed hash of a person and their home as a row writes them: 64 bits, to part one person's rows."""
    said = "\x1f".join([str(value or "") for value in values])
    return int.from_bytes(blind(FACE, said or "\x1f", bits=64), signed=True)
