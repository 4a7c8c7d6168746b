"""What is checked on every page and state that a journey comes to, and the count of it all."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
    "resultTypes": ["violations"],
}
MEASURE = """() => ({
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    headings: document.querySelectorAll("h1").length,
    title: document.title,
})"""
ANSWERED = re.compile(r"the server responded with a status of (\d+)")


@dataclass(frozen=True)
class Look:
    """One page in one state at one width, and what was wrong with it."""

    page: str
    state: str
    width: int
    with_script: bool
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        script = "" if self.with_script else ", no JavaScript"
        return f"{self.page} ({self.state or 'as it opens'}, {self.width} px{script}): {'; '.join(self.wrong)}"


@dataclass
class Tally:
    """Every look of a run."""

    looks: list[Look] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The count, in words."""
        drawn = [look for look in self.looks if look.with_script]
        plain = [look for look in self.looks if not look.with_script]
        wrong = [look for look in self.looks if look.wrong]
        pages, widths = {look.page for look in self.looks}, sorted({look.width for look in drawn})
        states = {(look.page, look.state) for look in self.looks}
        return [
            f"{len(pages)} pages, {len(states)} states of them, at {' and '.join(map(str, widths))} px: "
            f"{len(drawn)} looks with axe, {len(plain)} more without JavaScript",
            f"{sum(len(look.wrong) for look in wrong)} violations (axe, console, policy, sideways scrolling, headings)",
            *(f"  {look}" for look in wrong),
        ]


TALLY = Tally()


def look_at(page: Page, name: str, *, state: str, width: int, with_script: bool, said: list[str], status: int) -> Look:
    """Check a page as it stands: `said` is what its console said; an answer of `status` is no mistake of it."""
    facts: dict[str, Any] = page.evaluate(MEASURE)
    wrong = [words for words in said if not _is_answer(words, status)]
    if facts["over"] > 0:
        wrong.append(f"scrolls sideways by {facts['over']} px")
    if facts["headings"] != 1 or not facts["title"]:
        wrong.append(f"{facts['headings']} first headings, title “{facts['title']}”")
    if with_script:
        wrong += _violations(page)
    look = Look(name, state, width, with_script, tuple(wrong))
    TALLY.looks.append(look)
    _take_picture(page, look)
    return look


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules).then(found => found.violations)", RULES)
    return [
        f"{one['id']} at {', '.join(str(node['target'][0]) for node in one['nodes'][:3])} "
        f"({one['nodes'][0]['any'][0]['message'] if one['nodes'][0]['any'] else one['help']})"
        for one in found
    ]


def _is_answer(words: str, status: int) -> bool:
    found = ANSWERED.search(words)
    return bool(found) and int(found[1]) == status != 200


def _take_picture(page: Page, look: Look) -> None:
    """A picture of the whole page, where LINTEL_SHOTS names a folder."""
    folder = os.environ.get("LINTEL_SHOTS")
    if not folder or not look.with_script:
        return
    words = "-".join(filter(None, (look.page, look.state)))
    path = Path(folder) / f"{re.sub(r'[^a-z0-9]+', '-', words.lower())}-{look.width}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
