"""Filters of lists: what is typed goes into the address, so that a list can be kept and sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.forms.base import PlainForm
from agencies.forms.wording import in_their_language
from cases.selectors.chronology import SOURCES, ChronologySheet
from cases.urgency import LABELS
from datasharing.vocabulary import Category


class MyFamiliesFilter(PlainForm):
    """Search by any part of a name; what is due."""

    mark_optional = False

    search = forms.CharField(label=gettext_lazy("Any part of a name, or the reference"), required=False, max_length=200)
    due_for = forms.ChoiceField(
        label=gettext_lazy("What is due"),
        required=False,
        choices=[("", gettext_lazy("Anything")), *in_their_language(LABELS.items())],
    )


class ChronologyFilter(PlainForm):
    """What it is about, who told it, of whom, what sort of line, from when to when. All of it may be left out."""

    mark_optional = False

    category = forms.ChoiceField(
        label=gettext_lazy("About"), required=False, choices=[("", gettext_lazy("Everything")), *Category.choices]
    )
    partner = forms.ChoiceField(label=gettext_lazy("From"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    source = forms.ChoiceField(
        label=gettext_lazy("What"), required=False, choices=[("", gettext_lazy("Everything")), *SOURCES.items()]
    )
    since = forms.DateField(
        label=gettext_lazy("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, sheet: ChronologySheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, first, found in (("partner", _("Everybody"), sheet.partners), ("person", _("Anybody"), sheet.people)):
            self.fields[name].choices = [("", first), *((one.value, one.words) for one in found)]  # type: ignore[attr-defined]
