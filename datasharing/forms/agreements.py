"""Signing an agreement: one box to tick, by the information governance lead."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm


class SignForm(PlainForm):
    """The signature of one party."""

    agreed = forms.BooleanField(
        label=_("I have read this agreement and sign it for my agency"),
        help_text=_("For a health body: its Caldicott Guardian has agreed to it."),
        error_messages={"required": _("Tick the box to sign for your agency")},
    )
