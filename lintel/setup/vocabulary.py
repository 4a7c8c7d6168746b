"""What a screen calls things: a vocabulary is data, and set-up makes a catalogue of English from it. Standard library.

Code and addresses keep one word for each thing. An area chooses the words of its programme by `LINTEL_VOCABULARY`; each
message of a page that has one of the replaced words is then said with the other, through gettext like any language.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from lintel.setup.catalogues import compiled
from lintel.setup.places import ROOT

FOLDER = ROOT / "lintel" / "data" / "vocabulary"
APPS = ("agencies", "datasharing", "cases", "outcomes", "lintel")
HEAD = {"": "Content-Type: text/plain; charset=UTF-8\nLanguage: en_GB\nPlural-Forms: nplurals=2; plural=(n != 1);\n"}

TRANSLATE = re.compile(r"""{%\s*translate\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b([^%]*)%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
PLURAL = re.compile(r"{%\s*plural\s*%}")
VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")
KEPT = re.compile(r"%\(\w+\)[sd]|<[^>]*>|{\w+}")
ONE = frozenset({"_", "gettext", "gettext_lazy", "now_in_words", "Words"})
MANY = frozenset({"ngettext", "ngettext_lazy"})
EACH = frozenset({"columns", "headings"})
FAMILIES = (
    "cases/forms/own_plan.py",
    "cases/views/own_plan.py",
    "cases/templates/cases/linked_plan.html",
    "cases/templates/cases/family/_own_plan.html",
    "cases/templates/cases/family/own_plan_pdf.html",
    "cases/templates/cases/intake/ask_for_help.html",
    "cases/templates/cases/intake/go_on.html",
    "cases/templates/cases/intake/help_*.html",
    "cases/templates/cases/intake/what_happened.html",
)
"""What families read: no programme's name ever faces them, so no vocabulary changes these."""
Message = tuple[str, str]
"""A message, and its plural or nothing."""


def messages(path: Path) -> Iterator[Message]:
    """Every message of a template or a module that can be translated."""
    words = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _called(ast.parse(words))
        return
    for found in TRANSLATE.finditer(words):
        yield (found[1] if found[1] is not None else found[2]), ""
    for found in BLOCK.finditer(words):
        parts = [" ".join(part.split()) if "trimmed" in found[1] else part for part in PLURAL.split(found[2])]
        one, *many = (VARIABLE.sub(r"%(\1)s", part.replace("%", "%%")) for part in parts)
        yield one, many[0] if many else ""


def _called(tree: ast.Module) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        if node.func.id in EACH:
            words = [one.value for one in node.args if isinstance(one, ast.Constant)]
            yield from ((one.removeprefix("#"), "") for one in words if isinstance(one, str))
        given = [one.value if isinstance(one, ast.Constant) else None for one in node.args[:2]]
        if node.func.id in ONE and isinstance(given[0], str):
            yield given[0], ""
        if node.func.id in MANY and isinstance(given[0], str) and isinstance(given[1], str):
            yield given[0], given[1]


def read_vocabulary(name: str, folder: Path = FOLDER) -> dict[str, str]:
    """The words of a vocabulary: ours, and what it says instead. Raises ValueError where there is none of that name."""
    path = folder / f"{name}.toml"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.exists():
        known = ", ".join(sorted(one.stem for one in folder.glob("*.toml")))
        raise ValueError(f"There is no vocabulary “{name}”. There are: {known}.")
    held = tomllib.loads(path.read_text(encoding="utf-8"))["words"]
    return {str(ours).lower(): str(theirs) for ours, theirs in held.items()}


def said_with(words: str, vocabulary: dict[str, str]) -> str:
    """A message with the vocabulary's words; what is filled in, and markup, stay as they are."""
    if not vocabulary:
        return words
    longest = sorted(vocabulary, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest))})(s?)\b", re.IGNORECASE)
    parts, at = [], 0
    for kept in [*KEPT.finditer(words), None]:
        end = kept.start() if kept else len(words)
        parts.append(pattern.sub(lambda found: _like(found[1], vocabulary[found[1].lower()]) + found[2], words[at:end]))
        if kept:
            parts.append(kept[0])
            at = kept.end()
    return "".join(parts)


def catalogue_of(vocabulary: dict[str, str], root: Path = ROOT) -> dict[str, str]:
    """Every message that a vocabulary changes, as gettext looks it up."""
    found = dict(HEAD)
    for_families = {one for pattern in FAMILIES for path in root.glob(pattern) for one in messages(path)}
    for app in APPS:
        for path in sorted([*(root / app).rglob("*.html"), *(root / app).rglob("*.py")]):
            if {"migrations", "static_vendor"} & set(path.parts):
                continue
            for one, many in messages(path):
                told = said_with(one, vocabulary)
                if (one, many) in for_families:
                    continue
                if told != one or (many and said_with(many, vocabulary) != many):
                    key = f"{one}\0{many}" if many else one
                    found[key] = f"{told}\0{said_with(many, vocabulary)}" if many else told
    return found


def make_vocabulary(name: str, to: Path, root: Path = ROOT) -> int:
    """Make the catalogue of a vocabulary under `to`; returns how many messages it changes. No name: there is none."""
    made = to / "en_GB" / "LC_MESSAGES" / "django.mo"
    if not name:
        made.unlink(missing_ok=True)
        return 0
    found = catalogue_of(read_vocabulary(name), root)
    made.parent.mkdir(parents=True, exist_ok=True)
    draft = made.with_suffix(".mo.new")
    draft.write_bytes(compiled(found))
    draft.replace(made)
    return len(found) - 1


def _like(found: str, words: str) -> str:
    """With a capital where what it replaces has one."""
    return words[:1].upper() + words[1:] if found[:1].isupper() else words
