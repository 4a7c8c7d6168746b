"""Forms about people: add somebody to the family; the strategy discussion after a step up."""

import datetime as dt

from django import forms

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from cases.vocabulary import Role, Sex


class StrategyForm(PlainForm):
    """The strategy discussion after a step up."""

    strategy = forms.CharField(
        label="When it was held, who came and what was decided", widget=forms.Textarea(attrs={"rows": 6})
    )


class MemberForm(PlainForm):
    """Somebody who belongs to the family and was not in it before."""

    given_name = forms.CharField(label="Given name")
    family_name = forms.CharField(label="Family name")
    role = forms.ChoiceField(label="What they are in the family", choices=Role.choices, widget=Radios())
    date_of_birth = DateField(
        label="Date of birth", required=False, latest=dt.date.today, help_text="For example, 27 3 2012"
    )
    sex = forms.ChoiceField(
        label="Sex", choices=Sex.choices, initial=Sex.UNKNOWN, widget=Radios(attrs={"class": "govuk-radios--small"})
    )
