"""Forms: the fields that every app shares, and the markup that they are drawn with."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import timezone

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, DateField, Radios, TimeField
from agencies.refusals import Refused


class ContactForm(PlainForm):
    seen_on = DateField(label="Date of the visit", latest=timezone.localdate, help_text="For example, 27 3 2026")
    at = TimeField(label="Time", required=False)
    where = forms.ChoiceField(
        label="Where",
        choices=[("home", "At home"), ("other", "Somewhere else")],
        widget=Radios(hints={"home": "Any address"}, reveals={"other": "elsewhere"}),
    )
    elsewhere = forms.CharField(label="Where was it", required=False)
    who = forms.MultipleChoiceField(label="Who was seen", choices=[("1", "Sarah"), ("2", "Tia")], widget=Checkboxes())
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose"), ("Visits", [("v", "Home visit")])])
    words = forms.CharField(label="What was said", max_length=20, widget=forms.Textarea)
    minutes = forms.IntegerField(label="Minutes", widget=forms.NumberInput(attrs={"suffix": "minutes"}))
    sure = forms.BooleanField(label="I have read it back")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


GOOD = {
    "seen_on_day": "2",
    "seen_on_month": "March",
    "seen_on_year": "2026",
    "at": "2.30pm",
    "where": "home",
    "who": ["1"],
    "kind": "v",
    "words": "We talked.",
    "minutes": "40",
    "sure": "on",
}


class Dated(PlainForm):
    on = DateField(label="Date of birth", latest=dt.date(2026, 11, 20), required=False)


def dated(**typed: str) -> Dated:
    return Dated({f"on_{box}": words for box, words in typed.items()})


def identifiers(html: str) -> set[str]:
    return set(re.findall(r'<(?:input|select|textarea)[^>]*\sid="([^"]+)"', html))


def test_a_good_form_gives_what_was_typed() -> None:
    form = ContactForm(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["seen_on"] == dt.date(2026, 3, 2)
    assert form.cleaned_data["at"] == dt.time(14, 30)


@pytest.mark.parametrize(
    ("day", "month", "year", "words", "boxes"),
    [
        ("31", "2", "2025", "must be a real date", ("day",)),
        ("1", "13", "2025", "must be a real date", ("month",)),
        ("1", "2", "", "must include a year", ("year",)),
        ("", "", "2025", "must include a day and a month", ("day", "month")),
        ("1", "2", "25", "year of four numbers", ("year",)),
        ("one", "2", "2025", "must be a real date", ("day",)),
        ("²", "2", "2025", "must be a real date", ("day",)),
        ("1", "1", "2030", "must be 20/11/2026 or before", ()),
        ("1", "1", "0000", "must be a real date", ("day",)),
    ],
)
def test_a_wrong_date_says_what_to_mend_and_where(
    day: str, month: str, year: str, words: str, boxes: tuple[str, ...]
) -> None:
    form = dated(day=day, month=month, year=year)
    [error] = form.errors.as_data()["on"]
    assert words in error.messages[0]
    assert error.params["boxes"] == boxes


def test_what_was_typed_in_a_wrong_date_is_still_in_its_boxes() -> None:
    html = str(dated(day="31", month="2", year="2025"))
    assert all(f'value="{typed}"' in html for typed in ("31", "2", "2025"))
    assert html.count("govuk-input--error") == 1


def test_an_empty_date_that_is_not_required_is_none() -> None:
    form = dated(day="", month=" ", year="")
    assert form.is_valid() and form.cleaned_data["on"] is None


def test_a_whole_date_in_the_address_is_read() -> None:
    form = Dated({"on": "2026-03-02"})
    assert form.is_valid() and form.cleaned_data["on"] == dt.date(2026, 3, 2)


def test_a_date_field_shows_the_date_it_starts_with() -> None:
    html = str(Dated(initial={"on": dt.date(2026, 3, 2)}))
    assert 'name="on_year" type="text" inputmode="numeric" value="2026"' in html


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("2:30pm", dt.time(14, 30)),
        ("14:30", dt.time(14, 30)),
        ("1430", dt.time(14, 30)),
        ("9am", dt.time(9)),
        ("12am", dt.time(0)),
        ("12.15 p.m.", dt.time(12, 15)),
        ("midnight", dt.time(0)),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, time: dt.time | None) -> None:
    assert TimeField(required=False).clean(typed) == time


@pytest.mark.parametrize("typed", ["9", "25:00", "13pm", "2:75", "soon", "0pm"])
def test_a_time_that_cannot_be_told_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="such as 2:30pm"):
        TimeField().clean(typed)


def test_missing_answers_are_asked_for_by_name() -> None:
    form = ContactForm({})
    assert form.errors["minutes"] == ["Enter minutes"]
    assert form.errors["where"] == ["Choose where"]
    assert form.errors["seen_on"] == ["Enter date of the visit"]


def test_every_link_of_the_error_summary_goes_to_a_control_of_the_form() -> None:
    form = ContactForm({"seen_on_day": "31", "seen_on_month": "2", "seen_on_year": "2025", "at": "99"})
    summary = render_to_string("ui/error_summary.html", {"form": form})
    links = re.findall(r'href="#([^"]+)"', summary)
    assert links and set(links) <= identifiers(str(form))
    assert {"id_seen_on_0", "id_where_0", "id_who_0"} <= set(links)


def test_a_refused_step_keeps_what_was_typed() -> None:
    form = ContactForm(GOOD)
    assert form.is_valid()
    form.refuse(Refused("The family has a key worker already.", field="who"))
    form.refuse(Refused("The case is closed."))
    summary = render_to_string("ui/error_summary.html", {"form": form})
    assert "#id_who_0" in summary and "The case is closed." in summary
    assert "We talked." in str(form)


def test_labels_hints_and_errors_are_tied_to_their_control() -> None:
    html = str(ContactForm({"words": ""}))
    assert 'aria-describedby="id_words-error id_words-info"' in html and 'id="id_words-info"' in html
    assert 'for="id_minutes"' in html and 'id="id_seen_on-hint"' in html
    described = set(re.findall(r'aria-describedby="([^"]+)"', html))
    assert {part for ids in described for part in ids.split()} <= set(re.findall(r'id="([^"]+)"', html))


def test_nothing_typed_is_cut_by_the_browser_or_stopped_by_it() -> None:
    html = str(ContactForm())
    assert " maxlength=" not in html and " required" not in html
    assert 'data-maxlength="20"' in html


def test_a_field_revealed_by_a_choice_is_drawn_once_and_inside_it() -> None:
    html = str(ContactForm())
    assert html.count('name="elsewhere"') == 1
    assert html.index('data-lintel-reveals="conditional-id_where_1"') < html.index('name="elsewhere"')
    assert "Where was it (optional)" not in html and "Time (optional)" in html


def test_a_hidden_field_has_no_label() -> None:
    html = str(ContactForm())
    assert html.count('name="token"') == 1 and 'for="id_token"' not in html


def test_a_form_that_names_djangos_own_template_is_drawn_like_every_other() -> None:
    class Named(forms.Form):
        template_name = "django/forms/div.html"
        name = forms.CharField()

    assert 'class="govuk-input"' in str(Named())


def test_a_select_keeps_its_groups_and_its_choice() -> None:
    html = str(ContactForm(GOOD))
    assert '<optgroup label="Visits">' in html and '<option value="v" selected>' in html


def test_checked_boxes_and_radios_stay_checked() -> None:
    html = str(ContactForm(GOOD))
    assert re.search(r'name="where" type="radio" value="home" checked', html)
    assert re.search(r'name="who" type="checkbox" value="1" checked', html)
    assert re.search(r'id="id_sure" name="sure" type="checkbox"[^>]* checked', html)
