"""Form fields that every app shares: a date in three boxes, a time of day, radios and checkboxes with hints.

They hold no markup: the interface draws them by what they say of themselves (`date_boxes`, `hints`, `reveals`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

Limit = dt.date | Callable[[], dt.date] | None

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TIME = re.compile(r"^\s*(\d{1,2})(?:[:.\s]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?\s*$", re.IGNORECASE)


class DateBoxes(forms.MultiWidget):
    """Three text boxes, posted as `NAME_day`, `NAME_month` and `NAME_year`; one ISO date under NAME is read too."""

    date_boxes = True
    use_fieldset = True
    box_labels = (("day", _("Day")), ("month", _("Month")), ("year", _("Year")))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"day": forms.TextInput(), "month": forms.TextInput(), "year": forms.TextInput()}, attrs)

    def decompress(self, value: dt.date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        typed = super().value_from_datadict(data, files, name)
        whole = data.get(name)
        if not any(typed) and isinstance(whole, str) and whole.count("-") == 2:
            year, month, day = whole.split("-")
            return [day, month, year]
        return [box if isinstance(box, str) else "" for box in typed]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and super().value_omitted_from_data(data, files, name)


class DateField(forms.Field):
    """A date in three boxes. A month may be a number or a name. Gives a `datetime.date`, or None when left empty.

    `earliest` and `latest` are dates, or callables that give one on the day of asking. An error carries
    `params["boxes"]`, the boxes to mend.
    """

    widget = DateBoxes

    def __init__(self, *, earliest: Limit = None, latest: Limit = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value is None or isinstance(value, dt.date):
            return value
        typed = dict(zip(("day", "month", "year"), (str(box).strip() for box in value), strict=True))
        if not any(typed.values()):
            return None
        missing = [box for box in typed if not typed[box]]
        if missing:
            raise self._wrong(now_in_words("%(what)s must include a %(missing)s"), missing)
        numbers = {"day": _number(typed["day"]), "month": _month(typed["month"]), "year": _number(typed["year"])}
        unread = [box for box, number in numbers.items() if number is None]
        if unread or len(typed["year"]) != 4:
            raise self._wrong(
                now_in_words("%(what)s must be a real date, with a year of four numbers, such as 27 3 2026"),
                unread or ["year"],
            )
        try:
            return dt.date(numbers["year"] or 0, numbers["month"] or 0, numbers["day"] or 0)
        except ValueError:
            wrong = [] if 1 <= (numbers["month"] or 0) <= 12 else ["month"]
            raise self._wrong(now_in_words("%(what)s must be a real date"), wrong or ["day"]) from None

    def validate(self, value: dt.date | None) -> None:
        if value is None:
            if self.required:
                raise self._wrong(now_in_words("Enter %(what_lower)s"), ())
            return
        earliest, latest = _on_the_day(self.earliest), _on_the_day(self.latest)
        if latest and value > latest:
            if latest == timezone.localdate():
                raise self._wrong(now_in_words("%(what)s must be today or in the past"), ())
            raise self._wrong(now_in_words("%(what)s must be %(limit)s or before"), (), latest)
        if earliest and value < earliest:
            if earliest == timezone.localdate():
                raise self._wrong(now_in_words("%(what)s must be today or in the future"), ())
            raise self._wrong(now_in_words("%(what)s must be %(limit)s or after"), (), earliest)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def _wrong(self, words: str, boxes: Any, limit: dt.date | None = None) -> ValidationError:
        what = str(self.label or now_in_words("The date")).rstrip("?")
        return ValidationError(
            words,
            code="date",
            params={
                "what": what,
                "what_lower": what[:1].lower() + what[1:],
                "missing": now_in_words(" and a ").join(str(dict(DateBoxes.box_labels)[box]).lower() for box in boxes),
                "limit": f"{limit.day}/{limit.month}/{limit.year}" if limit else "",
                "boxes": tuple(boxes),
            },
        )


class TimeField(forms.Field):
    """A time of day as people write it: 2:30pm, 14:30, 1430, 9am, midnight. Gives a `datetime.time` or None."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"})
    default_error_messages = {"unread": _("Enter a time such as 2:30pm or 14:30")}

    def to_python(self, value: Any) -> dt.time | None:
        if value is None or isinstance(value, dt.time):
            return value
        words = str(value).strip().lower()
        if not words:
            return None
        if words in {"midnight", "midday", "noon"}:
            return dt.time(0 if words == "midnight" else 12)
        found = TIME.match(words)
        if not found:
            raise ValidationError(self.error_messages["unread"], code="unread")
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
        if (half and not 1 <= hour <= 12) or not (half or found[2]):
            raise ValidationError(self.error_messages["unread"], code="unread")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        try:
            return dt.time(hour, minute)
        except ValueError:
            raise ValidationError(self.error_messages["unread"], code="unread") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value


class HintedChoices:
    """What a set of radios or checkboxes says beside its choices.

    `hints` maps a choice's value to a line under it; `reveals` maps it to the name of another field of the same form,
    which is asked only where that choice is picked.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, Any] | None = None,
        reveals: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.hints = {str(value): words for value, words in (hints or {}).items()}
        self.reveals = {str(value): name for value, name in (reveals or {}).items()}


class Radios(HintedChoices, forms.RadioSelect):
    """Radios. `attrs={"class": "govuk-radios--inline"}` sets a short pair side by side."""


class Checkboxes(HintedChoices, forms.CheckboxSelectMultiple):
    """Checkboxes of which any number may be ticked."""


def _on_the_day(limit: Limit) -> dt.date | None:
    return limit() if callable(limit) else limit


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 4 else None


def _month(words: str) -> int | None:
    name = words.lower()[:3]
    return MONTHS.index(name) + 1 if name in MONTHS else _number(words)
