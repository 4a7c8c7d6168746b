"""The forms of measuring and closing."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from cases.forms.choices import tomorrow
from cases.permits import NOT_CHOSEN
from cases.vocabulary import ClosingOutcome
from outcomes.operations.close_case import LastMeasure
from outcomes.selectors.measurements import MeasurementsSheet
from outcomes.vocabulary import SCORES, Occasion, Standing

SMALL = {"class": "govuk-radios--small govuk-radios--inline"}


class ScoreField(forms.TypedChoiceField):
    """A number from 1 to 10, or none."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            help_text=_("1 is as hard as it has been, 10 is as good as they want it to be"),
            choices=[("", _("Nobody asked")), *((score, str(score)) for score in SCORES)],
            coerce=int,
            empty_value=None,
            required=False,
        )


class MeasureForm(PlainForm):
    """How one need stands."""

    need = forms.TypedChoiceField(label=_("Which need"), coerce=int, widget=Radios())
    occasion = forms.ChoiceField(
        label=_("When it is measured"),
        choices=[
            (Occasion.BASELINE.value, _("At the start (baseline)")),
            (Occasion.REVIEW.value, _("At a review")),
        ],
        widget=Radios(),
    )
    standing = forms.ChoiceField(label=_("How it stands"), choices=Standing.choices, widget=Radios())
    evidence = forms.CharField(
        label=_("The evidence"),
        help_text=_("What was seen, counted or said. For example, attendance of 94% since January"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    score = ScoreField(label=_("Where the family says it is now"))
    measured_on = DateField(
        label=_("The day it was measured"), latest=dt.date.today, help_text=_("For example, 27 3 2026")
    )

    def __init__(self, *args: Any, sheet: MeasurementsSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = [(one.need.id, _words(one.need)) for one in sheet.needs]  # type: ignore[attr-defined]


class CloseForm(PlainForm):
    """How the case ended, and how each need stands; a pair of fields a need."""

    outcome = forms.ChoiceField(
        label=_("How the case ended"),
        choices=[choice for choice in ClosingOutcome.choices if choice[0] not in NOT_CHOSEN],
        widget=Radios(),
    )
    closing_words = forms.CharField(
        label=_("What was achieved, and what the family goes on with"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    not_reviewed = forms.CharField(
        label=_("If a goal was never reviewed, why not"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    follow_up_on = DateField(
        label=_("When somebody follows up"), earliest=tomorrow, help_text=_("For example, 27 3 2027. Results must last")
    )

    def __init__(self, *args: Any, sheet: MeasurementsSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = [one.need for one in sheet.needs]
        for need in self.needs:
            self.fields[f"need_{need.id}_standing"] = forms.ChoiceField(
                label=_("%(need)s: how it stands now") % {"need": _words(need)},
                choices=Standing.choices,
                widget=Radios(attrs=SMALL),
            )
            self.fields[f"need_{need.id}_evidence"] = forms.CharField(
                label=_("%(need)s: the evidence") % {"need": _words(need)},
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"need_{need.id}_score"] = ScoreField(
                _("%(need)s: where the family says it is now") % {"need": _words(need)}
            )
        first = [name for name in self.fields if name.startswith("need_")]
        self.order_fields([*first, "outcome", "closing_words", "not_reviewed", "follow_up_on"])

    def facts(self) -> dict[str, Any]:
        """What `close_case` takes."""
        given = self.cleaned_data
        return {
            "outcome": given["outcome"],
            "closing_words": given["closing_words"],
            "not_reviewed": given["not_reviewed"],
            "follow_up_on": given["follow_up_on"],
            "measurements": {
                need.id: LastMeasure(*(given[f"need_{need.id}_{name}"] for name in LastMeasure._fields))
                for need in self.needs
            },
        }


def _words(need: Any) -> str:
    """A need as its record tells it apart from others: "Education (Tia, Leo)"."""
    return f"{need.need_words} ({', '.join(need.about)})" if need.about else need.need_words
