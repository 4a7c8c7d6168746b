"""The forms of the operational plan: beginning it, adding a part of each kind, and telling what came of one."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from outcomes.budgets.operations.keep_plan import ANSWERED, DATED, LIES_UNDER
from outcomes.budgets.selectors.budget import PlaceChoice
from outcomes.budgets.selectors.operational_plan import OperationalPlanSheet
from outcomes.budgets.vocabulary import PartIs, PartState

WHO = {
    PartIs.SERVICE: _("Who provides it"),
    PartIs.CHAIN: _("Who takes this step"),
    PartIs.GAP: _("Who is to fill it"),
    PartIs.MILESTONE: _("Who answers for it"),
    PartIs.BARRIER: _("With whom it was raised"),
    PartIs.SEAT: _("Who it is, and from which agency"),
    PartIs.DECISION: _("Who decided"),
}
HEADING = {
    PartIs.OUTCOME: _("The outcome"),
    PartIs.SERVICE: _("The service"),
    PartIs.CHAIN: _("The step"),
    PartIs.GAP: _("What is missing"),
    PartIs.MILESTONE: _("The milestone"),
    PartIs.BARRIER: _("What stops local services from working together"),
    PartIs.SEAT: _("The seat"),
    PartIs.DECISION: _("What was decided"),
}
DAY = {PartIs.MILESTONE: _("To be reached by"), PartIs.BARRIER: _("Raised on"), PartIs.DECISION: _("Decided on")}
MORE = {PartIs.OUTCOME: _("How it is measured, where it stands and where it is to be")}


class PlanForm(PlainForm):
    """The head of a plan."""

    place = forms.ChoiceField(label=_("Which place"))
    name = forms.CharField(label=_("What the plan is called"), max_length=160)
    purpose = forms.CharField(label=_("What it is for"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, places: tuple[PlaceChoice, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(one.path, one.name) for one in places]  # type: ignore[attr-defined]


class PartForm(PlainForm):
    """One part; it asks for what its kind has."""

    under = forms.TypedChoiceField(label=_("Under"), required=False, coerce=int, empty_value=None)
    heading = forms.CharField(max_length=200)
    words = forms.CharField(
        label=_("More about it"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    who = forms.CharField(required=False, max_length=200)
    day = DateField(help_text=_("For example, 27 5 2026"))

    def __init__(self, *args: Any, kind: PartIs, sheet: OperationalPlanSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = LIES_UNDER.get(kind)
        if above is None:
            del self.fields["under"]
        else:
            rows = [(row.id, row.heading) for row in sheet.group(above).rows]
            self.fields["under"].label = above.label
            none = [] if kind == PartIs.CHAIN else [("", _("None"))]
            self.fields["under"].choices = [*none, *rows]  # type: ignore[attr-defined]
        if kind in DATED:
            self.fields["day"].label = DAY[kind]
        else:
            del self.fields["day"]
        if kind in WHO:
            self.fields["who"].label = WHO[kind]
            self.fields["who"].required = kind in ANSWERED
            self.fields["who"].error_messages["required"] = ANSWERED.get(kind, "")
        else:
            del self.fields["who"]
        self.fields["heading"].label = HEADING[kind]
        label = str(HEADING[kind])
        self.fields["heading"].error_messages["required"] = _("Enter %(label)s") % {
            "label": label[:1].lower() + label[1:]
        }
        self.fields["words"].label = MORE.get(kind, _("More about it"))


class TellForm(PlainForm):
    """What came of a part."""

    state = forms.ChoiceField(label=_("How it stands now"), choices=PartState.choices, widget=Radios())
    words = forms.CharField(label=_("What came of it"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    happened_on = DateField(label=_("The day"), latest=dt.date.today, help_text=_("For example, 27 5 2026"))
