"""The form with which the front door decides to offer a suggested household help."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm


class OfferForm(PlainForm):
    """The reason, which the family may one day read."""

    reason = forms.CharField(
        label=_("Why should this household be offered help"),
        help_text=_(
            "Say why somebody should look further and offer help, beyond the number of needs. "
            "It is recorded with your name, and the family may read it."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
