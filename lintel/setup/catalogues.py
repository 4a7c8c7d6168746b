"""Catalogues of other languages, compiled for gettext from what translators write. Standard library only."""

from __future__ import annotations

import ast
import struct
from pathlib import Path

from lintel.setup.places import ROOT

MAGIC = 0x950412DE


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Compile every `.po`, of the house and of each app, that is newer than its `.mo`. Returns what was written."""
    written = []
    for source in catalogues(root):
        made = source.with_suffix(".mo")
        if made.exists() and made.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = made.with_suffix(".mo.new")
        draft.write_bytes(compiled(read_catalogue(source.read_text(encoding="utf-8"))))
        draft.replace(made)
        written.append(made)
    return written


def catalogues(root: Path = ROOT, language: str = "*") -> list[Path]:
    """The catalogues: the house's own under `locale/`, then each app's where Django looks for it."""
    name = f"locale/{language}/LC_MESSAGES/*.po"
    return [*sorted(root.glob(name)), *sorted(root.glob(f"*/{name}"))]


def read_catalogue(words: str) -> dict[str, str]:
    """Messages by their id as gettext looks them up: context and plural in it, joined as gettext joins them.

    What has no translation yet, or is marked fuzzy, is left out: the reader then sees English.
    """
    found: dict[str, str] = {}
    for block in words.split("\n\n"):
        held: dict[str, str] = {}
        name = ""
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if any(line.startswith("#,") and "fuzzy" in line for line in lines):
            continue
        for line in lines:
            if line.startswith("#"):
                continue
            if not line.startswith('"'):
                name, _, line = line.partition(" ")
            held[name] = held.get(name, "") + ast.literal_eval(line.strip())
        if "msgid" not in held:
            continue
        forms = [held[key] for key in sorted(held) if key.startswith("msgstr")]
        if not all(forms):
            continue
        key = held["msgid"] + (f"\0{held['msgid_plural']}" if "msgid_plural" in held else "")
        if "msgctxt" in held:
            key = f"{held['msgctxt']}\4{key}"
        found[key] = "\0".join(forms)
    return found


def compiled(messages: dict[str, str]) -> bytes:
    """The binary form that gettext reads: two tables of lengths and places, and the words."""
    keys = sorted(messages)
    ids = [key.encode() for key in keys]
    words = [messages[key].encode() for key in keys]
    start = 28 + 16 * len(keys)
    tables, at = [], start
    for group in (ids, words):
        for one in group:
            tables += [len(one), at]
            at += len(one) + 1
    head = struct.pack("<7I", MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    return head + struct.pack(f"<{len(tables)}I", *tables) + b"\0".join([*ids, *words]) + b"\0"
