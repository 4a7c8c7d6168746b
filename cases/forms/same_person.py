"""The second look before two people are made one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm


class SamePersonForm(PlainForm):
    """That somebody has looked at both."""

    checked = forms.BooleanField(
        label=_("I have looked at both, and they are one person"),
        error_messages={"required": _("Tick the box when you have looked at both, and they are one person")},
    )
