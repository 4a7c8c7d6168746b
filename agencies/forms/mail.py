"""The form of how to be told by e-mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Radios
from agencies.vocabulary import MailChoice


class MailForm(PlainForm):
    """At once, or one letter a day."""

    choice = forms.ChoiceField(
        label=_("When do you want to be told by e-mail?"), choices=MailChoice.choices, widget=Radios()
    )
