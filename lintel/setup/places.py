"""Where set-up keeps things: the private folder, the environment, what is remembered between runs.

Standard library only.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRETS = "secrets.env"
DATABASE = "database.env"
SECRET_BYTES = {
    "SECRET_KEY": 64,
    "LINTEL_APP_PASSWORD": 24,
    "LINTEL_KEYS": 32,
    "LINTEL_BLINDING": 32,
    "LINTEL_JOURNAL_KEY": 32,
}


def private_folder() -> Path:
    """The folder for what must not be shared or committed: `.lintel/`, or where `LINTEL_HOME` says."""
    return Path(os.environ.get("LINTEL_HOME") or ROOT / ".lintel")


def journal_roots(database: str) -> Path:
    """Where the roots of a database's journal are kept, outside of it: one line of JSON a seal."""
    return private_folder() / f"journal-roots-{database}.jsonl"


def vocabulary_catalogues() -> Path:
    """Where the catalogue of an area's own words is made."""
    return private_folder() / "words"


def keep_bytecode() -> None:
    """Let every program that is started from here compile a module once, and keep that in the private folder.

    Where a machine asks for no bytecode at all, it means none beside the sources; without any, every start of a
    program compiles some thousands of modules again, which takes longer than most of what is started.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(private_folder() / "bytecode"))


def read_private(name: str) -> dict[str, str]:
    """The `NAME=value` lines of one private file; nothing if the file does not exist yet."""
    path = private_folder() / name
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#") and "=" in line)
    return {key.strip(): value.strip() for key, _, value in pairs}


def write_private(name: str, values: dict[str, str]) -> None:
    """Replace one private file, readable by its owner alone."""
    folder = private_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    draft = folder / f"{name}.{os.getpid()}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{key}={value}\n" for key, value in values.items())
    draft.replace(path)


def ensure_secrets() -> dict[str, str]:
    """The secrets of this installation, made once and kept."""
    kept = read_private(SECRETS)
    made = {name: secrets.token_urlsafe(length) for name, length in SECRET_BYTES.items() if name not in kept}
    if made:
        kept |= made
        write_private(SECRETS, kept)
    return kept
