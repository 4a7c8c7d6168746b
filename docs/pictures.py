"""Pictures of the demo place for the documents: every home and the main pages, as a desk and as a telephone show them.

`make pictures` runs it against the server that `make run` started; the files go to `docs/screenshots/`.
"""

import base64
import hmac
import os
import re
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from lintel.setup.machine import installed_browser

FOLDER = Path(__file__).parent / "screenshots"
WIDTHS = {"desk": (1280, 860), "telephone": (390, 800)}
PAPER = {"width": 794, "height": 1123}
"""An A4 sheet at 96 dots an inch."""
BLOCK = re.compile(r"^.+, (\S+@\S+)\n\s+code now \d+, secret (\w+)", re.MULTILINE)
PLANNED = "/families/?due_for=review"
FIRST_FAMILY = "main .lintel-case-list__who a"


@dataclass(frozen=True)
class Shot:
    """One page: its name, who looks (the beginning of their address), and how they come there from an address.

    `follow` are links to go by, one after the other; `then` is what to add to the address in the end. A `whole` page is
    taken to its foot as well, and as it is printed.
    """

    name: str
    who: str
    path: str = "/"
    follow: tuple[str, ...] = ()
    then: str = ""
    whole: bool = False


SHOTS = (
    Shot("my-families", "key.worker"),
    Shot("family", "key.worker", PLANNED, (FIRST_FAMILY,)),
    Shot("plan", "key.worker", PLANNED, (FIRST_FAMILY,), "plan/"),
    Shot("genogram", "key.worker", PLANNED, (FIRST_FAMILY,), "genogram/"),
    Shot("meetings", "key.worker", PLANNED, (FIRST_FAMILY,), "meetings/"),
    Shot("contact", "key.worker", PLANNED, (FIRST_FAMILY,), "contacts/new/"),
    Shot("costs", "key.worker", PLANNED, (FIRST_FAMILY,), "costs/"),
    Shot("services", "key.worker", PLANNED, (FIRST_FAMILY,), "services/"),
    Shot("own-plan", "key.worker", PLANNED, (FIRST_FAMILY,), "own-plan/"),
    Shot("directory", "key.worker", "/directory/?need=education"),
    Shot("inbox", "screener"),
    Shot("panel", "panel.chair"),
    Shot("pack", "panel.chair", "/panel/", (FIRST_FAMILY,)),
    Shot("manager", "team.manager"),
    Shot("partner", "school"),
    Shot("overview", "commissioner", whole=True),
    Shot("claims", "claims.officer"),
    Shot("assurance", "governance.lead"),
    Shot("administration", "administrator"),
    Shot("ask-for-help", "", "/ask-for-help/"),
)


def main() -> int:
    """Take them all; returns 1 where a page did not open."""
    port = os.environ.get("PORT", "8000")
    told = subprocess.run([sys.executable, "manage.py", "sign_ins"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"password “(.+?)”", told)
    people = {email.partition("@")[0]: (email, secret) for email, secret in BLOCK.findall(told)}
    FOLDER.mkdir(exist_ok=True)
    failed = []
    with sync_playwright() as play:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=installed_browser() or None, args=arguments)
        for who in dict.fromkeys(shot.who for shot in SHOTS):
            page = _page(browser, f"http://127.0.0.1:{port}", people.get(who), found[1] if found else "")
            for shot in (one for one in SHOTS if one.who == who):
                if not _take(page, f"http://127.0.0.1:{port}", shot):
                    failed.append(shot.name)
            page.context.close()
        browser.close()
    sizes = [path.stat().st_size for path in FOLDER.glob("*.png")]
    sys.stdout.write(f"{len(sizes)} pictures, {sum(sizes) // 1024:,} KB; not taken: {failed or 'none'}\n")
    return 1 if failed else 0


def _page(browser: Browser, base: str, person: tuple[str, str] | None, password: str) -> Page:
    """A page of somebody signed in, or of nobody."""
    page = browser.new_context(locale="en-GB", timezone_id="Europe/London").new_page()
    if person is None:
        return page
    page.goto(base)
    page.locator("input[name=login]").fill(person[0])
    page.locator("input[name=password]").fill(password)
    page.locator("main button[type=submit]").first.click()
    page.locator("input[name=code]").fill(code_now(person[1]))
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()
    return page


def code_now(secret: str) -> str:
    """The six digits that an authenticator shows for this secret."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    told = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    at = told[-1] & 15
    return f"{(struct.unpack('>I', told[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def _take(page: Page, base: str, shot: Shot) -> bool:
    answer: Any = page.goto(base + shot.path)
    for link in shot.follow:
        href = page.locator(link).first.get_attribute("href")
        answer = page.goto(base + str(href))
    if shot.then:
        answer = page.goto(page.url.partition("?")[0] + shot.then)
    if answer is None or answer.status != 200:
        return False
    for name, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        path = FOLDER / f"{shot.name}-{name}.png"
        page.screenshot(path=str(path), animations="disabled")
        _make_small(path)
        if shot.whole:
            _take_whole(page, f"{shot.name}-whole-{name}.png")
    if shot.whole:
        page.set_viewport_size(PAPER)
        page.emulate_media(media="print")
        _take_whole(page, f"{shot.name}-whole-paper.png")
        page.emulate_media(media="screen")
    return True


def _take_whole(page: Page, name: str) -> None:
    """A page from its head to its foot."""
    page.screenshot(path=str(FOLDER / name), animations="disabled", full_page=True)
    _make_small(FOLDER / name)


def _make_small(path: Path) -> None:
    """Sixty-four colours are enough for a page, and a third of the size."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
