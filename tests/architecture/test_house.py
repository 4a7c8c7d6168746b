"""The house rules that a reader would otherwise have to remember. Import directions are import-linter's."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("agencies", "datasharing", "cases", "outcomes")
HOUSE = (*APPS, "lintel")
LONGEST_FILE = 400
MAY_IMPORT_MODELS = re.compile(
    r"^(agencies|datasharing|cases|cases/intake|outcomes|outcomes/budgets|outcomes/business_cases|outcomes/claims)/"
    r"(models|operations|selectors|migrations)(/|\.py$)|^datasharing/(door|grants|keys)(/|\.py$)"
)
MAY_IMPORT_GUARDIAN = re.compile(r"^datasharing/(door|grants)(/|\.py$)|^datasharing/models/grant\.py$")
FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|helpers?)($|_)|Manager$|Service$|^process_(?!view|exception)|^handle_")
LIBRARY_NAMES = {"PractitionerManager"}  # what Django's own sign-in asks for by this name
FORBIDDEN_ARGUMENTS = {"force", "skip_checks"}


@cache
def files() -> tuple[Path, ...]:
    """Every Python file of the house, migrations left out."""
    found = (path for part in HOUSE for path in sorted((ROOT / part).rglob("*.py")))
    return tuple(path for path in found if "migrations" not in path.parts and "static_vendor" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """A file, read."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """A file as the tests speak of it."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever it does so."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_file_is_longer_than_400_lines() -> None:
    """Migrations too."""
    every = [path for part in (*HOUSE, "tests", "benchmarks") for path in (ROOT / part).rglob("*.py")]
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in every}
    assert {path: lines for path, lines in long.items() if lines > LONGEST_FILE} == {}


def test_every_file_says_what_it_is_for() -> None:
    silent = [
        name(path) for path in files() if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_only_operations_selectors_the_door_grants_and_keys_import_models() -> None:
    models = re.compile(rf"^({'|'.join(APPS)})(\.intake|\.budgets|\.business_cases)?\.models(\.|$)")
    offending = [
        name(path)
        for path in files()
        if not MAY_IMPORT_MODELS.match(name(path)) and any(models.match(module) for module in imported(path))
    ]
    assert offending == []


def test_guardian_stands_behind_the_door_and_the_grants_alone() -> None:
    offending = [
        name(path)
        for path in files()
        if not MAY_IMPORT_GUARDIAN.match(name(path))
        and any(module.split(".")[0] == "guardian" for module in imported(path))
    ]
    assert offending == []


def test_nothing_listens_to_signals() -> None:
    offending = [
        name(path)
        for path in files()
        for module in imported(path)
        if re.match(
            r"django\.(dispatch|db\.models\.signals|core\.signals|contrib\.auth\.signals)|allauth\..*signals", module
        )
    ]
    assert offending == []


def test_nothing_is_imported_inside_a_function() -> None:
    offending = [
        f"{name(path)}:{inner.lineno}"
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert offending == []


def test_no_name_says_that_nobody_knew_what_to_call_it() -> None:
    offending = []
    for path in files():
        if FORBIDDEN_NAMES.search(path.stem):
            offending.append(name(path))
        for node in ast.walk(tree(path)):
            named = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else ""
            if FORBIDDEN_NAMES.search(named) and named not in LIBRARY_NAMES:
                offending.append(f"{name(path)}:{named}")
            if isinstance(node, ast.arguments):
                held = {argument.arg for argument in [*node.args, *node.kwonlyargs]}
                offending += [f"{name(path)}:{argument}" for argument in held & FORBIDDEN_ARGUMENTS]
    assert offending == []


def test_whatever_writes_the_journal_is_atomic() -> None:
    """No entry, no change: an operation that records does so in the transaction of what it changes."""
    offending = []
    for path in files():
        if "/operations/" not in name(path) or path.stem == "journal":
            continue
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            calls = {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
            if calls & {"record", "journal.record"} and "atomic" not in ast.unparse(node):
                offending.append(f"{name(path)}:{node.name}")
    assert offending == []


def test_every_journal_event_comes_from_a_vocabulary() -> None:
    """`record(actor, Event.X, …)`, never a string; and the X is there."""
    offending = []
    for path in files():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            called = ast.unparse(node.func)
            if called not in {"record", "journal.record"}:
                continue
            if isinstance(node.args[1], ast.Constant | ast.JoinedStr):
                offending.append(f"{name(path)}:{node.lineno}")
    assert offending == []


@pytest.mark.parametrize("app", APPS)
def test_every_event_is_written_somewhere_and_named_in_the_past(app: str) -> None:
    vocabulary = importlib.import_module(f"{app}.vocabulary")
    events = {event.name: event.value for event in vocabulary.Event}
    assert [value for value in events.values() if not re.fullmatch(r"[a-z_]+\.[a-z_]+", value)] == []
    assert len(set(events.values())) == len(events)


def test_templates_hold_no_sql_and_no_scripts_or_styles_of_their_own() -> None:
    templates = [path for part in HOUSE for path in (ROOT / part).rglob("templates/**/*.html")]
    assert templates
    pattern = re.compile(
        r"\.objects\b|\.filter\b|_set\b|\.all\b|\bSELECT\b.*\bFROM\b|<style|\sstyle=|<script(?![^>]*\bsrc=)|\son\w+=\"",
        re.DOTALL,
    )
    allowed = {"lintel/templates/ui/pagination.html"}
    offending = [
        f"{name(path)}: {found[0][:40]}"
        for path in templates
        if name(path) not in allowed and (found := pattern.search(_without_comments(path.read_text(encoding="utf-8"))))
    ]
    assert offending == []


def _without_comments(words: str) -> str:
    return re.sub(r"{% comment.*?%}.*?{% endcomment %}|{#.*?#}", "", words, flags=re.DOTALL)


def test_no_selector_returns_a_model_or_a_query() -> None:
    """What leaves a selector is a frozen sheet: a template can then run no SQL, whatever it says."""
    offending = []
    for path in files():
        if "/selectors/" not in name(path):
            continue
        models = {alias.name for node in tree(path).body for alias in _models_imported(node)}
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns:
                words = set(re.findall(r"\w+", ast.unparse(node.returns)))
                if words & (models | {"QuerySet", "Model"}):
                    offending.append(f"{name(path)}:{node.name}")
    assert offending == []


def _models_imported(node: ast.stmt) -> list[ast.alias]:
    ours = isinstance(node, ast.ImportFrom) and re.match(rf"({'|'.join(APPS)})\b.*\.models\b", node.module or "x")
    return node.names if isinstance(node, ast.ImportFrom) and ours else []


def test_pure_reasoning_knows_no_django() -> None:
    pure = [
        "datasharing/deciding.py",
        "datasharing/policy.py",
        "datasharing/shown.py",
        "datasharing/statistics.py",
        "cases/matching.py",
        "cases/likeness.py",
        "cases/households.py",
        "agencies/places.py",
        "agencies/refusals.py",
        *(name(path) for path in (ROOT / "outcomes/costing").glob("*.py")),
    ]
    offending = [
        path
        for path in pure
        if (ROOT / path).exists()
        and any(module.split(".")[0] in {"django", "rest_framework"} for module in imported(ROOT / path))
    ]
    assert offending == []


def test_no_committed_file_names_the_machine_it_was_written_on() -> None:
    pattern = re.compile(r"(?<![\w.])/(work|tmp/lintel|root)/")
    offending = [
        name(path)
        for path in [*files(), *(ROOT / "tests").rglob("*.py"), *ROOT.glob("*.toml"), *ROOT.glob("*.lock")]
        if path.resolve() != Path(__file__).resolve() and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert offending == []
