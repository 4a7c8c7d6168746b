"""One person at one browser: signs in, reads, fills forms in by their labels, presses buttons by their words."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from agencies.actor import Actor
from agencies.operations.practitioners import set_second_factor
from tests.cast import PASSWORD, email_of, give_second_factor, sign_in
from tests.journeys.looking import Look, look_at

TYPED = """() => [...document.querySelectorAll("main form")].map(form =>
    [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"))"""
FOCUSED = "() => document.activeElement?.className ?? ''"
TELL_OF_POLICY = """document.addEventListener("securitypolicyviolation", found =>
    console.error(`policy: ${found.violatedDirective} ${found.blockedURI}`))"""
PERIOD = 30


@dataclass(frozen=True)
class Way:
    """How somebody comes: how wide their screen is, and whether it runs JavaScript."""

    width: int
    with_script: bool = True

    def __str__(self) -> str:
        return f"{self.width}px" if self.with_script else f"{self.width}px-no-script"


WAYS = (Way(1280), Way(390), Way(390, with_script=False))
HEIGHT = {1280: 900, 390: 844}


@dataclass
class Visit:
    """A browser of somebody's own at this server. What is wrong with a page is kept until `mistakes` is asked."""

    context: BrowserContext
    server: str
    way: Way
    page: Page = field(init=False)
    said: list[str] = field(default_factory=list)
    status: int = 200
    mistakes: list[Look] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.add_init_script(TELL_OF_POLICY)
        self.page = self.context.new_page()
        self.page.on("console", lambda told: self.said.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("response", self._note_answer)

    # Coming and going

    def sign_in(self, name: str) -> None:
        """By the pages: password, then a code that was not used yet."""
        give_second_factor(name)
        self.open("/sign-in/")
        self.look("Sign in")
        self.type("E-mail address", email_of(name))
        self.type("Password", PASSWORD)
        self.press("Continue")
        self.look("Second factor")
        self.type("Code", code_for(name))
        self.press("Sign in")

    def arrive_as(self, actor: Actor) -> None:
        """By the cookie of a session that passed both factors."""
        cookie = sign_in(Client(), actor).cookies[settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": self.server}])

    def open(self, address: str) -> None:
        """Go to an address."""
        self.page.goto(self.server + address, wait_until="load")

    @property
    def address(self) -> str:
        """Where we are, without the server."""
        return self.page.url.removeprefix(self.server)

    # Reading

    def look(self, name: str, state: str = "", *, status: int = 200) -> None:
        """Check the page that we are on, and count it."""
        assert self.status == status, f"{name} ({state}): answered {self.status} at {self.address}"
        seen = look_at(
            self.page,
            name,
            state=state,
            width=self.way.width,
            with_script=self.way.with_script,
            said=self.said,
            status=status,
        )
        self.said.clear()
        if seen.wrong:
            self.mistakes.append(seen)

    def reads(self, *words: str) -> None:
        """The page says each of these."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    # Doing

    def follow(self, words: str, *, exact: bool = True) -> None:
        """A link of the page itself, or a link that looks like a button."""
        target = self.page.locator("#main-content, .lintel-tabs")
        link = target.get_by_role("link", name=words, exact=exact).or_(
            target.get_by_role("button", name=words, exact=exact)
        )
        self.go(link.first)

    def go(self, link: Locator) -> None:
        """Wherever this link leads."""
        with self._going():
            link.click()

    def press(self, words: str | re.Pattern[str]) -> None:
        """A button of the page."""
        self.go(self.page.locator("main").get_by_role("button", name=words, exact=True))

    def type(self, label: str, words: str, *, within: Locator | None = None) -> None:
        """Into the box of this label."""
        self.box(label, within).fill(words)

    def box(self, label: str, within: Locator | None = None) -> Locator:
        """The box of this label, whether it says that it is optional or not."""
        name = re.compile(rf"^\s*{re.escape(label)}(\s*\(optional\))?\s*$")
        return (within or self.page.locator("main")).get_by_label(name)

    def group(self, legend: str) -> Locator:
        """The choices, or the boxes of a date, under this legend."""
        name = re.compile(rf"^\s*{re.escape(legend)}(\s*\(optional\))?\s*$")
        return self.page.get_by_role("group", name=name)

    def pick(self, legend: str, *choices: str) -> None:
        """Tick or choose each of these under this legend; their words may go on after what is said here."""
        for words in choices:
            self.group(legend).get_by_label(words).first.check()

    def select(self, label: str, choice: str) -> None:
        """One of a list."""
        self.box(label).select_option(label=choice)

    def date(self, legend: str, day: date, *, within: Locator | None = None) -> None:
        """Into the three boxes of a date."""
        boxes = (within or self.page).get_by_role("group", name=re.compile(rf"^\s*{re.escape(legend)}"))
        for name, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(name, exact=True).fill(str(number))

    def be_refused(self, button: str, name: str, *said: str, status: int = 422) -> None:
        """Press it and be told what is wrong: at the head of the page, with the focus there, and nothing typed lost."""
        before = self.typed()
        self.press(button)
        self.look(name, "refused", status=status)
        summary = self.page.locator(".govuk-error-summary").first
        for words in said:
            expect(summary).to_contain_text(words)
        assert self.page.title().startswith("Error:"), self.page.title()
        for link in summary.get_by_role("link").all():
            target = self.page.locator(f"[id='{(link.get_attribute('href') or '').removeprefix('#')}']")
            assert target.count() == 1, f"{name}: no field for “{link.text_content()}”"
        assert self.typed() == before, f"{name}: what was typed is lost"
        if self.way.with_script:
            assert "govuk-error-summary" in self.page.evaluate(FOCUSED), f"{name}: the focus is not on the summary"

    def typed(self) -> Any:
        """All that stands in the forms of the page."""
        return self.page.evaluate(TYPED)

    @contextmanager
    def _going(self) -> Iterator[None]:
        with self.page.expect_navigation(wait_until="load"):
            yield

    def _note_answer(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status


def code_for(name: str) -> str:
    """A code of a second factor that is new: a code is good once, and the same person signs in many times a minute."""
    Authenticator.objects.filter(user__email=email_of(name)).delete()
    secret = set_second_factor(None, email_of(name))
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))
