"""Setting and ending a hold."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField


class HoldForm(PlainForm):
    """Which family, why, and when somebody looks at it again."""

    reference = forms.CharField(
        label=_("Reference of the family"), max_length=12, help_text=_("As it stands at the head of the family's page.")
    )
    reason = forms.CharField(
        label=_("Why nothing may be deleted"),
        help_text=_("An inquiry, a claim, a complaint, a court's order. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    review_on = DateField(label=_("Look at it again on"), earliest=lambda: timezone.localdate() + timedelta(days=1))

    def facts(self) -> dict[str, Any]:
        """The operation's keyword arguments, with the reference."""
        return dict(self.cleaned_data)


class EndHoldForm(PlainForm):
    """Why it can end."""

    because = forms.CharField(label=_("Why it can end"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
