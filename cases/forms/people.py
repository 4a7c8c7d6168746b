"""Forms about people: add somebody to the family; the strategy discussion after a step up."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from cases.vocabulary import Role, Sex


class StrategyForm(PlainForm):
    """The strategy discussion after a step up."""

    strategy = forms.CharField(
        label=_("When it was held, who came and what was decided"), widget=forms.Textarea(attrs={"rows": 6})
    )


class MemberForm(PlainForm):
    """Somebody who belongs to the family and was not in it before."""

    given_name = forms.CharField(label=_("Given name"))
    family_name = forms.CharField(label=_("Family name"))
    role = forms.ChoiceField(label=_("What they are in the family"), choices=Role.choices, widget=Radios())
    date_of_birth = DateField(
        label=_("Date of birth"), required=False, latest=dt.date.today, help_text=_("For example, 27 3 2012")
    )
    sex = forms.ChoiceField(
        label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN, widget=Radios(attrs={"class": "govuk-radios--small"})
    )
