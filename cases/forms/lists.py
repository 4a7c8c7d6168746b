"""Filters of lists: what is typed goes into the address, so that a list can be kept and sent."""

from typing import Any

from django import forms

from agencies.forms.base import PlainForm
from cases.selectors.chronology import SOURCES, ChronologySheet
from cases.urgency import LABELS
from datasharing.vocabulary import Category


class MyFamiliesFilter(PlainForm):
    """Search by any part of a name; what is due."""

    mark_optional = False

    search = forms.CharField(label="Any part of a name, or the reference", required=False, max_length=200)
    due_for = forms.ChoiceField(label="What is due", required=False, choices=[("", "Anything"), *LABELS.items()])


class ChronologyFilter(PlainForm):
    """What it is about, who told it, of whom, what sort of line, from when to when. All of it may be left out."""

    mark_optional = False

    category = forms.ChoiceField(label="About", required=False, choices=[("", "Everything"), *Category.choices])
    partner = forms.ChoiceField(label="From", required=False)
    person = forms.ChoiceField(label="Who", required=False)
    source = forms.ChoiceField(label="What", required=False, choices=[("", "Everything"), *SOURCES.items()])
    since = forms.DateField(label="From day", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To day", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, sheet: ChronologySheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, first, found in (("partner", "Everybody", sheet.partners), ("person", "Anybody", sheet.people)):
            self.fields[name].choices = [("", first), *((one.value, one.words) for one in found)]  # type: ignore[attr-defined]
