"""Asking the duty custodian, and the custodian's answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, Radios
from cases.intake.selectors.duty import SealBehind

OPEN, NOTHING = "open", "nothing"


class AskDutyForm(PlainForm):
    """What must be known, and why now."""

    reason = forms.CharField(
        label=_("What must you know, and why now?"),
        help_text=_("20 letters or more. It is asked in the same way whether or not there is anything to tell."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class DutyAnswerForm(PlainForm):
    """Which seals are opened to whoever asked, or none."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=Radios(
            hints={
                OPEN: _("For 12 hours, to this one person. It is in the journal."),
                NOTHING: _("They read these words and no reason, whether or not anybody is sealed."),
            },
            reveals={OPEN: "seals"},
        ),
    )
    seals = forms.TypedMultipleChoiceField(label=_("What is opened"), coerce=int, required=False, widget=Checkboxes())

    def __init__(self, *args: Any, seals: Iterable[SealBehind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.id, f"{one.name}: {', '.join(one.categories)}") for one in seals if one.may_open]
        answers = [(OPEN, _("Open to them what I tick"))] if choices else []
        self.fields["answer"].choices = [*answers, (NOTHING, _("Nothing is opened"))]  # type: ignore[attr-defined]
        self.fields["seals"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something is ticked where something is to be opened."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("answer") == OPEN and not given.get("seals"):
            self.add_error("seals", _("Tick what is opened, or answer that nothing is."))
        return given

    def facts(self) -> dict[str, Any]:
        """What `answer_duty_question` takes."""
        return {"seals": self.cleaned_data["seals"] if self.cleaned_data["answer"] == OPEN else ()}
