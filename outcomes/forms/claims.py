"""The forms of claims: claim, decide, pay, reverse; and the quarter of a return."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from outcomes.claiming import Readiness
from outcomes.views.words import pounds_words

WORDS = {"max_length": 2000, "widget": forms.Textarea(attrs={"rows": 3})}
QUARTERS = [
    ("1", _("April to June")),
    ("2", _("July to September")),
    ("3", _("October to December")),
    ("4", _("January to March")),
]


class ClaimForm(PlainForm):
    """Which result to claim, of those that can be claimed today."""

    result = forms.ChoiceField(label=_("What is claimed"), widget=Radios())

    def __init__(self, *args: Any, ready: Readiness, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        can = [one for one in ready.answers if one.can_be_claimed and one.gbp is not None]
        self.fields["result"].choices = [  # type: ignore[attr-defined]
            (one.result.code, f"{one.result.words}, {pounds_words(one.gbp)}") for one in can if one.gbp is not None
        ]
        if len(can) == 1:
            self.initial["result"] = can[0].result.code


class DecisionForm(PlainForm):
    """Approve or refuse, with the reason."""

    approve = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("Approve: the evidence bears it out")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=Radios(),
    )
    words = forms.CharField(label=_("Why, for whoever audits it"), **WORDS)  # type: ignore[arg-type]


class PaymentForm(PlainForm):
    """The day on which it was paid."""

    paid_on = DateField(label=_("The day it was paid"), latest=dt.date.today, help_text=_("For example, 27 3 2026"))


class ReversalForm(PlainForm):
    """Why a paid claim is taken back."""

    words = forms.CharField(label=_("Why it is taken back"), **WORDS)  # type: ignore[arg-type]


class ReturnForm(PlainForm):
    """A financial quarter."""

    mark_optional = False

    year = forms.IntegerField(label=_("Financial year that begins in"), min_value=2012, max_value=2100)
    quarter = forms.ChoiceField(label=_("Quarter"), choices=QUARTERS)
