"""The one filter of the overview: a band of the fixed cube."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Radios
from outcomes.selectors.overview import OverviewSheet


class BandForm(PlainForm):
    """All families, one intensity, or one part of the place; no other cut can be asked for."""

    mark_optional = False

    band = forms.ChoiceField(label=_("Families"), required=False, widget=Radios(attrs={"class": "govuk-radios--small"}))

    def __init__(self, *args: Any, sheet: OverviewSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["band"].choices = [(one.band, one.words) for one in sheet.bands]  # type: ignore[attr-defined]
