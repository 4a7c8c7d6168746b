"""A turn of the duty custodian."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios, TimeField
from agencies.selectors.posts import PostSheet


class TurnForm(PlainForm):
    """Who, by which telephone, from when to when."""

    post = forms.TypedChoiceField(label=_("Who"), coerce=int, widget=Radios())
    telephone = forms.CharField(
        label=_("Telephone"), max_length=20, help_text=_("Answered day and night while the turn lasts.")
    )
    starts_on = DateField(label=_("From which day"))
    starts_at = TimeField(label=_("From what time"), help_text=_("For example, 9am or 17:30"))
    ends_on = DateField(label=_("Until which day"))
    ends_at = TimeField(label=_("Until what time"), help_text=_("For example, 9am or 17:30"))

    def __init__(self, *args: Any, posts: Iterable[PostSheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [(one.id, one.words) for one in posts]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What `put_on_duty` takes."""
        given = self.cleaned_data
        return {
            "post": given["post"],
            "telephone": given["telephone"],
            "starts_at": _moment(given["starts_on"], given["starts_at"]),
            "ends_at": _moment(given["ends_on"], given["ends_at"]),
        }


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
