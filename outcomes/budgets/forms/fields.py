"""Fields of the money rooms: pounds as people write them, and a place of the reader's own."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

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
            raise ValidationError("Enter pounds and pence, such as 1250.00", code="pounds") from None
        if not gbp.is_finite() or len(words) > 20:
            raise ValidationError("Enter pounds and pence, such as 1250.00", code="pounds")
        return gbp
