"""The forms of tasks: give one; put one off."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from cases.forms import choices
from cases.forms.choices import tomorrow
from cases.forms.drafted import DraftedForm
from cases.selectors.tasks import TasksSheet


class TaskForm(DraftedForm):
    """What is to be done, by when, by whom. `came_from` is "contact:12", "review:3" or empty."""

    words = forms.CharField(label=gettext_lazy("What is to be done"), widget=forms.Textarea(attrs={"rows": 2}))
    due_on = DateField(
        label=gettext_lazy("By when"), earliest=dt.date.today, help_text=gettext_lazy("For example, 27 3 2026")
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who does it"), widget=Radios())
    about = forms.ChoiceField(label=gettext_lazy("Whom it is about"), required=False)
    came_from = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sheet: TasksSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(str(one.post), one.words) for one in sheet.owners]  # type: ignore[attr-defined]
        everyone = choices.people(sheet.members)
        self.fields["about"].choices = [("", gettext("The whole family")), *everyone]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What `give_task` takes."""
        given = self.cleaned_data
        kind, _, number = given["came_from"].partition(":")
        known = kind in ("contact", "review") and number.isascii() and number.isdigit() and len(number) < 16
        return {
            "words": given["words"],
            "due_on": given["due_on"],
            "owner": int(given["owner"]),
            "about": UUID(given["about"]) if given["about"] else None,
            "submission": given["submission"],
        } | ({kind: int(number)} if known else {})


class PutOffForm(PlainForm):
    """To which day a task is put off, and why."""

    due_on = DateField(
        label=gettext_lazy("New day"), earliest=tomorrow, help_text=gettext_lazy("For example, 27 3 2026")
    )
    reason = forms.CharField(label=gettext_lazy("Why it is put off"), widget=forms.Textarea(attrs={"rows": 2}))
