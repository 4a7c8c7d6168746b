"""Which apps speak Welsh throughout, and how words that nobody marked for translation are found in them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lintel.setup.catalogues import catalogues, read_catalogue
from lintel.setup.vocabulary import APPS, messages
from tests.lintel.facing import ROOT

FINISHED = ("lintel", "agencies", "datasharing", "cases", "outcomes")
"""Apps of which every message has its Welsh and every word that a page shows is marked for translation."""

COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<script\b.*?</script>", re.DOTALL)
SAID = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
IN_TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
SHOWN = re.compile(r'(?:aria-label|title|alt|placeholder)="([^"{]*)"')
ENTITY = re.compile(r"&#?\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")
NO_LANGUAGE = frozenset(
    {"Lintel", "English", "Cymraeg", "SHA", "lintel", "main", "body", "print", "tabbed", "aria", "describedby"}
)
"""Names, each language's own name for itself, and classes of the style sheet that stand between block tags."""

REFUSALS = frozenset({"Refused", "Invalid", "NotAllowed", "ValidationError", "CannotPrint", "refused_if_there"})
SHOWN_BY_NAME = frozenset({"label", "help_text", "title", "heading", "words"})


def sources(app: str) -> list[Path]:
    """Every template and module of an app whose words a page may show."""
    folder = ROOT / app
    found = [*folder.rglob("*.html"), *folder.rglob("*.py")]
    apart = {"migrations", "models", "static_vendor", "demo", "setup", "management", "api", "django"}
    return sorted(path for path in found if not apart & set(path.relative_to(folder).parts))


def wanted(app: str) -> set[str]:
    """Every message of an app."""
    return {one for path in sources(app) for one, _many in messages(path)} - {""}


def welsh() -> dict[Path, dict[str, str]]:
    """Each Welsh catalogue: its messages by what gettext looks them up under."""
    return {path: read_catalogue(path.read_text(encoding="utf-8")) for path in catalogues(ROOT, "cy")}


def bare_words(path: Path) -> list[str]:
    """English of a template that stands outside every tag that translates."""
    left = SAID.sub(" ", COMMENT.sub(" ", path.read_text(encoding="utf-8")))
    left = IN_TAGS.sub(" ", left)
    parts = [*SHOWN.findall(left), *TAG.sub("\0", left).split("\0")]
    return [part.strip() for part in parts if set(WORD.findall(ENTITY.sub(" ", part))) - NO_LANGUAGE]


def unmarked_words(path: Path) -> list[str]:
    """Refusals, labels, hints, titles, notices and words of a vocabulary in a module that nobody marked."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)[:80]}" for node in _shown(tree) if _plain(node)]


def _shown(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("TextChoices") for base in node.bases):
            yield from (one.value.elts[1] for one in node.body if _is_choice(one))  # type: ignore[attr-defined]
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in REFUSALS:
            yield from node.args[:1]
        if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "messages":
            yield from node.args[1:2]
        yield from (one.value for one in node.keywords if one.arg in SHOWN_BY_NAME)


def _is_choice(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1


def _plain(node: ast.expr) -> bool:
    """Whether these are words as they stand: in quotation marks, or put together from such."""
    if isinstance(node, ast.BinOp):
        return _plain(node.left)
    if isinstance(node, ast.JoinedStr):
        return any(_plain(part) for part in node.values)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(WORD.search(node.value))


__all__ = ["APPS", "FINISHED", "bare_words", "sources", "unmarked_words", "wanted", "welsh"]
