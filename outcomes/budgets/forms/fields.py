"""Fields of the money rooms: pounds as people write them, and a place of the reader's own."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.refusals import Refused
from outcomes.budgets.quarters import read_quarter
from outcomes.costing.agreements import CannotAgree, Quarter

POUNDS_BOX = {"class": "govuk-input--width-10", "prefix": "£", "inputmode": "decimal", "autocomplete": "off"}


class PoundsField(forms.Field):
    """A sum as it is written: 1250, 1,250.00 or £1,250. Gives a Decimal, or None when left empty."""

    widget = forms.TextInput(attrs=POUNDS_BOX)

    def to_python(self, value: Any) -> Decimal | None:
        words = str(value or "").replace("£", "").replace(",", "").strip()
        if not words:
            return None
        try:
            gbp = Decimal(words)
        except InvalidOperation:
            raise ValidationError(_("Enter pounds and pence, such as 1250.00"), code="pounds") from None
        if not gbp.is_finite() or len(words) > 20:
            raise ValidationError(_("Enter pounds and pence, such as 1250.00"), code="pounds")
        return gbp


class QuarterField(forms.Field):
    """A quarter in words, such as 2026-27 Q1. Gives a Quarter."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"})

    def to_python(self, value: Any) -> Quarter | None:
        if isinstance(value, Quarter):
            return value
        words = str(value or "").strip()
        if not words:
            return None
        try:
            return read_quarter(words)
        except CannotAgree as refusal:
            raise ValidationError(str(refusal), code="quarter") from refusal


class SumsField(forms.CharField):
    """Sums in a row with spaces between them: 1000 1,250.50. Gives a tuple of Decimals."""

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value) or ""
        return tuple(PoundsField(required=False).to_python(one) for one in words.split())


class ManyFaultsForm(PlainForm):
    """A form whose operation names every fault at once, a line each: each becomes an error of its own."""

    def refuse(self, refusal: Refused) -> None:
        """Each fault beside its field, or at the head."""
        for words in refusal.words.splitlines():
            self.add_error(refusal.field if refusal.field in self.fields else None, words)
