"""`make pictures`: the documents' pictures, from the demo place that `make run` serves. Standard library only."""

from __future__ import annotations

import os
import subprocess

from lintel.setup.database import ensure_database
from lintel.setup.environment import DEV, ensure_environment, python
from lintel.setup.machine import ensure_browser
from lintel.setup.places import ROOT
from lintel.setup.ports import read_port
from lintel.setup.serve import answers
from lintel.setup.words import SetupRefused, say


def pictures() -> int:
    """Every home and the main pages, as a desk and as a telephone show them, in `docs/screenshots/`."""
    port = read_port(os.environ.get("PORT", ""))
    if not answers(port):
        raise SetupRefused(f"Nothing answers at port {port}. Start the demo place with `make run` first.")
    ensure_environment(DEV)
    ensure_browser()
    database = ensure_database()
    environment = {**database.environment, "PORT": str(port), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([python(), "docs/pictures.py"], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    say("the pictures are in docs/screenshots/" if done.returncode == 0 else "not every picture could be taken")
    return done.returncode
