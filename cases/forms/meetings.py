"""The forms of meetings: call one; record what keeps two people apart."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, DateField, Radios, TimeField
from cases.forms import choices
from cases.forms.drafted import DraftedForm
from cases.meeting_words import OrderKind
from cases.selectors.meetings import MeetingsSheet
from cases.selectors.safety import SafetySheet


class MeetingForm(DraftedForm):
    """When, where, what for, and who is asked."""

    held_on = DateField(label=_("Day"), earliest=dt.date.today, help_text=_("For example, 27 3 2026"))
    held_time = TimeField(label=_("Time"), help_text=_("For example, 2:30pm or 14:30"))
    place_words = forms.CharField(
        label=_("Where it is"),
        help_text=_("Everybody who is asked can read it: never the address of somebody who must not be found."),
        max_length=200,
    )
    words = forms.CharField(label=_("What it is for"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    posts = forms.MultipleChoiceField(
        label=_("Who is asked of the team"),
        required=False,
        help_text=_("They get a notice. You are asked in any case."),
        widget=Checkboxes(),
    )
    people = forms.MultipleChoiceField(
        label=_("Who is asked of the family"),
        required=False,
        help_text=_("Tell them yourself, in the way that is safe for each."),
        widget=Checkboxes(),
    )

    def __init__(self, *args: Any, sheet: MeetingsSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"].choices = [(str(one.post), one.words) for one in sheet.team]  # type: ignore[attr-defined]
        self.fields["people"].choices = choices.people(sheet.members)  # type: ignore[attr-defined]
        if not sheet.team:
            del self.fields["posts"]

    def facts(self) -> dict[str, Any]:
        """What `call_meeting` takes."""
        given = self.cleaned_data
        return {
            "held_at": timezone.make_aware(dt.datetime.combine(given["held_on"], given["held_time"])),
            "place_words": given["place_words"],
            "words": given["words"],
            "posts": [int(one) for one in given.get("posts", [])],
            "people": [UUID(one) for one in given["people"]],
            "submission": given["submission"],
        }


class OrderForm(PlainForm):
    """Who keeps away from whom, by what, from when to when."""

    protected = forms.ChoiceField(label=_("Who is protected"), widget=Radios())
    kept_away = forms.ChoiceField(label=_("Who keeps away"), widget=Radios())
    kind = forms.ChoiceField(label=_("What says so"), choices=OrderKind.choices, widget=Radios())
    starts_on = DateField(label=_("First day"), help_text=_("For example, 27 3 2026"))
    ends_on = DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty where it has no end. For example, 27 3 2027")
    )
    words = forms.CharField(
        label=_("What it says"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, sheet: SafetySheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("protected", "kept_away"):
            self.fields[name].choices = choices.people(sheet.members)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What `record_order` takes."""
        given = self.cleaned_data
        return given | {name: UUID(given[name]) for name in ("protected", "kept_away")}
