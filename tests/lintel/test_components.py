"""Each component of the interface, drawn with plausible props and with the least that it can have."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

TEMPLATES = Path(__file__).resolve().parents[2] / "lintel" / "templates"
COMPONENTS = sorted(path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "ui").rglob("*.html"))
EMPTY_ELEMENTS = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "circle", "source", "wbr"}


@dataclass(frozen=True)
class Shown:
    """A part as the door shows it."""

    level: str
    why: str = ""
    route: str = "none"
    contact: str = ""
    value: Any = None

    @property
    def is_open(self) -> bool:
        return self.level == "open"


CLOSED = Shown("hidden", "Shared with the named nurse only.", "ask")
INVOLVED = Shown("involvement", "Details are not shared with your role.", "none", "Named nurse, 01632 960 001")

PROPS: dict[str, dict[str, Any]] = {
    "ui/back_link.html": {"href": "/families/"},
    "ui/breadcrumbs.html": {"items": [{"href": "/", "text": "Inbox"}, {"text": "R-0001"}]},
    "ui/button_group.html": {"buttons": [{"text": "Save"}, {"text": "Cancel", "href": "/", "kind": "link"}]},
    "ui/case_list.html": {
        "caption": "My families",
        "items": [
            {
                "href": "/f/1/",
                "title": "The Orme family",
                "subtitle": "F-1",
                "reason": "Review",
                "due": dt.date(2026, 11, 16),
                "urgency": "red",
                "facts": [{"label": "Key worker", "value": "Dele Adeyemi"}],
            }
        ],
    },
    "ui/chart.html": {
        "title": "Cost by who bears it",
        "src": "/chart.svg",
        "alt": "The council bears most",
        "columns": [{"label": "Who"}, {"label": "Before", "numeric": True}],
        "rows": [["Council", "£412,000"]],
    },
    "ui/details.html": {"summary": "What is a strength?", "text": "Something that goes well."},
    "ui/empty.html": {"heading": "No reviews are due", "text": "Agree a plan first.", "href": "/", "action": "Agree"},
    "ui/error_summary.html": {"problems": [{"text": "Enter a date", "focus": "id_on_0"}]},
    "ui/identity_bar.html": {
        "bar": {
            "reference": "F-1",
            "name": "The Orme family",
            "key_worker": "Dele Adeyemi",
            "risk": "High",
            "safety": "Ring duty before any visit",
            "next_review": dt.date(2026, 12, 1),
        }
    },
    "ui/inset.html": {"text": "I like it when mum is up.", "by": "Tia, 9"},
    "ui/interruption_card.html": {"heading": "Step up", "danger": True, "primary": {"text": "Go on", "href": "/"}},
    "ui/money.html": {"amount": 1234},
    "ui/padlock.html": {"shown": CLOSED, "what": "Health", "ask_href": "/ask/"},
    "ui/page_title.html": {"title": "Plan", "caption": "The Orme family", "lead": "What is done by when."},
    "ui/padlocks.html": {"padlocks": [{"words": "Health from Health", "level": "hidden", "why": "No agreement."}]},
    "ui/shown.html": {"shown": CLOSED, "what": "Health"},
    "ui/panel.html": {"title": "Referral sent", "text": "R-0001"},
    "ui/print_header.html": {"made_by": "Key worker", "made_at": dt.datetime(2026, 11, 22, 9, 5, tzinfo=dt.UTC)},
    "ui/sub_navigation.html": {"items": [{"href": "/", "text": "Plan", "current": True}]},
    "ui/summary_list.html": {"rows": [{"key": "Name", "value": "Sarah"}, {"key": "Health", "shown": CLOSED}]},
    "ui/table.html": {"caption": "Costs", "columns": [{"label": "Who"}], "rows": [["Council"], [{"text": "Police"}]]},
    "ui/tag.html": {"text": "Outreach", "colour": "teal"},
    "ui/task_list.html": {"items": [{"text": "Decide", "href": "/", "status": "Waits", "waiting": True}]},
    "ui/timeline.html": {
        "items": [
            {"title": "Home visit", "when": dt.datetime(2026, 11, 22, 14, 5, tzinfo=dt.UTC), "text": "Rent."},
            {"title": "Police attended", "when": dt.date(2026, 11, 20), "shown": CLOSED, "text": "secret"},
        ]
    },
    "ui/warning_text.html": {"text": "Nobody may be told."},
    "ui/why_line.html": {"who": "the team", "reasons": [{"words": "You are on the team."}]},
}


class Balance(HTMLParser):
    """Fails on an element that is closed out of turn or left open, and on what the policy on content forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs}
        assert "style" not in names and not any(name.startswith("on") for name in names), f"<{tag}> {names}"
        assert len(names) == len(attrs), f"<{tag}> says an attribute twice: {attrs}"
        if tag not in EMPTY_ELEMENTS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY_ELEMENTS:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY_ELEMENTS:
            assert self.open and self.open.pop() == tag, f"</{tag}> out of turn"


def balanced(html: str) -> str:
    parser = Balance()
    parser.feed(html)
    assert not parser.open, f"left open: {parser.open}"
    return html


def draw(source: str, **context: Any) -> str:
    return balanced(Template("{% load ui %}" + source).render(Context(context)))


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_opens_with_a_comment_that_states_its_props(name: str) -> None:
    source = (TEMPLATES / name).read_text()
    opening = re.match(r"\{% comment %\}(.*?)\{% endcomment %\}", source, re.DOTALL)
    assert opening, f"{name} has no opening comment"
    assert re.search(r"Props:|Context:", opening[1]), f"{name} does not state its props"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_has_inline_style_or_script(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", source)


@pytest.mark.parametrize("name", sorted(PROPS))
def test_a_component_is_well_formed_and_says_what_it_was_given(name: str) -> None:
    html = balanced(render_to_string(name, PROPS[name]))
    assert html.strip()
    assert "<script" not in html


@pytest.mark.parametrize("name", sorted(set(PROPS) - {"ui/case_list.html"}))
def test_a_component_escapes_what_it_is_given(name: str) -> None:
    def poison(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: poison(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [poison(inner) for inner in value]
        return "<img src=x>" if isinstance(value, str) else value

    assert "<img src=x>" not in render_to_string(name, poison(PROPS[name]))


@pytest.mark.parametrize(
    "name", ["base.html", "400.html", "403.html", "403_csrf.html", "404.html", "500.html", "accessibility.html"]
)
def test_a_frame_page_is_drawn_without_a_request(name: str) -> None:
    html = balanced(render_to_string(name))
    assert 'id="main-content"' in html and "Skip to main content" in html


def test_the_frame_shows_the_post_that_acts_and_the_places_it_can_go() -> None:
    context = {
        "nav": [{"href": "/families/", "text": "My families", "current": True}],
        "acting": {"post_words": "Key worker, Ashworth Council", "change_href": "/post/", "sign_out_href": "/out/"},
    }
    html = balanced(render_to_string("base.html", context, RequestFactory().get("/families/")))
    assert "Key worker, Ashworth Council" in html
    assert 'aria-current="true"' in html and 'action="/out/"' in html and 'value="cy"' in html


def test_a_padlock_is_not_drawn_over_an_open_part() -> None:
    assert render_to_string("ui/padlock.html", {"shown": Shown("open")}).strip() == ""


def test_a_padlock_says_why_and_what_to_do() -> None:
    html = render_to_string("ui/padlock.html", {"shown": CLOSED, "what": "Health", "ask_href": "/ask/"})
    assert "Health: closed to you" in html and CLOSED.why in html and 'href="/ask/"' in html
    involved = render_to_string("ui/padlock.html", {"shown": INVOLVED, "what": "Health"})
    assert "involved, but the details are closed" in involved and INVOLVED.contact in involved


def test_a_closed_row_or_event_shows_the_padlock_and_never_the_value() -> None:
    assert "secret" not in render_to_string("ui/timeline.html", PROPS["ui/timeline.html"])
    row = {"key": "Health", "value": "secret", "shown": CLOSED}
    assert "secret" not in render_to_string("ui/summary_list.html", {"rows": [row]})


def test_an_open_part_shows_its_value_and_a_day_in_words() -> None:
    assert "12 Mill Lane<br>Ashworth" in render_to_string(
        "ui/shown.html", {"shown": Shown("open", value="12 Mill Lane\nAshworth")}
    )
    assert "2 March 2026" in render_to_string("ui/shown.html", {"shown": Shown("open", value=dt.date(2026, 3, 2))})
    assert "not recorded" in render_to_string("ui/shown.html", {"shown": Shown("open")})
    row = {"key": "Health", "shown": Shown("open", value="Asthma")}
    assert "Asthma" in render_to_string("ui/summary_list.html", {"rows": [row]})


def test_a_list_says_what_is_open_and_closes_what_is_not() -> None:
    item = {"href": "/f/", "title": Shown("hidden"), "subtitle": "F1234567", "facts": []}
    item["facts"] = [{"label": "Town", "value": Shown("hidden", value="Ashworth")}, {"label": "Last", "value": None}]
    html = balanced(render_to_string("ui/case_list.html", {"caption": "My families", "items": [item]}))
    assert "F1234567</a>" in html and "closed to you" in html and "Ashworth" not in html and "None" not in html
    rows = [[Shown("open", value="Orme"), dt.date(2026, 3, 2), None]]
    columns = [{"label": "Name"}, {"label": "Since"}, {"label": "Until"}]
    html = balanced(render_to_string("ui/table.html", {"caption": "People", "columns": columns, "rows": rows}))
    assert "Orme" in html and "2 March 2026" in html and "None" not in html


def test_an_identity_bar_names_a_family_by_its_reference_where_the_name_is_closed() -> None:
    html = render_to_string("ui/identity_bar.html", {"bar": {"reference": "F1234567", "name": Shown("hidden")}})
    assert "F1234567" in html and "Shown" not in html


def test_no_padlocks_are_drawn_where_nothing_is_closed() -> None:
    assert render_to_string("ui/padlocks.html", {"padlocks": ()}).strip() == ""


def test_a_reason_says_the_agreement_the_gateway_and_what_it_is_not_for() -> None:
    reason = {"words": "You are on the team.", "gateway_title": "Digital Economy Act 2017", "not_for": ("sanctions",)}
    html = balanced(render_to_string("ui/why_line.html", {"reasons": [reason]}))
    assert "Why can I see this?" in html and "Digital Economy Act 2017" in html
    assert "Not to be used for: sanctions" in html


def test_a_cell_names_its_column_for_a_narrow_screen_and_escapes_both() -> None:
    html = Template("{% load ui %}{% cell label %}{{ words }}{% endcell %}").render(
        Context({"label": 'Who "bears"', "words": "<b>police</b>"})
    )
    assert 'data-label="Who &quot;bears&quot;"' in html and "&lt;b&gt;police" in html


def test_pagination_keeps_the_rest_of_the_address() -> None:
    @dataclass(frozen=True)
    class Page:
        number: int = 2
        has_previous: bool = True

        def has_next(self) -> bool:
            return True

    html = draw("{% pagination page %}", page=Page(), request=RequestFactory().get("/?urgency=red&page=2"))
    assert "?urgency=red&amp;page=1" in html and "?urgency=red&amp;page=3" in html


def test_a_single_page_has_no_pagination() -> None:
    @dataclass(frozen=True)
    class Page:
        number: int = 1
        has_previous: bool = False
        has_next: bool = False

    assert draw("{% pagination page %}", page=Page(), request=RequestFactory().get("/")).strip() == ""


@pytest.mark.parametrize(
    ("source", "value", "words"),
    [
        ("{{ v|money }}", "1234.5", "£1,234.50"),
        ("{{ v|money:0 }}", "1234.5", "£1,235"),
        ("{{ v|money }}", "-3", "−£3.00"),
        ("{{ v|money }}", None, ""),
        ("{{ v|pence }}", 1999, "£19.99"),
        ("{{ v|date_words }}", dt.date(2026, 3, 14), "14 March 2026"),
        ("{{ v|date_short }}", dt.date(2026, 3, 14), "14 Mar 2026"),
        ("{{ v|date_words }}", None, ""),
        ("{{ v|time_words }}", dt.time(14, 5), "2:05pm"),
        ("{{ v|time_words }}", dt.time(9), "9am"),
        ("{{ v|time_words }}", dt.time(12), "midday"),
        ("{{ v|datetime_words }}", dt.datetime(2026, 7, 1, 8, 30, tzinfo=dt.UTC), "1 July 2026 at 9:30am"),
    ],
)
def test_facts_are_put_in_words(source: str, value: Any, words: str) -> None:
    assert draw(source, v=value) == words


def test_urgency_is_said_in_words_and_not_by_colour_alone() -> None:
    assert "Red: urgent" in draw("{% urgency 'red' %}")
    assert "Not yet decided" in draw("{% urgency none %}", none=None)


def test_a_late_clock_says_how_late() -> None:
    html = draw("{% clock due what='Decision' %}", due=timezone.localdate() - dt.timedelta(days=6))
    assert "6 days late" in html and "govuk-tag--red" in html and "Decision:" in html


def test_a_telephone_number_is_a_link_and_the_words_around_it_are_escaped() -> None:
    drawn = Template("{% load ui %}{{ v|telephones }}").render(Context({"v": "Duty <team>: 0161 496 0000"}))
    assert drawn == 'Duty &lt;team&gt;: <a class="govuk-link" href="tel:01614960000">0161 496 0000</a>'


def test_what_stands_out_in_a_list_is_said_in_a_coloured_tag() -> None:
    item = {"href": "/f/1/", "title": "The Orme family", "reason": "Review 6 days late", "facts": []}
    drawn = render_to_string("ui/case_list.html", {"caption": "My families", "items": [item | {"tone": "red"}]})
    assert "govuk-tag--red" in drawn
    assert "govuk-tag" not in render_to_string("ui/case_list.html", {"caption": "My families", "items": [item]})


def test_the_problems_of_several_forms_stand_in_one_summary_in_the_order_of_the_page() -> None:
    class Goal(forms.Form):
        need = forms.CharField(error_messages={"required": "Choose the need"})

    class Plan(forms.Form):
        words = forms.CharField(error_messages={"required": "Enter the words"})

    drawn = render_to_string("ui/error_summary.html", {"form": Plan({}), "before": [Goal({}, prefix="goal0")]})
    assert drawn.count("govuk-error-summary__title") == 1
    assert drawn.index("Choose the need") < drawn.index("Enter the words")
    assert 'href="#id_goal0-need"' in drawn
