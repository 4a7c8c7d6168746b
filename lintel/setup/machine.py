"""What only the machine can give: apt's packages, pango for PDFs, a browser for the tests. Standard library only."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
from pathlib import Path

from lintel.setup.places import ROOT
from lintel.setup.words import SetupRefused, say, warn

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")


def may_apt() -> bool:
    """Whether this machine installs by apt and we are the one who may."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> str:
    """Install packages by apt; return nothing when it worked, else the end of what apt said."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", *packages]
    said = ""
    for command in (install, ["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode == 0 and command is install:
            return ""
        said = (done.stderr or done.stdout).strip()
    return "\n  ".join(said.splitlines()[-4:]) or "apt-get failed without a word"


def has_pango() -> bool:
    """Whether what draws PDFs is on this machine."""
    return all(ctypes.util.find_library(name) for name in PANGO)


def ensure_pango() -> None:
    """WeasyPrint draws PDFs with pango: installed when we may, else said, since only the PDFs need it."""
    if has_pango():
        return
    if may_apt():
        said = apt_install(*PANGO_PACKAGES)
        if not said:
            say("installed pango, which draws PDFs")
            return
        warn(f"pango could not be installed, so PDFs cannot be made; pages can. apt-get said:\n  {said}")
        return
    warn(
        "pango is not on this machine, so PDFs cannot be made; everything else works. "
        f"Its packages on Debian and Ubuntu: {' '.join(PANGO_PACKAGES)}."
    )


def installed_browser() -> str | None:
    """The Chromium or Chrome of this machine, if it has one."""
    named = os.environ.get("LINTEL_BROWSER")
    candidates = [named] if named else [shutil.which(name) for name in BROWSERS]
    return next((path for path in candidates if path and Path(path).exists()), None)


def _playwrights_own(environment: Path) -> bool:
    program = environment / "bin" / "playwright"
    if not program.exists():
        return False
    done = subprocess.run([program, "install", "chromium"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.returncode == 0


def ensure_browser(environment: Path = ROOT / ".venv") -> None:
    """A browser for the journeys: the machine's, else apt's, else Playwright's own.

    Raises SetupRefused, in words, when there is none to be had.
    """
    if installed_browser():
        return
    said = ""
    if may_apt():
        said = apt_install("chromium")
        if not said and installed_browser():
            say("installed Chromium, which the browser tests drive")
            return
    if _playwrights_own(environment):
        say("installed Playwright's own Chromium")
        return
    raise SetupRefused(
        "There is no Chromium for the browser tests, and it could not be installed"
        + (f" (apt-get said:\n  {said})" if said else " (that needs root, or the network)")
        + ". Install chromium, or name a browser in LINTEL_BROWSER, or leave the browser tests out: "
        "make test WITHOUT_BROWSER=1"
    )
