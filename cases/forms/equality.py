"""The form of equality monitoring: two questions, each of which may be left unanswered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Radios
from cases.vocabulary import Disability, EthnicGroup


class EqualityForm(PlainForm):
    """In the person's own words as near as the census has them; never a guess."""

    ethnic_group = forms.ChoiceField(
        label=_("Which group they say they are of"), choices=EthnicGroup.choices, widget=Radios()
    )
    disability = forms.ChoiceField(
        label=_("Whether they say that they are disabled"), choices=Disability.choices, widget=Radios()
    )
