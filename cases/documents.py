"""What a document is, by its content and never by its name: the few kinds that are taken, and why another is not.

Pure. Nothing is unpacked: of a Word document the list of its parts is read and no more.
"""

import io
import zipfile
from dataclasses import dataclass

from agencies.words import Words

MOST_BYTES = 10 * 1024 * 1024
MOST_NAME = 150
MOST_PARTS = 5_000
UNPACKED = 200 * 1024 * 1024
"""What a Word document may say that it holds unpacked."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name in the database, the words for it, its ending and its media type."""

    name: str
    words: str
    ending: str
    media_type: str


PDF = Kind("pdf", "PDF", ".pdf", "application/pdf")
JPEG = Kind("jpeg", Words("JPEG picture"), ".jpg", "image/jpeg")
PNG = Kind("png", Words("PNG picture"), ".png", "image/png")
DOCX = Kind(
    "docx",
    Words("Word document"),
    ".docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
TEXT = Kind("text", Words("Plain text"), ".txt", "text/plain; charset=utf-8")
KINDS = {kind.name: kind for kind in (PDF, JPEG, PNG, DOCX, TEXT)}
TAKEN = Words("a PDF, a JPEG or PNG picture, a Word document (.docx) or plain text")
CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


class NotTaken(Exception):
    """A document that is not taken. `words` say why, for whoever sends it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def kind_of(content: bytes) -> Kind:
    """The kind of a document. NotTaken where it is empty, too large, broken, or of none of the kinds taken."""
    if not content:
        raise NotTaken(Words("This file is empty."))
    if len(content) > MOST_BYTES:
        raise NotTaken(
            Words("This file is larger than %(most)s MB. Make it smaller, or send it in parts.", most=MOST_BYTES >> 20)
        )
    if content.startswith(b"%PDF-"):
        return _whole(PDF, b"%%EOF" in content[-2048:])
    if content.startswith(b"\xff\xd8\xff"):
        return _whole(JPEG, b"\xff\xd9" in content[-4096:])
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _whole(PNG, b"IEND" in content[-64:])
    if content.startswith(b"PK\x03\x04"):
        return _word_document(content)
    if _is_text(content):
        return TEXT
    raise NotTaken(Words("This file is none of the kinds that are taken. Send %(taken)s.", taken=TAKEN))


def clean_name(name: str, kind: Kind) -> str:
    """A file's name without folders and control characters, with the ending of what it is. NotTaken where too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if letter.isprintable()).strip(" .") or "document"
    if len(kept) > MOST_NAME:
        raise NotTaken(
            Words("The name of this file is too long: it can have %(most)s letters at most.", most=MOST_NAME)
        )
    right = (kind.ending, ".jpeg") if kind is JPEG else (kind.ending,)
    return kept if kept.lower().endswith(right) else f"{kept}{kind.ending}"


def _whole(kind: Kind, has_end: bool) -> Kind:
    if not has_end:
        raise NotTaken(Words("This %(kind)s is cut off: its end is missing. Send it again.", kind=kind.words))
    return kind


def _word_document(content: bytes) -> Kind:
    """A Word document without macros. Another packed file is not taken, whatever it is called."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as broken:
        raise NotTaken(Words("This file is broken and cannot be read. Send it again.")) from broken
    names = {part.filename for part in parts}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise NotTaken(Words("Packed files and other kinds of documents are not taken. Send %(taken)s.", taken=TAKEN))
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise NotTaken(Words("This Word document has macros in it. Save it without them, or as a PDF, and send that."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise NotTaken(Words("This Word document is far larger inside than it looks. Send it as a PDF."))
    return DOCX


def _is_text(content: bytes) -> bool:
    """Whether these bytes are words alone."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    looks_like_a_page = head.startswith((b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"{\\rtf"))
    return not looks_like_a_page and not CONTROLS & set(content)
